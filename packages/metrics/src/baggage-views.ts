import {
  assertKnownOptions,
  assertPatterns,
  assertPositiveInteger,
  expected,
} from '@otel-baggage/core/internal';
import {
  METRIC_ATTRIBUTES_OPTIONS,
  BaggageAttributesProcessor,
} from './baggage-attributes-processor';
import { SYNCHRONOUS_KINDS } from './constants';
import {
  assertInstrumentPattern,
  canOverlap,
  covers,
  parseInstrumentPattern,
  type InstrumentPattern,
} from './instrument-pattern';
import type {
  BaggageViewsOptions,
  MetricView,
  SynchronousInstrumentKind,
} from './types';

const VIEWS_OPTIONS: readonly string[] = [
  ...METRIC_ATTRIBUTES_OPTIONS,
  'views',
  'instruments',
  'aggregation',
  'aggregationCardinalityLimit',
];

/** The fields of a view that select instruments. */
const SELECTORS = [
  'instrumentName',
  'instrumentType',
  'instrumentUnit',
  'meterName',
  'meterVersion',
  'meterSchemaUrl',
] as const;

/**
 * Makes the `views` of a `MeterProvider` or `NodeSDK` of SDK 2 or SDK 3 that add
 * selected baggage entries to measurements, as attributes. Each measurement is
 * counted once.
 *
 * @returns your views in their order, which add the attributes after their own
 *   processors, then one for each kind of synchronous instrument and each pattern of
 *   `instruments`. Where nothing can be selected: your views alone, unchanged.
 * @throws TypeError for an option of a wrong type or name, and for `instruments`
 *   that overlap one of your views or each other
 * @example
 * new MeterProvider({
 *   readers: [reader],
 *   views: baggageViews({ included: ['tenant.id'] }),
 * });
 */
export function baggageViews(options: BaggageViewsOptions): MetricView[] {
  assertKnownOptions(options, VIEWS_OPTIONS);
  const {
    views = [],
    instruments = ['*'],
    aggregation = {},
    aggregationCardinalityLimit,
    ...attributes
  } = options;
  assertViews(views);
  assertPatterns(instruments, 'instruments');
  instruments.forEach(assertInstrumentPattern);
  assertAggregation(aggregation);
  assertPositiveInteger(
    aggregationCardinalityLimit,
    'aggregationCardinalityLimit',
  );
  const processor = new BaggageAttributesProcessor(attributes);
  if (processor.isEmpty) return [...views];

  const patterns = withoutOverlaps(instruments.map(parseInstrumentPattern));
  const completed = views.map(view => ({
    ...view,
    attributesProcessors: [...(view.attributesProcessors ?? []), processor],
  }));
  const own = patterns.flatMap(pattern =>
    kindsLeftFor(pattern, views).map(kind => {
      const view: MetricView = {
        instrumentName: pattern.text,
        instrumentType: kind,
        attributesProcessors: [processor],
      };
      if (aggregation[kind] !== undefined) view.aggregation = aggregation[kind];
      if (aggregationCardinalityLimit !== undefined) {
        view.aggregationCardinalityLimit = aggregationCardinalityLimit;
      }
      return view;
    }),
  );
  return [...completed, ...own];
}

/**
 * The patterns that no other covers.
 *
 * @throws TypeError where two overlap in part
 */
function withoutOverlaps(patterns: InstrumentPattern[]): InstrumentPattern[] {
  const kept = patterns.filter(
    (pattern, i) =>
      !patterns.some(
        (other, j) =>
          i !== j &&
          covers(other, pattern) &&
          (j < i || !covers(pattern, other)),
      ),
  );
  for (const [i, pattern] of kept.entries()) {
    const other = kept.slice(i + 1).find(other => canOverlap(pattern, other));
    if (other !== undefined) {
      throw new TypeError(
        `instruments: "${pattern.text}" and "${other.text}" can match the same instrument, which would be counted twice: name the instruments, or one pattern for both`,
      );
    }
  }
  return kept;
}

/**
 * The kinds of instrument that no view of the user selects by this name.
 *
 * @throws TypeError where one could select an instrument by another (rule M5)
 */
function kindsLeftFor(
  pattern: InstrumentPattern,
  views: readonly MetricView[],
): SynchronousInstrumentKind[] {
  const taken = new Set<SynchronousInstrumentKind>();
  for (const view of views) {
    const kinds = kindsOf(view);
    const theirs = parseInstrumentPattern(view.instrumentName ?? '*');
    if (kinds.length === 0 || !canOverlap(pattern, theirs)) continue;
    if (pattern.suffix !== undefined || theirs.suffix !== undefined) {
      throw new TypeError(
        `instruments: "${pattern.text}" can match an instrument of the view with ${selectorsOf(view)}, which would be counted twice: give names or patterns in "instruments" that this view cannot match, or instruments: [] where only the views passed in "views" shall have the attributes`,
      );
    }
    for (const kind of kinds) taken.add(kind);
  }
  return SYNCHRONOUS_KINDS.filter(kind => !taken.has(kind));
}

/** The synchronous kinds that a view can select (rule M3). */
function kindsOf({
  instrumentType,
}: MetricView): readonly SynchronousInstrumentKind[] {
  if (instrumentType == null) return SYNCHRONOUS_KINDS;
  return SYNCHRONOUS_KINDS.filter(kind => kind === instrumentType);
}

function selectorsOf(view: MetricView): string {
  const selectors = SELECTORS.filter(name => view[name] != null);
  if (selectors.length === 0) return 'no selector';
  return selectors.map(name => `${name} "${view[name]}"`).join(', ');
}

function assertViews(views: unknown): void {
  if (
    !Array.isArray(views) ||
    !views.every(view => typeof view === 'object' && view !== null)
  ) {
    throw expected('views', 'an array of views', views);
  }
}

function assertAggregation(aggregation: unknown): void {
  if (typeof aggregation !== 'object' || aggregation === null) {
    throw expected('aggregation', 'an object by instrument kind', aggregation);
  }
  assertKnownOptions(aggregation, SYNCHRONOUS_KINDS, 'aggregation');
}
