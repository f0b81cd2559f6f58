import { baggageViews } from '@otel-baggage/metrics';
import type { SdkPackages } from './sdk-packages';
import type {
  BaggageMetricsOptions,
  Environment,
  MetricReaderLike,
} from './types';

const EXPORTERS = 'OTEL_METRICS_EXPORTER';
const HISTOGRAM_AGGREGATION =
  'OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION';

/** Synchronous instruments; the others have no context (rule M3). */
const INSTRUMENT_KINDS = [
  'COUNTER',
  'UP_DOWN_COUNTER',
  'HISTOGRAM',
  'GAUGE',
] as const;

/** From this `sdk-node` on, metrics go to OTLP where nothing is said. */
const MINOR_WITH_METRICS_BY_DEFAULT = 209;

/** `AggregationType` of the SDK's metrics package, the same in SDK 2 and 3. */
const DEFAULT_AGGREGATION = 0;
const EXPONENTIAL_HISTOGRAM = 5;

/** The SDK's limit on attribute sets per instrument (series). */
const DEFAULT_CARDINALITY_LIMIT = 2000;

type Aggregations = NonNullable<BaggageMetricsOptions['aggregation']>;

/** What {@link completeViews} builds on. */
export interface MetricsSetup {
  /** What the user gave; undefined where the environment decides. */
  readers: readonly MetricReaderLike[] | undefined;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  views: any[] | undefined;
  options: BaggageMetricsOptions;
  /** Whether `options.instruments` was given in code. */
  instrumentsInCode: boolean;
  /** undefined where no SDK was found. */
  sdk: SdkPackages | undefined;
  env: Environment;
}

/**
 * The user's views with the baggage attributes in them, and ours behind them
 * (rules M4 and M7).
 *
 * @param warn is given what could not be done as asked
 * @returns undefined where no metrics are collected
 * @throws TypeError for wrong options, and for instruments that were named in
 *   code and overlap a view of the user (rule M5)
 */
export function completeViews(
  setup: MetricsSetup,
  warn: (message: string) => void,
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
): any[] | undefined {
  if (!collectsMetrics(setup)) return undefined;

  const options = {
    ...readerDefaults(setup, warn),
    ...setup.options,
    aggregation: {
      ...readerAggregations(setup, warn),
      ...setup.options.aggregation,
    },
    views: setup.views ?? [],
  };
  try {
    return baggageViews(options);
  } catch (error) {
    if (setup.instrumentsInCode || !(error instanceof TypeError)) throw error;
    const views = baggageViews({ ...options, instruments: [] });
    warn(
      `${error.message} — until then only the instruments of your own views get the attributes`,
    );
    return views;
  }
}

function collectsMetrics({ readers, sdk, env }: MetricsSetup): boolean {
  if (readers !== undefined) return readers.length > 0;
  const names = listedExporters(env);
  if (names.length > 0) return !names.includes('none');
  return sdk === undefined || sdk.minor >= MINOR_WITH_METRICS_BY_DEFAULT;
}

/**
 * The default aggregations that the readers choose by instrument kind, which
 * a view would otherwise override (rule M7).
 */
function readerAggregations(
  { readers, env }: MetricsSetup,
  warn: (message: string) => void,
): Aggregations {
  if (readers === undefined) return environmentAggregations(env, warn);

  const aggregations: Aggregations = {};
  for (const kind of INSTRUMENT_KINDS) {
    const [first, ...others] = readers.map(
      reader =>
        reader.selectAggregation?.(kind) ?? { type: DEFAULT_AGGREGATION },
    );
    if (first.type !== DEFAULT_AGGREGATION) aggregations[kind] = first;
    if (others.some(other => !isSame(first, other))) {
      warn(
        `the metric readers choose different aggregations for ${kind}: with baggage attributes all get the first one's; give metrics.aggregation to choose another`,
      );
    }
  }
  return aggregations;
}

function environmentAggregations(
  env: Environment,
  warn: (message: string) => void,
): Aggregations {
  const exporters = listedExporters(env);
  const value = env[HISTOGRAM_AGGREGATION]?.trim().toLowerCase();
  if (!value || (exporters.length > 0 && !exporters.includes('otlp'))) {
    return {};
  }
  switch (value) {
    case 'explicit_bucket_histogram':
      return {};
    case 'base2_exponential_bucket_histogram':
      return { HISTOGRAM: { type: EXPONENTIAL_HISTOGRAM } };
    default:
      warn(`${HISTOGRAM_AGGREGATION} is no known aggregation: not used`);
      return {};
  }
}

/** A view also overrides the readers' cardinality limit; one holds for all. */
function readerDefaults(
  { readers = [] }: MetricsSetup,
  warn: (message: string) => void,
): Partial<Pick<BaggageMetricsOptions, 'aggregationCardinalityLimit'>> {
  const limits = new Set(
    readers.flatMap(reader =>
      INSTRUMENT_KINDS.map(
        kind =>
          reader.selectCardinalityLimit?.(kind) ?? DEFAULT_CARDINALITY_LIMIT,
      ),
    ),
  );
  if (limits.size === 0) return {};
  const highest = Math.max(...limits);
  if (limits.size > 1) {
    warn(
      `the metric readers choose different cardinality limits: with baggage attributes all get ${highest}; give metrics.aggregationCardinalityLimit to choose another`,
    );
  }
  return highest === DEFAULT_CARDINALITY_LIMIT
    ? {}
    : { aggregationCardinalityLimit: highest };
}

function listedExporters(env: Environment): string[] {
  return (env[EXPORTERS] ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
