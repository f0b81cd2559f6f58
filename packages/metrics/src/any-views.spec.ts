import type { Meter } from '@opentelemetry/api';
import {
  AggregationType,
  InstrumentType,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import fc from 'fast-check';
import { baggageViews } from './baggage-views';
import { contextOf } from '@otel-baggage/test-support';
import { TestMetrics, seriesOf } from './test-data/test-metrics';
import type { MetricView } from './types';

// Any views of a user and any patterns of ours, against what the SDK does.

const ACME = contextOf({ tenant: 'acme' });
const METERS = ['m1', 'm2'];
const UNITS = ['', 'ms'];

/** Few characters, so that names and patterns meet. */
const anyName = fc.string({
  unit: fc.constantFrom('a', 'b', '.'),
  maxLength: 2,
});
const anyPattern = fc.oneof(
  fc.constantFrom(
    '*',
    'a',
    'ab',
    'aab',
    'a*',
    '*b',
    'a*b',
    'ab*',
    '*ab',
    'a*b*',
  ),
  fc.string({
    unit: fc.constantFrom('a', 'b', '*', '?'),
    minLength: 1,
    maxLength: 4,
  }),
);
const anyUserView = fc
  .record({
    instrumentName: fc.option(anyPattern, { nil: undefined, freq: 4 }),
    instrumentType: seldom(fc.constantFrom(...Object.values(InstrumentType))),
    instrumentUnit: seldom(fc.constantFrom(...UNITS)),
    meterName: seldom(fc.constantFrom(...METERS)),
    aggregation: seldom(fc.constant({ type: AggregationType.DROP } as const)),
  })
  .filter(isTakenBySdk);

/** Mostly undefined. */
function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, arbitrary);
}

function isTakenBySdk(view: ViewOptions): boolean {
  try {
    void new TestMetrics([view]).shutdown();
    return true;
  } catch {
    return false;
  }
}

const MEASURE_ONCE: Record<
  string,
  (meter: Meter, name: string, unit: string) => void
> = {
  COUNTER: (meter, name, unit) =>
    meter.createCounter(name, { unit }).add(1, {}, ACME),
  UP_DOWN_COUNTER: (meter, name, unit) =>
    meter.createUpDownCounter(name, { unit }).add(1, {}, ACME),
  HISTOGRAM: (meter, name, unit) =>
    meter.createHistogram(name, { unit }).record(1, {}, ACME),
  GAUGE: (meter, name, unit) =>
    meter.createGauge(name, { unit }).record(1, {}, ACME),
  OBSERVABLE_COUNTER: (meter, name, unit) =>
    meter
      .createObservableCounter(name, { unit })
      .addCallback(result => result.observe(1)),
};

interface Stream {
  sum: number;
  tenants: unknown[];
}

/** What is exported where an instrument of each meter and unit measures 1. */
async function streams(
  views: ViewOptions[],
  kind: string,
  name: string,
): Promise<Record<string, Stream>> {
  const metrics = new TestMetrics(views);
  for (const meter of METERS) {
    for (const unit of UNITS) {
      MEASURE_ONCE[kind]!(metrics.meterOf(meter), name, unit);
    }
  }
  const [exported] = await metrics.export();
  await metrics.shutdown();
  const result: Record<string, Stream> = {};
  for (const { scope, metrics } of exported?.scopeMetrics ?? []) {
    for (const metric of metrics) {
      const series = seriesOf([metric], name);
      result[`${scope.name} ${metric.descriptor.unit}`] = {
        sum: series.reduce((sum, { value }) => sum + value, 0),
        tenants: series.map(({ attributes }) => attributes['tenant']),
      };
    }
  }
  return result;
}

/** Whether the SDK selects the instruments by a view: it drops them then. */
async function selected(
  { aggregation: _, ...selectors }: ViewOptions,
  kind: string,
  name: string,
): Promise<Set<string>> {
  const aggregation = { type: AggregationType.DROP } as const;
  const all = await streams([], kind, name);
  const left = await streams([{ ...selectors, aggregation }], kind, name);
  return new Set(Object.keys(all).filter(stream => !(stream in left)));
}

interface Sample {
  userViews: ViewOptions[];
  instruments: string[];
  kind: string;
  name: string;
}

/** The name is mostly one that some of the patterns match. */
const anySample = fc
  .record({
    userViews: fc.array(anyUserView, { maxLength: 2 }),
    instruments: fc.array(anyPattern, { minLength: 1, maxLength: 2 }),
    kind: fc.constantFrom(...Object.keys(MEASURE_ONCE)),
    filling: anyName,
    from: fc.nat({ max: 3 }),
  })
  .map(({ userViews, instruments, kind, filling, from }): Sample => {
    const patterns = [
      ...instruments,
      ...userViews.map(view => view.instrumentName ?? '*'),
    ];
    const name = (patterns[from] ?? '*').replaceAll('*', filling);
    return { userViews, instruments, kind, name };
  });

/** Our views, or undefined where they are refused. */
function viewsOf({ userViews, instruments }: Sample): MetricView[] | undefined {
  try {
    return baggageViews({
      included: ['tenant'],
      views: userViews,
      instruments,
    });
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return undefined;
  }
}

test('M2 M5 any views, any instruments: refused, or counted as without us', async () => {
  await fc.assert(
    fc.asyncProperty(anySample, async sample => {
      const views = viewsOf(sample);
      if (views === undefined) return;
      const { userViews, kind, name } = sample;
      const sums = async (views: ViewOptions[]) =>
        Object.entries(await streams(views, kind, name)).map(
          ([stream, { sum }]) => [stream, sum],
        );
      expect((await sums(views)).sort()).toEqual(
        (await sums(userViews)).sort(),
      );
    }),
    { numRuns: 600 },
  );
});

test('M3 M4 M5 those that a view of the user or instruments selects have the attribute', async () => {
  await fc.assert(
    fc.asyncProperty(anySample, async sample => {
      const views = viewsOf(sample);
      if (views === undefined) return;
      const { userViews, instruments, kind, name } = sample;
      const selectedBy = async (views: ViewOptions[]) => {
        const sets = views.map(view => selected(view, kind, name));
        return new Set((await Promise.all(sets)).flatMap(set => [...set]));
      };
      const theirs = await selectedBy(userViews);
      const ours = await selectedBy(
        instruments.map(instrumentName => ({ instrumentName })),
      );
      const isNameTheirs = userViews.some(
        ({ instrumentName, instrumentType = kind }) =>
          instrumentName === name && instrumentType === kind,
      );
      const isAsynchronous = kind.startsWith('OBSERVABLE');
      for (const [stream, { tenants }] of Object.entries(
        await streams(views, kind, name),
      )) {
        const has = theirs.has(stream) || (ours.has(stream) && !isNameTheirs);
        expect([stream, ...tenants]).toEqual([
          stream,
          has && !isAsynchronous ? 'acme' : undefined,
        ]);
      }
    }),
    { numRuns: 300 },
  );
});
