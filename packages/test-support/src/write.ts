import type { Baggage } from '@opentelemetry/api';
import {
  baggageEntryMetadataFromString,
  propagation,
} from '@opentelemetry/api';
import { DEFAULT_BAGGAGE_LIMITS, serializeBaggage } from '@otel-baggage/core';
import { headerOfBaggage } from '@otel-baggage/core/internal';
import type { Entry } from './entry';

/** Baggage of the API itself with these entries, in their order. */
export function apiBaggage(entries: readonly Entry[]): Baggage {
  return entries.reduce(
    (baggage, [key, value, metadata]) =>
      baggage.setEntry(key, {
        value,
        metadata:
          metadata === undefined
            ? undefined
            : baggageEntryMetadataFromString(metadata),
      }),
    propagation.createBaggage(),
  );
}

/** The header of a baggage: that of the report, and the propagator's too. */
export function write(
  baggage: Baggage,
  limits: { maxEntries?: number; maxBytes?: number } = {},
): string | undefined {
  const { header } = serializeBaggage(baggage, limits);
  const resolved = { ...DEFAULT_BAGGAGE_LIMITS, ...limits };
  // The second time it may be remembered.
  expect(headerOfBaggage(baggage, resolved)).toBe(header);
  expect(headerOfBaggage(baggage, resolved)).toBe(header);
  return header;
}
