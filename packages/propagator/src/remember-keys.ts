import type { KeyMatcher } from '@otel-baggage/core';

/** Requests use a handful of keys; a flood of others must find an end. */
const MOST_KEYS = 256;

/** Characters. A part of a string keeps all of it in memory. */
const LONGEST_KEY = 64;

/** The same decision, made once per key for the keys that come again. */
export function rememberKeys(decide: KeyMatcher): KeyMatcher {
  const decided = new Map<string, boolean>();
  return key => {
    const before = decided.get(key);
    if (before !== undefined) return before;

    const decision = decide(key);
    if (key.length <= LONGEST_KEY) {
      if (decided.size === MOST_KEYS) decided.clear();
      decided.set(key, decision);
    }
    return decision;
  };
}
