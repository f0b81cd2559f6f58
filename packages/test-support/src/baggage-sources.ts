import type { Baggage } from '@opentelemetry/api';
import { propagation } from '@opentelemetry/api';
import { createBaggage, parseBaggage } from '@otel-baggage/core';

type Entries = Readonly<Record<string, string>>;

/** The ways in which baggage comes into being, for `describe.each`. */
export const baggageSources: [string, (entries: Entries) => Baggage][] = [
  [
    'baggage made with the API',
    entries =>
      Object.entries(entries).reduce(
        (made, [key, value]) => made.setEntry(key, { value }),
        propagation.createBaggage(),
      ),
  ],
  [
    'baggage received in a header',
    entries =>
      parseBaggage(
        Object.entries(entries)
          .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
          .join(','),
      ).baggage,
  ],
  ['baggage made with createBaggage', entries => createBaggage(entries)],
];
