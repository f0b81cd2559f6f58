import { type BaggageProperty, SENSITIVE_KEYS } from '@otel-baggage/core';
import { compileSensitivePatterns } from '@otel-baggage/core/internal';
import type { BaggageOptions } from '@otel-baggage/node';

/** Stands for a value of any length. */
export const MASKED = '********';

/** Characters of a text, from `start` to before `end`. */
export interface Range {
  start: number;
  end: number;
}

/** A property as it may be shown: what is undefined is not there or hidden. */
export interface ShownProperty {
  key: string | undefined;
  value: string | undefined;
  isMasked: boolean;
}

/** A string in quotes, which may be without its end. */
const QUOTED = /"(?:[^"\\]|\\.|\\$)*("|$)/gs;
/** Words, and whether it is a name as in `name=value`, `"name": value`. */
const WORDS = /[^\s"'=:;,&?{}[\]]+(["']?\s*[=:])?/g;
const NO_KEYS: ReadonlySet<string> = new Set();

/**
 * Hides the values of keys that look sensitive: those of `SENSITIVE_KEYS`,
 * and those that the environment names.
 */
export class Mask {
  private readonly matches: (key: string) => boolean;

  constructor({ sensitive }: BaggageOptions) {
    this.matches = compileSensitivePatterns([
      ...SENSITIVE_KEYS,
      ...(Array.isArray(sensitive) ? sensitive : []),
    ]);
  }

  /**
   * Whether an entry or a property is hidden: by its key, however it is
   * encoded, or by a name within its value.
   */
  hides(key: string, value = ''): boolean {
    if (this.isSensitive(key)) return true;
    return Array.from(decoded(value).matchAll(WORDS)).some(
      ([word, separator]) =>
        separator !== undefined &&
        this.isSensitive(word.slice(0, -separator.length)),
    );
  }

  /** Properties, those behind the first hidden one hidden with it. */
  properties(
    properties: readonly BaggageProperty[],
    isEntryMasked: boolean,
  ): ShownProperty[] {
    let isMasked = isEntryMasked;
    return properties.map(({ key, value }) => {
      if (isMasked) return { key: undefined, value: undefined, isMasked };
      if (value === undefined) {
        // A key that is encoded may be all of "name=value".
        isMasked = key.includes('%') && this.hides(key);
        return { key: isMasked ? undefined : key, value, isMasked };
      }
      isMasked = this.hides(key, value);
      return { key, value: isMasked ? undefined : value, isMasked };
    });
  }

  /**
   * A baggage-string with its values as they may be shown.
   *
   * @param hiddenKeys of members that are hidden besides, with their keys
   */
  header(header: string, hiddenKeys = NO_KEYS): string {
    let shown = '';
    let index = 0;
    for (const { start, end } of this.ranges(header, hiddenKeys)) {
      shown += header.slice(index, start) + MASKED;
      index = end;
    }
    return shown + header.slice(index);
  }

  /**
   * Returns the hidden ranges of a baggage-string, valid or not, in each member: all
   * that stands behind the first name that looks sensitive (a secret in quotes
   * may hold a `;`), and whole members that go on with a secret, since a comma
   * in it ends a member.
   */
  ranges(header: string, hiddenKeys = NO_KEYS): Range[] {
    const ranges: Range[] = [];
    let isInQuotes = false;
    let isAfterSecret = false;
    for (const { index, 0: member } of header.matchAll(/[^,]+/g)) {
      let start: number | undefined = 0;
      if (isInQuotes) {
        isInQuotes = isQuoteOpen(`"${member}`);
      } else if (isAfterSecret && !member.includes('=')) {
        isInQuotes = isQuoteOpen(member);
      } else {
        start = hiddenKeys.has(keyOf(member)) ? 0 : this.hiddenFrom(member);
        isInQuotes = start !== undefined && isQuoteOpen(member.slice(start));
      }
      isAfterSecret = start !== undefined;
      if (start === undefined || start === member.length) continue;
      ranges.push({ start: index + start, end: index + member.length });
    }
    return ranges;
  }

  /** The keys of the members that are parts of a secret. */
  keysInSecrets(header: string): ReadonlySet<string> {
    const keys = new Set<string>();
    for (const { start, end } of this.ranges(header)) {
      const isWhole = start === 0 || header[start - 1] === ',';
      if (isWhole) keys.add(keyOf(header.slice(start, end)));
    }
    return keys;
  }

  private hiddenFrom(member: string): number | undefined {
    for (const { index, 0: part } of member.matchAll(/[^;]+/g)) {
      const equals = part.indexOf('=');
      if (equals === -1) {
        // A name alone is that of a property, anything else may be the secret.
        const isName = index > 0 && /^\s*[\w.-]+\s*$/.test(part);
        if (!isName && this.hides(part, part)) return index;
      } else if (this.hides(part.slice(0, equals), part.slice(equals + 1))) {
        return index + equals + 1;
      }
    }
    return undefined;
  }

  private isSensitive(name: string): boolean {
    const text = decoded(name).trim();
    return (
      this.matches(name.trim()) ||
      this.matches(text) ||
      text.split(/[^\w.-]+/).some(word => this.matches(word))
    );
  }
}

function keyOf(member: string): string {
  return member.split('=', 1)[0]!.trim();
}

function isQuoteOpen(text: string): boolean {
  return Array.from(text.matchAll(QUOTED)).at(-1)?.[1] === '';
}

/** Decodes what can be decoded, twice, for text that was encoded twice. */
function decoded(text: string): string {
  return decodedOnce(decodedOnce(text));
}

function decodedOnce(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, encoded =>
    Buffer.from(encoded.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
