import type { KeyMatcher } from '@otel-baggage/core';

/** Requests use a handful of keys; a flood of others must find an end. */
const MOST_KEYS = 256;

/** Characters. A part of a string keeps all of it in memory. */
const LONGEST_KEY = 64;

interface Decided {
  readonly key: string;
  readonly passes: boolean;
  /** What was asked after it the last time. */
  next?: Decided;
}

/**
 * The same decision, made once per key for the keys that come again. Those of
 * one request mostly come in the order of the request before, and to compare
 * a key with the expected one takes a fraction of looking it up.
 */
export function rememberKeys(decide: KeyMatcher): KeyMatcher {
  const decided = new Map<string, Decided>();
  let last: Decided = { key: '', passes: false };
  return key => {
    const expected = last.next;
    const known = expected?.key === key ? expected : decided.get(key);
    if (known !== undefined) {
      last.next = known;
      last = known;
      return known.passes;
    }
    const passes = decide(key);
    if (key.length <= LONGEST_KEY) {
      if (decided.size === MOST_KEYS) decided.clear();
      decided.set(key, { key, passes });
    }
    return passes;
  };
}
