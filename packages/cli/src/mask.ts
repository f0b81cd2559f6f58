import {
  isBaggageKey,
  type KeyMatcher,
  SENSITIVE_KEYS,
} from '@otel-baggage/core';
import { compileSensitivePatterns } from '@otel-baggage/core/internal';
import type { BaggageOptions } from '@otel-baggage/node';

/** Stands for a value of any length. */
export const MASKED = '********';

/** Characters of a text, from `start` to before `end`. */
export interface Range {
  start: number;
  end: number;
}

/**
 * Hides the values of keys that look sensitive: those of `SENSITIVE_KEYS`,
 * and those that the environment names.
 */
export class Mask {
  /** Whether the value of a key, or of a property's key, is hidden. */
  readonly isSensitive: KeyMatcher;

  constructor({ sensitive }: BaggageOptions) {
    this.isSensitive = compileSensitivePatterns([
      ...SENSITIVE_KEYS,
      ...(Array.isArray(sensitive) ? sensitive : []),
    ]);
  }

  /** The value of a key, as it may be shown. */
  value(key: string, value: string): string {
    return this.isSensitive(key) ? MASKED : value;
  }

  /** A baggage-string with its values as they may be shown. */
  header(header: string): string {
    let shown = '';
    let index = 0;
    for (const { start, end } of this.ranges(header)) {
      shown += header.slice(index, start) + MASKED;
      index = end;
    }
    return shown + header.slice(index);
  }

  /**
   * What of a baggage-string is hidden, be it valid or not: in each member,
   * all that stands behind the first name that looks sensitive. (A secret in
   * quotes may hold a `;`.)
   */
  ranges(header: string): Range[] {
    const ranges: Range[] = [];
    for (const { index, 0: member } of header.matchAll(/[^,]+/g)) {
      const start = this.#hiddenFrom(member);
      if (start === undefined || start === member.length) continue;
      ranges.push({ start: index + start, end: index + member.length });
    }
    return ranges;
  }

  #hiddenFrom(member: string): number | undefined {
    for (const { index, 0: part } of member.matchAll(/[^;]+/g)) {
      const equals = part.indexOf('=');
      const name = (equals === -1 ? part : part.slice(0, equals)).trim();
      if (!this.isSensitive(name)) continue;
      if (equals !== -1) return index + equals + 1;
      // A name alone is that of a property, anything else may be the secret.
      if (index === 0 || !isBaggageKey(name)) return index;
    }
    return undefined;
  }
}
