import { isBaggageKey } from '../syntax/grammar';
import { assertPatterns } from '../options';

/**
 * Patterns of keys, as OpenTelemetry's declarative configuration has them
 * (rule A2): `*` is any run of characters, `?` exactly one, all else stands
 * for itself, and upper and lower case differ. A character is a UTF-16 code
 * unit; the keys of a header are ASCII (rule E4).
 */

/** Says whether a key matches. Never throws. */
export type KeyMatcher = (key: string) => boolean;

/** Whether a pattern holds a `*` or `?`. */
export function hasWildcard(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?');
}

/** Whether a pattern can match a key at all: a key is a `token` (rule E4). */
export function canMatchKey(pattern: string): boolean {
  return isBaggageKey(pattern.replaceAll('?', '*'));
}

/**
 * Compiles patterns of keys to one function.
 *
 * @param patterns `*` is any run of characters, `?` exactly one, all else literal,
 *   case sensitive
 * @param optionName names the option in the message of an error
 * @throws TypeError for a value that is not an array of strings
 * @example
 * const isTenant = compileKeyPatterns(['tenant.*'], 'tenants');
 * isTenant('tenant.id'); // true
 */
export function compileKeyPatterns(
  patterns: readonly string[],
  optionName: string,
): KeyMatcher {
  assertPatterns(patterns, optionName);
  if (patterns.includes('*')) return () => true;
  const literals = patterns.filter(pattern => !hasWildcard(pattern));
  const wildcards = patterns.filter(hasWildcard);
  const set = literals.length > FEW_LITERALS ? new Set(literals) : undefined;
  return key => {
    if (set ? set.has(key) : literals.includes(key)) return true;
    for (const pattern of wildcards) {
      if (matches(pattern, key)) return true;
    }
    return false;
  };
}

/** A set has to hash each key, which is new with each request. */
const FEW_LITERALS = 8;

const ANY_RUN = 0x2a; // *
const ANY_ONE = 0x3f; // ?
const END = -1;

/**
 * The greedy match of globs: on a mismatch only the last `*` takes one more
 * character, so time grows with the lengths of pattern and key multiplied,
 * and a pattern has a fixed length. A regular expression of the same pattern
 * would backtrack over every `*`.
 */
function matches(pattern: string, key: string): boolean {
  let p = 0;
  let k = 0;
  let star = -1;
  let starTook = 0;
  while (k < key.length) {
    const expected = p < pattern.length ? pattern.charCodeAt(p) : END;
    if (expected === ANY_RUN) {
      if (p === pattern.length - 1) return true;
      star = p++;
      starTook = k;
    } else if (expected === ANY_ONE || expected === key.charCodeAt(k)) {
      p++;
      k++;
    } else if (star !== -1) {
      p = star + 1;
      k = ++starTook;
    } else {
      return false;
    }
  }
  while (p < pattern.length && pattern.charCodeAt(p) === ANY_RUN) p++;
  return p === pattern.length;
}
