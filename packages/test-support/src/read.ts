import { DEFAULT_BAGGAGE_LIMITS, parseBaggage } from '@otel-baggage/core';
import { baggageOfHeader } from '@otel-baggage/core/internal';
import { listOf } from './list-of';
import type { Entry } from './entry';

/** The entries of a header: those of the report, and the propagator's too. */
export function read(
  header: unknown,
  limits: { maxEntries?: number; maxBytes?: number } = {},
): Entry[] {
  const entries = listOf(parseBaggage(header, limits).baggage);
  const extracted = baggageOfHeader(header, {
    ...DEFAULT_BAGGAGE_LIMITS,
    ...limits,
  });
  expect(extracted === undefined ? [] : listOf(extracted)).toEqual(entries);
  return entries;
}
