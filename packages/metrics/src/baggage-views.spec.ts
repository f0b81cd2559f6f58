import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { JsonMetricsSerializer } from '@opentelemetry/otlp-transformer';
import {
  AggregationTemporality,
  AggregationType,
  DataPointType,
  InstrumentType,
  createAllowListAttributesProcessor,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import { createBaggageAttributesProcessor } from './baggage-attributes-processor';
import { baggageViews } from './baggage-views';
import { contextOf } from '@otel-baggage/test-support';
import { TestMetrics, metricsOf, seriesOf } from './test-data/test-metrics';
import type { BaggageViewsOptions, MetricView } from './types';

const { CUMULATIVE, DELTA } = AggregationTemporality;
const TENANT = { included: ['tenant.id'] };
const ACME = contextOf({ 'tenant.id': 'acme' });
const GLOBEX = contextOf({ 'tenant.id': 'globex' });

const started: TestMetrics[] = [];

function start(
  views: ViewOptions[],
  temporalities?: AggregationTemporality[],
): TestMetrics {
  const metrics = new TestMetrics(views, temporalities);
  started.push(metrics);
  return metrics;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map(metrics => metrics.shutdown()));
});

describe('M2 every measurement is counted once, with the attribute', () => {
  test('M2 counter', async () => {
    const metrics = start(baggageViews(TENANT));
    const counter = metrics.meter.createCounter('req');
    counter.add(1, { route: '/' }, ACME);
    counter.add(2, { route: '/' }, ACME);
    counter.add(4, { route: '/' }, GLOBEX);
    counter.add(8, { route: '/' });
    expect(await metrics.series('req')).toEqual([
      { attributes: { route: '/', 'tenant.id': 'acme' }, value: 3 },
      { attributes: { route: '/', 'tenant.id': 'globex' }, value: 4 },
      { attributes: { route: '/' }, value: 8 },
    ]);
  });

  test('M2 up-down counter', async () => {
    const metrics = start(baggageViews(TENANT));
    const counter = metrics.meter.createUpDownCounter('open');
    counter.add(3, {}, ACME);
    counter.add(-1, {}, ACME);
    expect(await metrics.series('open')).toEqual([
      { attributes: { 'tenant.id': 'acme' }, value: 2 },
    ]);
  });

  test('M2 histogram', async () => {
    const metrics = start(baggageViews(TENANT));
    const histogram = metrics.meter.createHistogram('duration');
    histogram.record(10, {}, ACME);
    histogram.record(20, {}, ACME);
    const [metric] = await metrics.metrics();
    expect(metric).toMatchObject({ dataPointType: DataPointType.HISTOGRAM });
    expect(metric!.dataPoints).toMatchObject([
      { attributes: { 'tenant.id': 'acme' }, value: { count: 2, sum: 30 } },
    ]);
  });

  test('M2 gauge', async () => {
    const metrics = start(baggageViews(TENANT));
    const gauge = metrics.meter.createGauge('level');
    gauge.record(10, {}, ACME);
    gauge.record(20, {}, ACME);
    const [metric] = await metrics.metrics();
    expect(metric).toMatchObject({ dataPointType: DataPointType.GAUGE });
    expect(metric!.dataPoints).toMatchObject([
      { attributes: { 'tenant.id': 'acme' }, value: 20 },
    ]);
  });

  test('M2 the naive configuration counts twice, ours does not', async () => {
    const userView = {
      instrumentName: 'req',
      description: 'the requests of a tenant',
    };
    const naive = start([
      userView,
      {
        instrumentName: '*',
        attributesProcessors: [createBaggageAttributesProcessor(TENANT)],
      },
    ]);
    const ours = start(
      baggageViews({ ...TENANT, views: [userView], instruments: ['other'] }),
    );
    for (const metrics of [naive, ours]) {
      metrics.meter.createCounter('req').add(1, {}, ACME);
      metrics.meter.createCounter('other').add(1, {}, ACME);
    }
    expect(await naive.series('req')).toEqual([{ attributes: {}, value: 2 }]);
    for (const name of ['req', 'other']) {
      expect(await ours.series(name)).toEqual([
        { attributes: { 'tenant.id': 'acme' }, value: 1 },
      ]);
    }
  });

  test('M2 the naive configuration brings back what a view drops, ours does not', async () => {
    const drop = {
      instrumentName: 'noisy',
      aggregation: { type: AggregationType.DROP } as const,
    };
    const naive = start([
      {
        instrumentName: '*',
        attributesProcessors: [createBaggageAttributesProcessor(TENANT)],
      },
      drop,
    ]);
    const ours = start(
      baggageViews({ ...TENANT, views: [drop], instruments: ['req'] }),
    );
    for (const metrics of [naive, ours]) {
      metrics.meter.createCounter('noisy').add(1, {}, ACME);
    }
    expect(await naive.series('noisy')).toHaveLength(1);
    expect(await ours.series('noisy')).toEqual([]);
  });

  test.each([
    ['cumulative', CUMULATIVE, [1, 3]],
    ['delta', DELTA, [1, 2]],
  ])('M2 over two exports, %s', async (_, temporality, values) => {
    const metrics = start(baggageViews(TENANT), [temporality]);
    const counter = metrics.meter.createCounter('req');
    for (const [i, value] of values.entries()) {
      counter.add(i + 1, {}, ACME);
      expect(await metrics.series('req')).toEqual([
        { attributes: { 'tenant.id': 'acme' }, value },
      ]);
    }
  });

  test('M2 for each of several readers', async () => {
    const metrics = start(baggageViews(TENANT), [CUMULATIVE, DELTA]);
    const counter = metrics.meter.createCounter('req');
    for (const values of [
      [1, 1],
      [2, 1],
    ]) {
      counter.add(1, {}, ACME);
      const exports = await metrics.export();
      expect(exports.map(e => seriesOf(metricsOf(e), 'req'))).toEqual(
        values.map(value => [{ attributes: { 'tenant.id': 'acme' }, value }]),
      );
    }
  });

  test.each([
    ['cumulative', CUMULATIVE, 2],
    ['delta', DELTA, 1],
  ])('M2 as OTLP JSON, %s', async (_, temporality, otlpTemporality) => {
    const metrics = start(baggageViews(TENANT), [temporality]);
    metrics.meter.createCounter('req').add(5, {}, ACME);
    metrics.meter.createHistogram('duration').record(7, {}, ACME);
    const [exported] = await metrics.export();
    const bytes = JsonMetricsSerializer.serializeRequest(exported!);
    const otlp = JSON.parse(new TextDecoder().decode(bytes));
    const attributes = [{ key: 'tenant.id', value: { stringValue: 'acme' } }];
    expect(otlp.resourceMetrics[0].scopeMetrics[0].metrics).toMatchObject([
      {
        name: 'req',
        sum: {
          aggregationTemporality: otlpTemporality,
          isMonotonic: true,
          dataPoints: [{ attributes, asDouble: 5 }],
        },
      },
      {
        name: 'duration',
        histogram: {
          aggregationTemporality: otlpTemporality,
          dataPoints: [{ attributes, count: 1, sum: 7 }],
        },
      },
    ]);
  });
});

describe('A6 the context of a measurement', () => {
  beforeAll(() => {
    context.setGlobalContextManager(
      new AsyncLocalStorageContextManager().enable(),
    );
  });
  afterAll(() => context.disable());

  test('A6 is the one given, else the active one', async () => {
    const metrics = start(baggageViews(TENANT));
    const counter = metrics.meter.createCounter('req');
    context.with(ACME, () => {
      counter.add(1);
      counter.add(2, {}, GLOBEX);
    });
    expect(await metrics.series('req')).toEqual([
      { attributes: { 'tenant.id': 'acme' }, value: 1 },
      { attributes: { 'tenant.id': 'globex' }, value: 2 },
    ]);
  });

  test('M3 asynchronous instruments are not touched', async () => {
    const options = { ...TENANT, views: [{ instrumentName: 'theirs' }] };
    const metrics = start(baggageViews({ ...options, instruments: ['ours'] }));
    for (const name of ['theirs', 'ours']) {
      const { meter } = metrics;
      meter
        .createObservableCounter(`${name}`)
        .addCallback(result => context.with(ACME, () => result.observe(1)));
    }
    for (const name of ['theirs', 'ours']) {
      expect(await metrics.series(name)).toEqual([
        { attributes: {}, value: 1 },
      ]);
    }
  });

  test('M3 asynchronous instruments keep what a reader chooses for them', () => {
    const kinds = baggageViews(TENANT).map(view => view.instrumentType);
    expect(kinds).toEqual([
      InstrumentType.COUNTER,
      InstrumentType.UP_DOWN_COUNTER,
      InstrumentType.HISTOGRAM,
      InstrumentType.GAUGE,
    ]);
  });
});

describe("M4 the user's views", () => {
  test('M4 come back in their order, the processor after theirs, the rest as it was', () => {
    const first = { process: () => ({ first: true }) };
    const views: MetricView[] = [
      {
        instrumentName: 'a',
        name: 'b',
        description: 'c',
        aggregation: { type: AggregationType.LAST_VALUE },
        aggregationCardinalityLimit: 9,
        attributesProcessors: [first],
      },
      { meterName: 'm', instrumentUnit: 's' },
    ];
    const given = structuredClone(
      views.map(view => ({ ...view, attributesProcessors: undefined })),
    );
    const result = baggageViews({ ...TENANT, views, instruments: [] });

    const [{ attributesProcessors: [ours] = [] }] = result.slice(-1) as [
      MetricView,
    ];
    expect(result).toEqual([
      { ...views[0], attributesProcessors: [first, ours] },
      { ...views[1], attributesProcessors: [ours] },
    ]);
    expect(
      views.map(view => ({ ...view, attributesProcessors: undefined })),
    ).toEqual(given);
    expect(views[0]!.attributesProcessors).toEqual([first]);
    expect(views[1]).not.toHaveProperty('attributesProcessors');
  });

  test('M4 an allow-list of theirs does not take the attribute away', async () => {
    const metrics = start(
      baggageViews({
        ...TENANT,
        instruments: [],
        views: [
          {
            instrumentName: 'req',
            attributesProcessors: [
              createAllowListAttributesProcessor(['route']),
            ],
          },
        ],
      }),
    );
    metrics.meter.createCounter('req').add(1, { route: '/', ip: '::1' }, ACME);
    expect(await metrics.series('req')).toEqual([
      { attributes: { route: '/', 'tenant.id': 'acme' }, value: 1 },
    ]);
  });

  test('M4 rename, histogram boundaries and DROP', async () => {
    const metrics = start(
      baggageViews({
        ...TENANT,
        instruments: ['other'],
        views: [
          { instrumentName: 'req', name: 'requests' },
          {
            instrumentName: 'duration',
            aggregation: {
              type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
              options: { boundaries: [1, 2] },
            },
          },
          {
            instrumentName: 'noisy',
            aggregation: { type: AggregationType.DROP },
          },
        ],
      }),
    );
    metrics.meter.createCounter('req').add(1, {}, ACME);
    metrics.meter.createHistogram('duration').record(1.5, {}, ACME);
    metrics.meter.createCounter('noisy').add(1, {}, ACME);

    const attributes = { 'tenant.id': 'acme' };
    const exported = await metrics.metrics();
    expect(exported).toHaveLength(2);
    expect(seriesOf(exported, 'requests')).toEqual([{ attributes, value: 1 }]);
    expect(exported[1]).toMatchObject({
      descriptor: { name: 'duration' },
      dataPoints: [
        {
          attributes,
          value: { buckets: { boundaries: [1, 2], counts: [0, 1, 0] } },
        },
      ],
    });
  });

  test('M4 one processor counts the values of all views', async () => {
    const metrics = start(
      baggageViews({
        ...TENANT,
        maxDistinctValues: 1,
        views: [{ instrumentName: 'theirs' }],
        instruments: ['ours'],
      }),
    );
    metrics.meter.createCounter('theirs').add(1, {}, ACME);
    metrics.meter.createHistogram('ours').record(1, {}, GLOBEX);
    expect(await metrics.series('ours')).toEqual([
      { attributes: { 'tenant.id': '_other' }, value: 1 },
    ]);
  });

  test('A1 come back as they are where nothing can be selected', () => {
    const views = [{ instrumentName: 'req' }, { instrumentName: '*' }];
    for (const selection of [
      {},
      { included: [] },
      { included: ['a'], excluded: ['*'] },
    ]) {
      const result = baggageViews({ ...selection, views });
      expect(result).toEqual(views);
      expect(result[0]).toBe(views[0]);
    }
  });
});

describe('M5 which instruments', () => {
  test('M5 only those that instruments names', async () => {
    const metrics = start(
      baggageViews({ ...TENANT, instruments: ['http.*', 'jobs'] }),
    );
    for (const name of ['http.requests', 'jobs', 'jobs.failed']) {
      metrics.meter.createCounter(name).add(1, {}, ACME);
    }
    const attributes = { 'tenant.id': 'acme' };
    expect(await metrics.series('http.requests')).toMatchObject([
      { attributes },
    ]);
    expect(await metrics.series('jobs')).toMatchObject([{ attributes }]);
    expect(await metrics.series('jobs.failed')).toEqual([
      { attributes: {}, value: 1 },
    ]);
  });

  test('M5 a pattern that another covers adds no view', () => {
    const patterns = (instruments: string[]) =>
      baggageViews({ ...TENANT, instruments }).map(view => view.instrumentName);
    const four = (...names: string[]) =>
      names.flatMap(name => [name, name, name, name]);
    expect(patterns(['http.server.*', 'http.*', 'http.a', 'jobs'])).toEqual(
      four('http.*', 'jobs'),
    );
    expect(patterns(['a', '*', 'b*'])).toEqual(four('*'));
    expect(patterns(['a*', 'a*', 'b', 'b'])).toEqual(four('a*', 'b'));
    expect(patterns(['a*b', 'aa*bb', 'ab', 'a'])).toEqual(four('a*b', 'a'));
    expect(patterns([])).toEqual([]);
  });

  test.each([
    [['a*', '*b'], '"a*" and "*b"'],
    [['a*c', 'ab*'], '"a*c" and "ab*"'],
    [['x', 'a*c', '*c.d', 'a*d'], '"*c.d" and "a*d"'],
  ])(
    'M5 patterns that overlap in part are refused: %j',
    (instruments, both) => {
      const make = () => baggageViews({ ...TENANT, instruments });
      expect(make).toThrow(TypeError);
      expect(make).toThrow(both);
    },
  );

  test('M5 the very same name adds no view', async () => {
    const metrics = start(
      baggageViews({
        ...TENANT,
        views: [{ instrumentName: 'req', description: 'mine' }],
        instruments: ['req', 'jobs'],
      }),
    );
    metrics.meter.createCounter('req').add(1, {}, ACME);
    expect(await metrics.series('req')).toEqual([
      { attributes: { 'tenant.id': 'acme' }, value: 1 },
    ]);
  });

  test('M5 the very same name of one kind leaves the others to us', () => {
    const views = baggageViews({
      ...TENANT,
      views: [
        { instrumentName: 'req', instrumentType: InstrumentType.COUNTER },
        { instrumentName: 'req', instrumentType: InstrumentType.GAUGE },
      ],
      instruments: ['req'],
    });
    expect(views.slice(2).map(view => view.instrumentType)).toEqual([
      InstrumentType.UP_DOWN_COUNTER,
      InstrumentType.HISTOGRAM,
    ]);
  });

  test.each<[string[] | undefined, MetricView, string]>([
    [undefined, { instrumentName: 'req' }, 'instrumentName "req"'],
    [['*'], { instrumentName: 'req' }, 'instrumentName "req"'],
    [['http.*'], { instrumentName: 'http.a' }, 'instrumentName "http.a"'],
    [['*.a'], { instrumentName: 'http.*' }, 'instrumentName "http.*"'],
    [['http.a'], { instrumentName: 'http.*' }, 'instrumentName "http.*"'],
    [['http.*'], { instrumentName: 'http.*' }, 'instrumentName "http.*"'],
    [['abb'], { instrumentName: 'a*b*' }, 'instrumentName "a*b*"'],
    [['axb'], { instrumentName: 'a?b' }, 'instrumentName "a?b"'],
    [['req'], { instrumentType: 'COUNTER' }, 'instrumentType "COUNTER"'],
    [['req'], { instrumentUnit: 'ms' }, 'instrumentUnit "ms"'],
    [['req'], { meterName: 'm' }, 'meterName "m"'],
    [['req'], { meterVersion: '1' }, 'meterVersion "1"'],
    [['req'], { meterSchemaUrl: 'u' }, 'meterSchemaUrl "u"'],
    [
      ['*'],
      { instrumentName: 'req', instrumentType: 'GAUGE', meterName: 'm' },
      'instrumentName "req", instrumentType "GAUGE", meterName "m"',
    ],
    [['req'], {}, 'no selector'],
  ])('M5 %j is refused beside %j', (instruments, view, named) => {
    const make = () => baggageViews({ ...TENANT, views: [view], instruments });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(`"${instruments?.[0] ?? '*'}"`);
    expect(make).toThrow(named);
    expect(make).toThrow('instruments: []');
  });

  test.each<[string[], MetricView]>([
    [['jobs'], { instrumentName: 'req' }],
    [['req.*'], { instrumentName: 'req' }],
    [['http.*'], { instrumentName: 'db.*' }],
    [['*.a'], { instrumentName: '*.b' }],
    [['a*b'], { instrumentName: 'ab*ba' }],
    [['ab'], { instrumentName: 'ab*b' }],
    [['*'], { instrumentType: 'OBSERVABLE_GAUGE' }],
    [['*'], { instrumentName: 'req', instrumentType: 'OBSERVABLE_COUNTER' }],
    [[], { instrumentName: '*' }],
  ])('M5 %j is taken beside %j', (instruments, view) => {
    const make = () => baggageViews({ ...TENANT, views: [view], instruments });
    expect(make).not.toThrow();
  });
});

describe('M7 what a reader would choose', () => {
  const aggregation = {
    HISTOGRAM: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
    COUNTER: { type: AggregationType.DROP },
  };

  test('M7 aggregation sets it per kind of instrument', async () => {
    const metrics = start(baggageViews({ ...TENANT, aggregation }));
    metrics.meter.createHistogram('duration').record(1, {}, ACME);
    metrics.meter.createCounter('req').add(1, {}, ACME);
    metrics.meter.createGauge('level').record(1, {}, ACME);
    expect(await metrics.metrics()).toMatchObject([
      {
        descriptor: { name: 'duration' },
        dataPointType: DataPointType.EXPONENTIAL_HISTOGRAM,
      },
      { descriptor: { name: 'level' }, dataPointType: DataPointType.GAUGE },
    ]);
  });

  test("M7 but not of the user's views", async () => {
    const metrics = start(
      baggageViews({
        ...TENANT,
        aggregation,
        views: [{ instrumentName: 'duration' }],
        instruments: [],
      }),
    );
    metrics.meter.createHistogram('duration').record(1, {}, ACME);
    expect(await metrics.metrics()).toMatchObject([
      { dataPointType: DataPointType.HISTOGRAM },
    ]);
  });

  test('M7 aggregationCardinalityLimit sets the most series', async () => {
    const metrics = start(
      baggageViews({ ...TENANT, aggregationCardinalityLimit: 3 }),
    );
    const counter = metrics.meter.createCounter('req');
    for (let i = 0; i < 9; i++) counter.add(1, { i });
    const series = await metrics.series('req');
    expect(series.map(({ attributes }) => attributes)).toContainEqual({
      'otel.metric.overflow': true,
    });
    expect(series.length).toBeLessThanOrEqual(3);
  });
});

describe('M6 an attacker sends 100,000 tenants', () => {
  const ATTACKS = 100_000;
  const FLUSH_EVERY = 20_000;

  /** Sums over all exports, by tenant. */
  async function attacked(
    temporality: AggregationTemporality,
    views: ViewOptions[],
  ): Promise<Map<unknown, number>> {
    const metrics = start(views, [temporality]);
    const requests = metrics.meter.createCounter('requests');
    const durations = metrics.meter.createHistogram('durations');
    const sums = new Map<unknown, number>();
    const flush = async () => {
      const exported = await metrics.metrics();
      const requestSeries = seriesOf(exported, 'requests');
      expect(seriesOf(exported, 'durations')).toEqual(requestSeries);
      for (const { attributes, value } of requestSeries) {
        const tenant = attributes['tenant.id'];
        const before = temporality === DELTA ? (sums.get(tenant) ?? 0) : 0;
        sums.set(tenant, before + value);
      }
    };
    const measure = (context = ACME) => {
      requests.add(1, {}, context);
      durations.record(1, {}, context);
    };
    measure(ACME);
    measure(GLOBEX);
    for (let i = 0; i < ATTACKS; i++) {
      measure(contextOf({ 'tenant.id': `evil-${i}` }));
      if (i % 100 === 0) measure(ACME);
      if ((i + 1) % FLUSH_EVERY === 0) await flush();
    }
    return sums;
  }

  test.each([
    ['cumulative', CUMULATIVE],
    ['delta', DELTA],
  ])(
    'M6 at most 101 series, those that were first stay correct, sums add up, %s',
    async (_, temporality) => {
      const sums = await attacked(temporality, baggageViews(TENANT));
      expect(sums.size).toBe(101);
      expect(sums.get('acme')).toBe(1 + ATTACKS / 100);
      expect(sums.get('globex')).toBe(1);
      expect(sums.get('_other')).toBe(ATTACKS - 98);
      expect([...sums.values()].reduce((a, b) => a + b)).toBe(
        2 + ATTACKS + ATTACKS / 100,
      );
    },
  );

  test('M6 with allowedValues', async () => {
    const options: BaggageViewsOptions = {
      ...TENANT,
      allowedValues: { 'tenant.id': ['acme', 'globex', 'initech'] },
    };
    const sums = await attacked(CUMULATIVE, baggageViews(options));
    expect(Object.fromEntries(sums as Map<string, number>)).toEqual({
      acme: 1 + ATTACKS / 100,
      globex: 1,
      _other: ATTACKS,
    });
  });
});

describe('D3 wrong options throw a TypeError', () => {
  test.each<[string, unknown, RegExp]>([
    ['none at all', undefined, /must be an object/],
    ['a name that is none', { view: [] }, /"view"/],
    ['of the attributes', { maxDistinctValues: -1 }, /maxDistinctValues/],
    ['views no array', { views: {} }, /views/],
    ['a view that is none', { views: [null] }, /views/],
    ['instruments no array', { instruments: '*' }, /instruments/],
    ['an empty pattern', { instruments: [''] }, /instruments/],
    ['two stars', { instruments: ['a*b*'] }, /"a\*b\*".*more than one/],
    ['a question mark', { instruments: ['a?'] }, /"a\?"/],
    ['aggregation no object', { aggregation: 1 }, /aggregation/],
    ['of an unknown kind', { aggregation: { HISTO: {} } }, /"HISTO"/],
    [
      'of an asynchronous kind',
      { aggregation: { OBSERVABLE_GAUGE: {} } },
      /"OBSERVABLE_GAUGE"/,
    ],
    [
      'a limit of 0',
      { aggregationCardinalityLimit: 0 },
      /aggregationCardinalityLimit/,
    ],
  ])('%s', (_, options, message) => {
    const make = () => baggageViews(options as object);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });
});
