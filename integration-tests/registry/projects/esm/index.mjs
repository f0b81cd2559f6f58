import { context, propagation, trace } from '@opentelemetry/api';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { runWithBaggage } from '@otel-baggage/core';
import { withBaggage } from '@otel-baggage/node';

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

await spanProcessor.forceFlush();
const attributes = exporter.getFinishedSpans().map(span => span.attributes);
console.log(JSON.stringify({ attributes, baggage: headers.baggage }));
await sdk.shutdown();
