const { context, propagation, trace } = require('@opentelemetry/api');
const { NodeSDK, tracing } = require('@opentelemetry/sdk-node');
const { runWithBaggage } = require('@otel-baggage/core');
const { withBaggage } = require('@otel-baggage/node');

const exporter = new tracing.InMemorySpanExporter();
const spanProcessor = new tracing.SimpleSpanProcessor(exporter);
const sdk = new NodeSDK(
  withBaggage({ spanProcessors: [spanProcessor] }, { included: ['tenant.*'] }),
);
sdk.start();

const headers = {};
runWithBaggage({ 'tenant.id': 'acme', secret: '1' }, () => {
  trace.getTracer('application').startSpan('work').end();
  propagation.inject(context.active(), headers);
});

spanProcessor.forceFlush().then(() => {
  const attributes = exporter.getFinishedSpans().map(span => span.attributes);
  console.log(JSON.stringify({ attributes, baggage: headers.baggage }));
  return sdk.shutdown();
});
