// One span, one log record and one measurement of a request with baggage.

/**
 * Starts NodeSDK with baggage, handles one request and prints what was
 * recorded as JSON.
 *
 * @param api `@opentelemetry/api`
 * @param logs the logs API, which SDK 2 has in a package of its own
 * @param sdkNode `@opentelemetry/sdk-node`
 * @param sdkMetrics `@opentelemetry/sdk-metrics`
 * @param ours all packages of this repository by name
 */
module.exports = async function oneOfEach(
  { api, logs, sdkNode, sdkMetrics },
  ours,
) {
  const spans = [];
  const records = [];
  const exporter = new sdkMetrics.InMemoryMetricExporter(
    sdkMetrics.AggregationTemporality.CUMULATIVE,
  );
  const reader = new sdkMetrics.PeriodicExportingMetricReader({ exporter });
  const nothing = async () => undefined;

  const { withBaggage } = ours['@otel-baggage/node'];
  const sdk = new sdkNode.NodeSDK(
    withBaggage(
      {
        spanProcessors: [
          {
            onStart: () => undefined,
            onEnd: span => spans.push(span.attributes),
            forceFlush: nothing,
            shutdown: nothing,
          },
        ],
        logRecordProcessors: [
          {
            onEmit: record => records.push({ ...record.attributes }),
            forceFlush: nothing,
            shutdown: nothing,
          },
        ],
        // The oldest SDK knows only the first name, SDK 3 only the second.
        ...(process.env.MATRIX_SDK === 'sdk2-oldest'
          ? { metricReader: reader }
          : { metricReaders: [reader] }),
      },
      { included: ['tenant.*'] },
    ),
  );
  sdk.start();

  const request = api.propagation.extract(api.ROOT_CONTEXT, {
    baggage: 'tenant.id=acme;source=gateway,secret=1',
  });
  const sent = {};
  api.context.with(request, () => {
    api.trace.getTracer('smoke').startSpan('work').end();
    logs.getLogger('smoke').emit({ body: 'worked' });
    api.metrics.getMeter('smoke').createCounter('works').add(1);
    api.propagation.inject(api.context.active(), sent);
  });
  await reader.forceFlush();
  const points = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics)
    .filter(({ descriptor }) => descriptor.name === 'works')
    .flatMap(({ dataPoints }) => dataPoints)
    .map(({ attributes, value }) => ({ attributes, value }));
  await sdk.shutdown();

  console.log(
    JSON.stringify({
      node: process.version,
      exported: Object.fromEntries(
        Object.entries(ours).map(([name, all]) => [name, Object.keys(all)]),
      ),
      spans,
      records,
      points,
      sent,
    }),
  );
};
