// An application with NodeSDK: three spans, log records and measurements of a
// request with baggage, and one of each outside. `SETUP` names what its author
// configured, `BAGGAGE` whether it goes through our package.

const { createRequire } = require('node:module');
const api = require('@opentelemetry/api');
const sdkNode = require('@opentelemetry/sdk-node');
const { withBaggage } = require('@otel-baggage/node');

const load = createRequire(require.resolve('@opentelemetry/sdk-node'));
const logs = api.logs ?? load('@opentelemetry/api-logs').logs;

const takesOptions = isInstalled('@opentelemetry/sdk-trace');
const trace = load(
  takesOptions ? '@opentelemetry/sdk-trace' : '@opentelemetry/sdk-trace-base',
);
const sdkLogs = load('@opentelemetry/sdk-logs');
const sdkMetrics = load('@opentelemetry/sdk-metrics');

const traceExporter = () =>
  new (load('@opentelemetry/exporter-trace-otlp-http').OTLPTraceExporter)();
const logExporter = () =>
  new (load('@opentelemetry/exporter-logs-otlp-http').OTLPLogExporter)();
const metricExporter = () =>
  new (load('@opentelemetry/exporter-metrics-otlp-http').OTLPMetricExporter)();

const made = (Processor, exporter) =>
  new Processor(takesOptions ? { exporter } : exporter);
const spanProcessor = () => made(trace.SimpleSpanProcessor, traceExporter());
const logProcessor = () =>
  made(sdkLogs.SimpleLogRecordProcessor, logExporter());
const metricReader = options =>
  new sdkMetrics.PeriodicExportingMetricReader({
    exporter: metricExporter(),
    ...options,
  });

const { AggregationType } = sdkMetrics;

const setups = {
  nothing: () => undefined,
  'an empty object': () => ({}),
  traceExporter: () => ({ traceExporter: traceExporter() }),
  spanProcessor: () => ({ spanProcessor: spanProcessor() }),
  spanProcessors: () => ({
    spanProcessors: [spanProcessor(), spanProcessor()],
  }),
  'no spanProcessors': () => ({ spanProcessors: [] }),
  logRecordProcessor: () => ({ logRecordProcessor: logProcessor() }),
  logRecordProcessors: () => ({ logRecordProcessors: [logProcessor()] }),
  'no logRecordProcessors': () => ({ logRecordProcessors: [] }),
  metricReader: () => ({ metricReader: metricReader() }),
  metricReaders: () => ({ metricReaders: [metricReader()] }),
  'no metricReaders': () => ({ metricReaders: [] }),
  'a metric reader with its own aggregation': () => ({
    metricReaders: [
      new sdkMetrics.PeriodicExportingMetricReader({
        exporter: Object.assign(metricExporter(), {
          selectAggregation: type =>
            type === 'HISTOGRAM'
              ? { type: AggregationType.EXPONENTIAL_HISTOGRAM }
              : { type: AggregationType.DEFAULT },
        }),
      }),
    ],
  }),
  views: () => ({
    views: [
      { instrumentName: 'jobs', name: 'tasks' },
      {
        instrumentName: 'sizes',
        aggregation: { type: AggregationType.DROP },
      },
    ],
  }),
  everything: () => ({
    spanProcessors: [spanProcessor()],
    logRecordProcessors: [logProcessor()],
    metricReaders: [metricReader()],
    textMapPropagator: new (load(
      '@opentelemetry/core',
    ).W3CTraceContextPropagator)(),
    serviceName: 'own',
  }),
};

const options = JSON.parse(process.env.OPTIONS ?? '{}');
const sdk = start(setups[process.env.SETUP]());
work();
void sdk.shutdown();

function start(config) {
  if (process.env.START === 'startNodeSdk') {
    return sdkNode.startNodeSdk(
      process.env.BAGGAGE ? withBaggage(config, options) : config,
    );
  }
  const nodeSdk = new sdkNode.NodeSDK(
    process.env.BAGGAGE ? withBaggage(config, options) : config,
  );
  nodeSdk.start();
  return nodeSdk;
}

function work() {
  const tracer = api.trace.getTracer('app');
  const logger = logs.getLogger('app');
  const meter = api.metrics.getMeter('app');
  const jobs = meter.createCounter('jobs');
  const active = meter.createUpDownCounter('active');
  const durations = meter.createHistogram('durations');
  const sizes = meter.createHistogram('sizes');
  const level = meter.createGauge?.('level');
  meter
    .createObservableGauge('memory')
    .addCallback(result => result.observe(42));

  const one = name => {
    tracer.startActiveSpan(name, { attributes: { name } }, span => {
      logger.emit({ body: `did ${name}`, attributes: { name } });
      jobs.add(1, { name });
      active.add(2, { name });
      durations.record(30, { name });
      sizes.record(7, { name });
      level?.record(5, { name });
      span.end();
    });
  };

  one('outside');
  const baggage = api.propagation.createBaggage({
    'tenant.id': { value: 'acme' },
    secret: { value: 'hidden' },
  });
  api.context.with(
    api.propagation.setBaggage(api.ROOT_CONTEXT, baggage),
    () => {
      one('first');
      one('second');
      one('third');
    },
  );
}

function isInstalled(name) {
  try {
    return Boolean(load.resolve(name));
  } catch {
    return false;
  }
}
