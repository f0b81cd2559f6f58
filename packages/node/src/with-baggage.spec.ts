import type { DiagLogger } from '@opentelemetry/api';
import * as api from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import {
  InMemoryLogRecordExporter,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  AggregationType,
  InMemoryMetricExporter,
  InstrumentType,
  PeriodicExportingMetricReader,
  type PeriodicExportingMetricReaderOptions,
} from '@opentelemetry/sdk-metrics';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace';
import type { BaggageOptions } from './types';
import { withBaggage } from './with-baggage';

const environment = { ...process.env };
const said: string[] = [];
const record = (_namespace: string, ...parts: unknown[]) =>
  said.push(parts.join(' '));
const silent = () => undefined;
const logger: DiagLogger = {
  error: record,
  warn: record,
  info: silent,
  debug: silent,
  verbose: silent,
};

beforeEach(() => {
  api.diag.setLogger(logger, { logLevel: api.DiagLogLevel.WARN });
  said.length = 0;
  process.env.OTEL_NODE_RESOURCE_DETECTORS = 'none';
});
afterEach(() => {
  process.env = { ...environment };
  for (const registered of [
    api.trace,
    api.metrics,
    api.context,
    api.propagation,
    logs,
    api.diag,
  ]) {
    registered.disable();
  }
});

/** Exporters in memory, and a configuration that exports to them. */
function inMemory(
  readerOptions?: Partial<PeriodicExportingMetricReaderOptions>,
) {
  const spans = new InMemorySpanExporter();
  const records = new InMemoryLogRecordExporter();
  const points = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({
    exporter: points,
    ...readerOptions,
  });
  const config = {
    spanProcessors: [new SimpleSpanProcessor({ exporter: spans })],
    logRecordProcessors: [new SimpleLogRecordProcessor({ exporter: records })],
    metricReaders: [reader],
  } satisfies Partial<NodeSDKConfiguration>;
  return { config, spans, records, points, reader };
}

const BAGGAGE = api.propagation.createBaggage({
  'tenant.id': { value: 'acme' },
  'user.id': { value: '42' },
  secret: { value: 'hidden' },
});

/** What a request leaves on each signal under these options. */
async function attributesWith(
  options?: BaggageOptions,
  views?: NodeSDKConfiguration['views'],
) {
  const { config, spans, records, points, reader } = inMemory();
  const sdk = new NodeSDK(
    withBaggage(views ? { ...config, views } : config, options),
  );
  sdk.start();
  const context = api.propagation.setBaggage(api.ROOT_CONTEXT, BAGGAGE);
  api.context.with(context, () => {
    api.trace.getTracer('t').startSpan('work').end();
    logs.getLogger('t').emit({ body: 'worked' });
    api.metrics.getMeter('t').createCounter('jobs').add(1);
    api.metrics.getMeter('t').createHistogram('durations').record(1);
  });
  await reader.forceFlush();
  const seen: Record<string, object | undefined> = {
    span: spans.getFinishedSpans()[0]?.attributes,
    record: records.getFinishedLogRecords()[0]?.attributes,
    ...Object.fromEntries(
      points
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics)
        .flatMap(({ metrics }) => metrics)
        .map(({ descriptor, dataPoints }) => [
          descriptor.name,
          dataPoints[0]?.attributes,
        ]),
    ),
  };
  await sdk.shutdown();
  return seen;
}

const onAll = (attributes: object) => ({
  span: attributes,
  record: attributes,
  jobs: attributes,
  durations: attributes,
});

describe('the options', () => {
  test('A1 nothing is copied that nobody named', async () => {
    expect(await attributesWith()).toEqual(onAll({}));
  });

  test('V the variables alone put the keys on all three signals', async () => {
    process.env.OTEL_BAGGAGE_ATTRIBUTE_KEYS = 'tenant.*';
    expect(await attributesWith()).toEqual(onAll({ 'tenant.id': 'acme' }));
  });

  test('V the list of a signal takes the place of the list for all', async () => {
    process.env.OTEL_BAGGAGE_ATTRIBUTE_KEYS = 'tenant.*';
    process.env.OTEL_BAGGAGE_SPAN_ATTRIBUTE_KEYS = 'user.*';
    process.env.OTEL_BAGGAGE_LOG_ATTRIBUTE_KEYS = 'none';
    expect(await attributesWith()).toEqual({
      span: { 'user.id': '42' },
      record: {},
      jobs: { 'tenant.id': 'acme' },
      durations: { 'tenant.id': 'acme' },
    });
  });

  test('V prefix and excluded keys hold for all three', async () => {
    process.env.OTEL_BAGGAGE_ATTRIBUTE_KEYS = '*';
    process.env.OTEL_BAGGAGE_EXCLUDED_ATTRIBUTE_KEYS = 'secret,user.*';
    process.env.OTEL_BAGGAGE_ATTRIBUTE_PREFIX = 'baggage.';
    expect(await attributesWith()).toEqual(
      onAll({ 'baggage.tenant.id': 'acme' }),
    );
  });

  test('V M5 instruments and M6 distinct values', async () => {
    process.env.OTEL_BAGGAGE_ATTRIBUTE_KEYS = 'tenant.id';
    process.env.OTEL_BAGGAGE_METRIC_INSTRUMENTS = 'job*';
    const { jobs, durations } = await attributesWith();
    expect([jobs, durations]).toEqual([{ 'tenant.id': 'acme' }, {}]);
  });

  test('those in code win over the environment, field by field', async () => {
    process.env.OTEL_BAGGAGE_ATTRIBUTE_KEYS = 'tenant.*';
    process.env.OTEL_BAGGAGE_ATTRIBUTE_PREFIX = 'baggage.';
    process.env.OTEL_BAGGAGE_METRIC_INSTRUMENTS = 'durations';
    expect(
      await attributesWith({
        included: ['user.*'],
        logs: { included: ['secret'], prefix: '' },
        metrics: { prefix: 'm.' },
      }),
    ).toEqual({
      span: { 'baggage.user.id': '42' },
      record: { secret: 'hidden' },
      jobs: {},
      durations: { 'm.user.id': '42' },
    });
  });

  test('false switches a signal off', async () => {
    process.env.OTEL_BAGGAGE_SPAN_ATTRIBUTE_KEYS = 'tenant.*';
    expect(
      await attributesWith({
        included: ['tenant.*'],
        spans: false,
        metrics: false,
      }),
    ).toEqual({
      span: {},
      record: { 'tenant.id': 'acme' },
      jobs: {},
      durations: {},
    });
  });

  test('A3 names and values are made in code', async () => {
    expect(
      await attributesWith({
        included: ['user.id'],
        attributeName: key => `from.${key}`,
        attributeValue: Number,
      }),
    ).toEqual(onAll({ 'from.user.id': 42 }));
  });

  test.each([
    ['a name that does not exist', { include: ['a'] }],
    ['included that is no array', { included: 'a' }],
    ['included of a signal that is no array', { spans: { included: 'a' } }],
    ['a signal that is neither options nor false', { logs: true }],
    ['a name that does not exist, of a signal', { logs: { keys: ['a'] } }],
    ['a limit that is no positive integer', { maxEntries: 0 }],
    ['no object', null],
    [
      'distinct values that are no number',
      { included: ['a'], metrics: { maxDistinctValues: '1' } },
    ],
  ])('D3 throw a TypeError: %s', (_title, options) => {
    const { config } = inMemory();
    expect(() => withBaggage(config, options as BaggageOptions)).toThrow(
      TypeError,
    );
  });

  test('D3 M5 instruments in code that overlap a view of the user', () => {
    const { config } = inMemory();
    expect(() =>
      withBaggage(
        { ...config, views: [{ instrumentName: 'jobs' }] },
        { included: ['a'], metrics: { instruments: ['job*'] } },
      ),
    ).toThrow(/job\*.*jobs|jobs.*job\*/);
  });
});

describe('the configuration', () => {
  test('is not changed, and all else in it stays', () => {
    process.env.OTEL_BAGGAGE_ATTRIBUTE_KEYS = 'tenant.*';
    const { config } = inMemory();
    const full = Object.freeze({
      ...config,
      spanProcessors: Object.freeze([...config.spanProcessors]),
      views: Object.freeze([{ instrumentName: 'jobs' }]),
      serviceName: 'shop',
    });
    const completed = withBaggage(
      full as unknown as typeof config & { serviceName: string },
    );
    expect(completed.serviceName).toBe('shop');
    expect(completed.metricReaders).toBe(config.metricReaders);
    expect(full.spanProcessors).toEqual(config.spanProcessors);
  });

  test('has our processors before those of the user', () => {
    const { config } = inMemory();
    const { spanProcessors, logRecordProcessors } = withBaggage(config, {
      included: ['tenant.*'],
    });
    expect(spanProcessors).toEqual([
      expect.anything(),
      ...config.spanProcessors,
    ]);
    expect(logRecordProcessors).toEqual([
      expect.anything(),
      ...config.logRecordProcessors,
    ]);
  });

  test('with nothing to copy keeps the processors and views as they were', () => {
    const { config } = inMemory();
    const views = [{ instrumentName: 'jobs' }];
    const completed = withBaggage({ ...config, views });
    expect(completed.spanProcessors).toBe(config.spanProcessors);
    expect(completed.logRecordProcessors).toBe(config.logRecordProcessors);
    expect(completed.views).toBe(views);
  });

  test('comes back as it is with OTEL_SDK_DISABLED', () => {
    process.env.OTEL_SDK_DISABLED = ' True ';
    const { config } = inMemory();
    expect(withBaggage(config, { included: ['a'] })).toBe(config);
  });

  test('can be spread, and its parts can be replaced and added to', () => {
    process.env.OTEL_TRACES_EXPORTER = 'console';
    const completed = withBaggage({}, { included: ['a'] });
    const spread = { ...completed };
    expect(spread.spanProcessors).toHaveLength(2);
    expect(completed.spanProcessors).toBe(spread.spanProcessors);

    const replaced = withBaggage({}, { included: ['a'] });
    replaced.spanProcessors = [];
    expect(replaced.spanProcessors).toEqual([]);
  });

  test('makes no exporter before NodeSDK asks for one', () => {
    process.env.OTEL_TRACES_EXPORTER = 'no-such-exporter,console';
    const completed = withBaggage({}, { included: ['a'] });
    expect(said).toEqual([]);
    expect(completed.spanProcessors).toHaveLength(2);
    expect(said).toEqual([
      'OTEL_TRACES_EXPORTER names an unknown exporter: "no-such-exporter"',
    ]);
  });

  test('a log record that no processor wants stays unwanted', async () => {
    const emitted: unknown[] = [];
    const sdk = new NodeSDK(
      withBaggage(
        {
          logRecordProcessors: [
            {
              enabled: () => false,
              onEmit: (given: unknown) => emitted.push(given),
              forceFlush: async () => undefined,
              shutdown: async () => undefined,
            },
          ],
          spanProcessors: [],
          metricReaders: [],
        },
        { included: ['tenant.*'] },
      ),
    );
    sdk.start();
    logs.getLogger('t').emit({ body: 'worked' });
    await sdk.shutdown();
    expect(emitted).toEqual([]);
  });
});

describe('views', () => {
  test("M5 the environment's instruments that overlap a view are warned of, and its instrument has the attributes", async () => {
    process.env.OTEL_BAGGAGE_ATTRIBUTE_KEYS = 'tenant.*';
    const { tasks, durations } = await attributesWith(undefined, [
      { instrumentName: 'jobs', name: 'tasks' },
    ]);
    expect([tasks, durations]).toEqual([{ 'tenant.id': 'acme' }, {}]);
    expect(said).toEqual([expect.stringMatching(/jobs/)]);
  });

  test('M5 with instruments that do not overlap, both have them', async () => {
    process.env.OTEL_BAGGAGE_ATTRIBUTE_KEYS = 'tenant.*';
    process.env.OTEL_BAGGAGE_METRIC_INSTRUMENTS = 'durations';
    const { tasks, durations } = await attributesWith(undefined, [
      { instrumentName: 'jobs', name: 'tasks' },
    ]);
    expect([tasks, durations]).toEqual([
      { 'tenant.id': 'acme' },
      { 'tenant.id': 'acme' },
    ]);
    expect(said).toEqual([]);
  });
});

describe('M7 the default aggregation', () => {
  const aggregationsOf = (
    config: Partial<NodeSDKConfiguration>,
    options: BaggageOptions = {},
  ): Record<string, unknown> =>
    Object.fromEntries(
      (
        withBaggage(config, { included: ['a'], ...options })
          .views as NodeSDKConfiguration['views']
      ).map(({ instrumentType, aggregation }) => [
        instrumentType,
        aggregation?.type,
      ]),
    );

  const exponential = (type: InstrumentType) =>
    type === InstrumentType.HISTOGRAM
      ? ({ type: AggregationType.EXPONENTIAL_HISTOGRAM } as const)
      : ({ type: AggregationType.DEFAULT } as const);

  const readerWith = (
    aggregation: (type: InstrumentType) => { type: AggregationType },
  ) => {
    const { reader } = inMemory();
    reader.selectAggregation = aggregation as typeof reader.selectAggregation;
    return reader;
  };

  test('of a reader is kept', () => {
    expect(
      aggregationsOf({ metricReaders: [readerWith(exponential)] }),
    ).toEqual({
      COUNTER: undefined,
      UP_DOWN_COUNTER: undefined,
      HISTOGRAM: AggregationType.EXPONENTIAL_HISTOGRAM,
      GAUGE: undefined,
    });
  });

  test('of a single metricReader is kept', () => {
    expect(
      aggregationsOf({ metricReader: readerWith(exponential) }),
    ).toMatchObject({ HISTOGRAM: AggregationType.EXPONENTIAL_HISTOGRAM });
  });

  test('in code wins', () => {
    expect(
      aggregationsOf(
        { metricReaders: [readerWith(exponential)] },
        {
          metrics: {
            aggregation: { HISTOGRAM: { type: AggregationType.DROP } },
          },
        },
      ),
    ).toMatchObject({ HISTOGRAM: AggregationType.DROP });
  });

  test('of readers that differ is that of the first, and it is said', () => {
    const { reader } = inMemory();
    const completed = withBaggage(
      { metricReaders: [readerWith(exponential), reader] },
      { included: ['a'] },
    );
    expect(completed.textMapPropagator).toBeDefined();
    expect(said).toEqual([expect.stringMatching(/HISTOGRAM/)]);
  });

  test.each([
    ['base2_exponential_bucket_histogram', undefined, 5],
    ['Base2_Exponential_Bucket_Histogram', 'otlp,console', 5],
    ['explicit_bucket_histogram', undefined, undefined],
    ['base2_exponential_bucket_histogram', 'console', undefined],
    ['no_such_histogram', undefined, undefined],
  ])('of OTLP is %s, exporter %s', (value, exporter, type) => {
    process.env.OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION =
      value;
    if (exporter) process.env.OTEL_METRICS_EXPORTER = exporter;
    expect(aggregationsOf({})).toMatchObject({
      COUNTER: undefined,
      HISTOGRAM: type,
    });
  });

  test("a reader's cardinality limit is kept", () => {
    const { config } = inMemory({
      cardinalityLimits: { default: 7 },
    } as Partial<PeriodicExportingMetricReaderOptions>);
    config.metricReaders[0]!.selectCardinalityLimit = () => 7;
    const { views } = withBaggage(config, { included: ['a'] });
    expect(
      views?.map(({ aggregationCardinalityLimit: limit }) => limit),
    ).toEqual([7, 7, 7, 7]);
  });
});

describe('without metrics there are no views', () => {
  test.each([
    ['no reader', { metricReaders: [] }, undefined],
    ['OTEL_METRICS_EXPORTER=none', {}, 'none'],
  ])('%s', (_title, config, exporter) => {
    if (exporter) process.env.OTEL_METRICS_EXPORTER = exporter;
    expect(withBaggage(config, { included: ['a'] })).not.toHaveProperty(
      'views',
    );
  });
});
