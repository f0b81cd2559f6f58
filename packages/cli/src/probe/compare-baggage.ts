import type { Baggage } from '@opentelemetry/api';
import { parseBaggage } from '@otel-baggage/core';
import type { ComparedEntry } from './types';

/** Limits that a person's own header and its echo do not reach. */
const LIMITS = { maxEntries: 100_000, maxBytes: 1_048_576 };

/** Compares each entry of the header that was sent, and finds new ones. */
export function compareBaggage(
  sentHeader: string,
  receivedHeader: string,
): ComparedEntry[] {
  const sent = members(parseBaggage(sentHeader, LIMITS).baggage);
  const received = members(parseBaggage(receivedHeader, LIMITS).baggage);
  const keys = new Set([...sent.keys(), ...received.keys()]);
  return [...keys].map(key => {
    const before = sent.get(key);
    const after = received.get(key);
    return {
      key,
      sent: before,
      received: after,
      result: resultOf(before, after),
    };
  });
}

function resultOf(
  sent: string | undefined,
  received: string | undefined,
): ComparedEntry['result'] {
  if (sent === undefined) return 'added';
  if (received === undefined) return 'lost';
  return sent === received ? 'same' : 'changed';
}

/**
 * By key, the decoded value and the properties: a value that differs in its
 * encoding alone is the same.
 */
function members(baggage: Baggage): Map<string, string> {
  return new Map(
    baggage
      .getAllEntries()
      .map(([key, { value, metadata }]) => [
        key,
        metadata === undefined ? value : `${value};${metadata.toString()}`,
      ]),
  );
}
