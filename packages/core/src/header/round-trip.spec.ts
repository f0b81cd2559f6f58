/** What one service sends and the next one reads. */
import fc from 'fast-check';
import { createBaggage } from '../create-baggage';
import { baggageOfHeader, parseBaggage } from './parse-baggage';
import {
  formatBaggageProperties,
  parseBaggageProperties,
} from '../syntax/properties';
import { headerOfBaggage, serializeBaggage } from './serialize-baggage';
import {
  anyEntries,
  anyHeaders,
  anyText,
  apiBaggage,
  limits,
  listOf,
  token,
} from '@otel-baggage/test-support';
import { isLiteralToken } from '../../conformance/literal-baggage';

const RUNS = { numRuns: 2000 };
const UNLIMITED = { maxEntries: 1000, maxBytes: 1_000_000 };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Lone surrogates become U+FFFD. */
function wellFormed(text: string): string {
  return decoder.decode(encoder.encode(text));
}

test('extract, inject, extract: the next service reads what this one read', () => {
  fc.assert(
    fc.property(anyHeaders, limits, (header, limits) => {
      const first = baggageOfHeader(header, limits);
      if (first === undefined) return;
      const sent = headerOfBaggage(first, limits);
      const second = baggageOfHeader(sent, limits)!;
      expect(listOf(second)).toEqual(listOf(first));
      expect(headerOfBaggage(second, limits)).toBe(sent);
      expect(parseBaggage(sent, limits).dropped).toEqual([]);
    }),
    RUNS,
  );
});

test('what a person puts in is what the next service reads', () => {
  fc.assert(
    fc.property(anyEntries, entries => {
      const { header } = serializeBaggage(apiBaggage(entries), UNLIMITED);
      const { baggage, dropped } = parseBaggage(header, UNLIMITED);
      expect(dropped).toEqual([]);

      const sent = entries.filter(([key]) => isLiteralToken(key));
      expect(baggage.getAllEntries().map(([key]) => key)).toEqual(
        sent.map(([key]) => key),
      );
      for (const [key, value, metadata] of sent) {
        const read = baggage.getEntry(key)!;
        expect(read.value).toBe(wellFormed(value));
        expect(parseBaggageProperties(read.metadata)).toEqual(
          parseBaggageProperties(metadata).map(({ key, value }) =>
            value === undefined ? { key } : { key, value: wellFormed(value) },
          ),
        );
      }
    }),
    RUNS,
  );
});

test('C2 what createBaggage keeps arrives, whole', () => {
  fc.assert(
    fc.property(anyEntries, limits, (entries, limits) => {
      const made = createBaggage(
        entries.map(([key, value]) => [key, value] as const),
        limits,
      );
      const { header, dropped } = serializeBaggage(made, limits);
      expect(dropped).toEqual([]);
      const { baggage } = parseBaggage(header, limits);
      expect(listOf(baggage)).toEqual(
        listOf(made).map(([key, value]) => [key, wellFormed(value)]),
      );
    }),
    RUNS,
  );
});

test('C4 properties arrive as they were formatted', () => {
  const properties = fc.array(
    fc.oneof(
      fc.record({ key: token }),
      fc.record({ key: token, value: anyText.map(wellFormed) }),
    ),
  );
  fc.assert(
    fc.property(properties, properties => {
      const metadata = formatBaggageProperties(properties);
      expect(parseBaggageProperties(metadata)).toEqual(properties);

      const { header } = serializeBaggage(
        apiBaggage([['a', '1', metadata]]),
        UNLIMITED,
      );
      const { baggage } = parseBaggage(header, UNLIMITED);
      expect(parseBaggageProperties(baggage.getEntry('a')?.metadata)).toEqual(
        properties,
      );
    }),
    RUNS,
  );
});
