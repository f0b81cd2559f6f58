import type { Attributes, AttributeValue } from '@opentelemetry/api';
import {
  type BaggageAttribute,
  detach,
  displayKey,
  type DropDiagnostics,
} from '@otel-baggage/core/internal';
import { MAX_GIVEN_NAMES, MAX_LENGTH, MAX_WILDCARD_NAMES } from './constants';
import { DistinctValues } from './distinct-values';
import { isReservedLabel, labelOf } from './label';

/** The options of {@link AttributeLimits}; the caller has checked them. */
export interface AttributeLimitsOptions {
  /** Baggage keys that are known from the start. */
  keys: Iterable<string>;
  attributeName: (key: string) => string;
  maxDistinctValues: number;
  /** By baggage key. */
  allowedValues: ReadonlyMap<string, readonly string[]>;
}

/**
 * Bounds what comes from the network to a fixed number of attributes, and of
 * values for each (rule M6). Nothing is forgotten, so that a series which was
 * there stays what it was.
 */
export class AttributeLimits {
  private readonly byKey = new Map<string, DistinctValues>();
  private readonly byName = new Map<string, DistinctValues>();
  /** By name, of those that wildcards let in. */
  private readonly wildcardLabels = new Map<string, string>();
  /** By name, of those that measurements are given. */
  private readonly givenLabels = new Map<string, string>();
  /** By label, of all. */
  private readonly names = new Map<string, string>();
  private readonly reserved = new Set<string>();
  /** Names that a wildcard let in before another attribute had their label. */
  private readonly displaced = new Set<string>();

  constructor(
    private readonly options: AttributeLimitsOptions,
    private readonly diagnostics: DropDiagnostics,
  ) {
    const { keys, allowedValues } = options;
    const nameByKey = new Map<string, string>();
    for (const key of [...keys, ...allowedValues.keys()]) {
      const name = this.nameOrUndefined(key);
      if (name !== undefined) nameByKey.set(key, name);
    }
    const allowedByName = new Map<string, Set<string>>();
    for (const [key, values] of allowedValues) {
      const name = nameByKey.get(key);
      if (name === undefined) continue;
      const others = allowedByName.get(name) ?? [];
      allowedByName.set(name, new Set([...others, ...values]));
    }
    for (const [key, name] of nameByKey) {
      const values =
        this.byName.get(name) ?? this.add(name, allowedByName.get(name));
      this.byKey.set(key, values);
    }
  }

  /**
   * Bounds the attribute that a baggage key becomes. An empty value is left out
   * (rule A10).
   */
  bound(
    name: string,
    value: AttributeValue,
    key: string,
  ): BaggageAttribute | undefined {
    if (value === '') return undefined;
    const values = this.byKey.get(key) ?? this.ofName(name);
    if (values === undefined) return undefined;
    const limited = values.limit(value);
    if (limited !== undefined) return { name: values.name, value: limited };
    this.diagnostics.report(
      'callback_error',
      `not copied: attributeValue made no attribute value for the key ${displayKey(key)}`,
      'error',
    );
    return undefined;
  }

  /**
   * Keeps the labels of other attributes, as those of a resource: no wildcard
   * lets in what would become one of them.
   */
  reserve(names: Iterable<string>): void {
    for (const name of names) {
      const label = labelOf(name);
      this.reserved.add(label);
      this.displace(label);
    }
  }

  /**
   * Without the attributes that a wildcard let in and whose label is that of one
   * of the others, here or on another measurement: Prometheus refuses all
   * metrics of a process where one has a label twice, and counts one of two
   * series with the same labels. The sender of the baggage has chosen the key.
   */
  withoutClashes(
    selected: readonly BaggageAttribute[],
    others: Attributes | undefined,
  ): readonly BaggageAttribute[] {
    const labels = new Set<string>();
    for (const name in others) labels.add(this.labelOfGiven(name));
    if (labels.size === 0 && this.displaced.size === 0) return selected;
    const clashes = ({ name }: BaggageAttribute) => {
      const label = this.wildcardLabels.get(name);
      return (
        label !== undefined && (labels.has(label) || this.displaced.has(name))
      );
    };
    return selected.some(clashes)
      ? selected.filter(attribute => !clashes(attribute))
      : selected;
  }

  private labelOfGiven(name: string): string {
    const known = this.givenLabels.get(name);
    if (known !== undefined) return known;
    const label = labelOf(name);
    if (this.givenLabels.size < MAX_GIVEN_NAMES) {
      this.givenLabels.set(name, label);
      if (this.names.get(label) !== name) this.displace(label);
      this.names.set(label, name);
    }
    return label;
  }

  private displace(label: string): void {
    const name = this.names.get(label);
    if (name !== undefined && this.wildcardLabels.has(name)) {
      this.displaced.add(name);
    }
  }

  /** Whether a label is not for what a wildcard lets in. */
  private isTaken(label: string, name: string): boolean {
    if (isReservedLabel(label) || this.reserved.has(label)) return true;
    const taken = this.names.get(label);
    return taken !== undefined && taken !== name;
  }

  private ofName(name: string): DistinctValues | undefined {
    return this.byName.get(name) ?? this.addWildcardName(name);
  }

  private addWildcardName(name: string): DistinctValues | undefined {
    if (
      name.length > MAX_LENGTH ||
      this.wildcardLabels.size >= MAX_WILDCARD_NAMES
    ) {
      this.diagnostics.report(
        'max_attribute_names',
        `the attribute ${displayKey(name)} is left out: wildcards let in ${MAX_WILDCARD_NAMES} names of at most ${MAX_LENGTH} characters`,
      );
      return undefined;
    }
    const label = labelOf(name);
    if (this.isTaken(label, name)) {
      this.diagnostics.report(
        'label_taken',
        `the attribute ${displayKey(name)} is left out: a wildcard lets it in, and its label in Prometheus would be that of another one, or none`,
      );
      return undefined;
    }
    const remembered = detach(name);
    this.wildcardLabels.set(remembered, labelOf(remembered));
    return this.add(remembered);
  }

  private add(name: string, allowed?: ReadonlySet<string>): DistinctValues {
    const values = new DistinctValues(
      name,
      this.options.maxDistinctValues,
      this.diagnostics,
      allowed,
    );
    this.byName.set(name, values);
    this.names.set(labelOf(name), name);
    return values;
  }

  /** No name where the callback fails: the selector calls it again, and logs that. */
  private nameOrUndefined(key: string): string | undefined {
    try {
      const name: unknown = this.options.attributeName(key);
      return typeof name === 'string' ? name : undefined;
    } catch {
      return undefined;
    }
  }
}
