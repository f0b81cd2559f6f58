import { assertPatterns } from './options';

/**
 * Patterns of keys, as OpenTelemetry's declarative configuration has them
 * (rule A2): `*` is any run of characters, `?` exactly one, all else stands
 * for itself, and upper and lower case differ.
 */

/** Says whether a key matches. Never throws. */
export type KeyMatcher = (key: string) => boolean;

/** Whether a pattern holds a `*` or `?`. */
export function hasWildcard(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?');
}

/**
 * Compiles a list of patterns, once, to one function.
 *
 * @throws TypeError for what is no array of strings (rule D3)
 */
export function compileKeyPatterns(
  patterns: readonly string[],
  optionName: string,
): KeyMatcher {
  assertPatterns(patterns, optionName);
  const literals = new Set(patterns.filter(pattern => !hasWildcard(pattern)));
  const wildcards = patterns.filter(hasWildcard);
  if (wildcards.length === 0) return key => literals.has(key);
  return key =>
    literals.has(key) || wildcards.some(pattern => matches(pattern, key));
}

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
    const expected = pattern[p];
    if (expected === '*') {
      star = p++;
      starTook = k;
    } else if (
      expected === '?' ||
      (expected !== undefined && expected === key[k])
    ) {
      p++;
      k++;
    } else if (star !== -1) {
      p = star + 1;
      k = ++starTook;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
