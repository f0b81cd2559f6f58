import type { Attributes, Context } from '@opentelemetry/api';
import {
  assertKnownOptions,
  assertPositiveInteger,
  BAGGAGE_ATTRIBUTES_OPTIONS,
  BaggageAttributeSelector,
  baggageOfMeasurement,
  DropDiagnostics,
  expected,
  hasWildcard,
  isTracingSuppressed,
  withAttributes,
} from '@otel-baggage/core/internal';
import { AttributeLimits } from './attribute-limits';
import { DEFAULT_MAX_DISTINCT_VALUES, MAX_LENGTH } from './constants';
import type {
  AttributesProcessor,
  BaggageMetricAttributesOptions,
} from './types';

/** The names of {@link BaggageMetricAttributesOptions}. */
export const METRIC_ATTRIBUTES_OPTIONS: readonly string[] = [
  ...BAGGAGE_ATTRIBUTES_OPTIONS,
  'maxDistinctValues',
  'allowedValues',
];

/**
 * Adds selected baggage entries to measurements, as attributes: those of the context
 * given to `add` or `record`, by default the active one, or those that were set for
 * its span after the start. Attributes that are already there stay. Drops empty
 * values: Prometheus treats an empty label as absent, so that two series would become
 * one.
 *
 * An `IAttributesProcessor` of SDK 2 and SDK 3. Bounds the values of each attribute
 * over all views that it is in.
 *
 * @example
 * const baggage = createBaggageAttributesProcessor({ included: ['tenant.id'] });
 * const view = { instrumentName: 'orders', attributesProcessors: [baggage] };
 */
export class BaggageAttributesProcessor implements AttributesProcessor {
  private readonly selector: BaggageAttributeSelector;
  private readonly limits: AttributeLimits;
  private readonly hasWildcards: boolean;

  /** @throws TypeError for an option of a wrong type or name */
  constructor(options: BaggageMetricAttributesOptions) {
    assertKnownOptions(options, METRIC_ATTRIBUTES_OPTIONS);
    const {
      maxDistinctValues = DEFAULT_MAX_DISTINCT_VALUES,
      allowedValues = {},
      ...selection
    } = options;
    assertPositiveInteger(maxDistinctValues, 'maxDistinctValues');
    assertAllowedValues(allowedValues);

    const diagnostics = new DropDiagnostics('@otel-baggage/metrics', 'metrics');
    this.selector = new BaggageAttributeSelector(
      selection,
      diagnostics,
      (name, value, key) => this.limits.bound(name, value, key),
    );
    const { included = [], prefix = '' } = selection;
    const { attributeName = (key: string) => prefix + key } = selection;
    this.hasWildcards = included.some(hasWildcard);
    this.limits = new AttributeLimits(
      {
        keys: included.filter(pattern => !hasWildcard(pattern)),
        attributeName,
        maxDistinctValues,
        allowedValues: new Map(Object.entries(allowedValues)),
      },
      diagnostics,
    );
  }

  /** Whether nothing can be added, whatever the baggage. */
  get isEmpty(): boolean {
    return this.selector.isEmpty;
  }

  /**
   * Keeps the labels that Prometheus has for other attributes, as those of a
   * resource, out of what wildcards let in.
   *
   * @internal
   */
  reserve(names: Iterable<string>): void {
    this.limits.reserve(names);
  }

  /**
   * Returns the attributes of one measurement. Never throws, and changes none of its
   * arguments.
   *
   * @param incoming what was given to `add` or `record`
   * @param context undefined for an asynchronous instrument
   * @returns `incoming` itself where there is nothing to add
   */
  process(incoming: Attributes, context?: Context): Attributes {
    return context === undefined ? incoming : this.add(incoming, context)!;
  }

  /**
   * Does the same where attributes need not be given.
   *
   * @internal
   */
  add(
    incoming: Attributes | undefined,
    context: Context,
  ): Attributes | undefined {
    const baggage = baggageOfMeasurement(context);
    if (baggage === undefined) return incoming;
    // An exporter's own request runs in the context of whoever started the
    // exporter's timer, and is none of that tenant's.
    if (isTracingSuppressed(context)) return incoming;

    const selected = this.selector.select(baggage);
    if (selected.length === 0) return incoming;
    return withAttributes(
      incoming,
      this.hasWildcards
        ? this.limits.withoutClashes(selected, incoming)
        : selected,
    );
  }
}

/**
 * Makes a processor for the `attributesProcessors` of your own views. One processor
 * in several views bounds the values of all together.
 *
 * @throws TypeError for an option of a wrong type or name
 * @example
 * const baggage = createBaggageAttributesProcessor({ included: ['tenant.id'] });
 * new MeterProvider({
 *   views: [{ instrumentName: 'orders', attributesProcessors: [baggage] }],
 * });
 */
export function createBaggageAttributesProcessor(
  options: BaggageMetricAttributesOptions,
): BaggageAttributesProcessor {
  return new BaggageAttributesProcessor(options);
}

function assertAllowedValues(
  allowedValues: unknown,
): asserts allowedValues is Record<string, readonly string[]> {
  if (
    typeof allowedValues !== 'object' ||
    allowedValues === null ||
    Symbol.iterator in allowedValues ||
    !Object.values(allowedValues).every(isListOfValues)
  ) {
    throw expected(
      'allowedValues',
      `an object of arrays of strings of at most ${MAX_LENGTH} characters, by baggage key`,
      allowedValues,
    );
  }
}

function isListOfValues(values: unknown): boolean {
  return (
    Array.isArray(values) &&
    values.every(
      value => typeof value === 'string' && value.length <= MAX_LENGTH,
    )
  );
}
