// A service that answers with the baggage it was called with, and what of it is
// on its spans, log records and measurements, and calls `NEXT`.

const { once } = require('node:events');
const api = require('@opentelemetry/api');
const { logs } = require('@opentelemetry/api-logs');
const { NodeSDK, metrics, tracing } = require('@opentelemetry/sdk-node');
const { withBaggage } = require('@otel-baggage/node');
const { instrumentations } = require('./sdk-parts.cjs');

let spans = [];
let records = [];
const none = async () => undefined;
const reader = new metrics.PeriodicExportingMetricReader({
  exporter: new metrics.InMemoryMetricExporter(
    metrics.AggregationTemporality.DELTA,
  ),
  exportIntervalMillis: 2 ** 31 - 1,
});
const sdk = new NodeSDK(
  withBaggage(
    {
      instrumentations: instrumentations(),
      sampler:
        tracing[process.env.SAMPLER] && new tracing[process.env.SAMPLER](),
      spanProcessors: [
        {
          onStart: span => spans.push(span),
          onEnd: () => undefined,
          forceFlush: none,
          shutdown: none,
        },
      ],
      logRecordProcessors: [
        {
          onEmit: record => records.push(record),
          forceFlush: none,
          shutdown: none,
        },
      ],
      metricReaders: [reader],
    },
    { included: ['*'], ...JSON.parse(process.env.OPTIONS) },
  ),
);
sdk.start();

const http = require('node:http');
const counter = api.metrics.getMeter('app').createCounter('requests');
const logger = logs.getLogger('app');

const called = url =>
  new Promise((resolve, reject) => {
    http
      .get(url, response => response.on('end', resolve).resume())
      .on('error', reject);
  });

/** The names of attributes that are not the instrumentation's. */
const ours = attributes =>
  Object.keys(attributes).filter(
    name => !/^(http|net|server|client|url|user_agent|network)\./.test(name),
  );

async function handle(_request, response) {
  counter.add(1);
  logger.emit({ body: 'called' });
  const entries = api.propagation.getActiveBaggage()?.getAllEntries() ?? [];
  const context = api.context.active();
  await called(process.env.NEXT);
  // fetch takes its context from where it is called.
  await api.context.with(context, async () => {
    await (await fetch(process.env.NEXT)).text();
  });
  const { resourceMetrics } = await reader.collect();
  const points = resourceMetrics.scopeMetrics
    .flatMap(scope => scope.metrics)
    .filter(metric => metric.descriptor.name === 'requests')
    .flatMap(metric => metric.dataPoints);
  const answer = {
    entries: entries.map(([key, { value }]) => [key, value]),
    spans: spans.flatMap(span => ours(span.attributes)),
    records: records.flatMap(record => ours(record.attributes)),
    points: points.flatMap(point => ours(point.attributes)),
  };
  spans = [];
  records = [];
  response.end(JSON.stringify(answer));
}

async function main() {
  const server = http.createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.stdout.write(`${server.address().port}\n`);
}

process.stdin.on('end', () => process.exit()).resume();
main();
