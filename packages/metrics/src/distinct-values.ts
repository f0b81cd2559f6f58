import type { AttributeValue } from '@opentelemetry/api';
import {
  detach,
  displayKey,
  type DropDiagnostics,
} from '@otel-baggage/core/internal';
import { MAX_LENGTH, OTHER_VALUE } from './constants';

/** The values of one attribute that are passed on (rule M6). */
export class DistinctValues {
  private readonly strings = new Map<string, string>();
  /** Numbers, booleans and lists, by what tells series apart: their JSON. */
  private readonly others = new Map<string, AttributeValue>();

  /**
   * @param name the attribute's
   * @param max how many values are remembered
   * @param allowed the only values, in place of `max`
   */
  constructor(
    readonly name: string,
    private readonly max: number,
    private readonly diagnostics: DropDiagnostics,
    private readonly allowed?: ReadonlySet<string>,
  ) {
    for (const value of allowed ?? []) this.strings.set(value, value);
  }

  /**
   * The value as it is passed on: a remembered one, or `_other`.
   *
   * @returns undefined for what is not an attribute value
   */
  limit(value: AttributeValue): AttributeValue | undefined {
    if (typeof value !== 'string') return this.limitOther(value);
    return this.strings.get(value) ?? this.limitNew(value);
  }

  private limitNew(value: string): string {
    if (!this.takesIn(value)) return OTHER_VALUE;
    const remembered = detach(value);
    this.strings.set(remembered, remembered);
    return remembered;
  }

  private limitOther(value: AttributeValue): AttributeValue | undefined {
    const json = toJson(value);
    if (json === undefined) return undefined;
    const known = this.others.get(json);
    if (known !== undefined) return known;

    if (this.allowed?.has(String(value))) return value;
    if (!this.takesIn(json)) return OTHER_VALUE;
    // A copy of a list: its strings may be pieces of a header as well.
    const remembered: AttributeValue = Array.isArray(value)
      ? JSON.parse(json)
      : value;
    this.others.set(json, remembered);
    return remembered;
  }

  /** Whether there is room for a value not seen before. */
  private takesIn(value: string): boolean {
    if (value.length > MAX_LENGTH) {
      return this.refuse('value_too_long', `is over ${MAX_LENGTH} characters`);
    }
    if (this.allowed !== undefined) {
      return this.refuse('value_not_allowed', 'is not among allowedValues');
    }
    if (this.strings.size + this.others.size >= this.max) {
      return this.refuse(
        'max_distinct_values',
        `came after ${this.max} distinct ones`,
      );
    }
    return true;
  }

  private refuse(reason: string, why: string): false {
    this.diagnostics.report(
      reason,
      `a value of the attribute ${displayKey(this.name)} ${why}: passed on as ${OTHER_VALUE}`,
    );
    return false;
  }
}

/** Makes the text by which the SDK tells attribute values apart. */
function toJson(value: AttributeValue): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
