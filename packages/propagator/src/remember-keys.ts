import type { KeyMatcher } from '@otel-baggage/core';
import { detach } from '@otel-baggage/core/internal';

/** Requests use a handful of keys; a power of two. */
const PLACES = 256;

/** Characters. */
const MAX_KEY = 64;

/** Remembers one key, by its hash; of two with the same place, the last. */
interface Place {
  /** Of the last key that was asked for here. */
  hash: number;
  /** Of a key that was asked for twice in turn. */
  key: string | undefined;
  passes: boolean;
  /** The key that was asked for after it the last time. */
  next: Place | undefined;
}

const emptyPlace = (): Place => ({
  hash: 0,
  key: undefined,
  passes: false,
  next: undefined,
});

/**
 * The same decision, made once per key for the keys that come again. Those of
 * one request mostly come in the order of the request before, and to compare
 * a key with the expected one takes a fraction of looking it up. A flood of
 * others costs their hashes: nothing is made, and the places stay as many.
 */
export function rememberKeys(decide: KeyMatcher): KeyMatcher {
  const places = Array.from({ length: PLACES }, emptyPlace);
  let last = emptyPlace();
  return key => {
    const expected = last.next;
    if (expected?.key === key) {
      last = expected;
      return expected.passes;
    }
    if (key.length > MAX_KEY) return decide(key);
    const hash = hashOf(key);
    const place = places[hash & (PLACES - 1)]!;
    if (place.key === key) {
      last.next = place;
      last = place;
      return place.passes;
    }
    const passes = decide(key);
    if (place.hash === hash) {
      place.key = detach(key);
      place.passes = passes;
      place.next = undefined;
    }
    place.hash = hash;
    return passes;
  };
}

function hashOf(key: string): number {
  let hash = key.length;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}
