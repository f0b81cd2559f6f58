import type { Baggage } from '@opentelemetry/api';
import type { Entry } from './entry';

/** The entries of a baggage in its order, to compare with a list. */
export function listOf(baggage: Baggage): Entry[] {
  return baggage
    .getAllEntries()
    .map(([key, { value, metadata }]) =>
      metadata === undefined ? [key, value] : [key, value, metadata.toString()],
    );
}
