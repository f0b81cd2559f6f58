/** What must hold for every header, valid or not. */
import fc from 'fast-check';
import { baggageOfHeader, parseBaggage } from './parse-baggage';
import { headerOfBaggage, serializeBaggage } from './serialize-baggage';
import {
  anyHeader,
  anyHeaders,
  BAGGAGE_STRING,
  limits,
  listOf,
} from '@otel-baggage/test-support';
import { literalParse } from '../../conformance/literal-baggage';
import type { DroppedMember } from '../types';

const RUNS = { numRuns: 2000 };

/** What is cut by the raw bound has no length and no certain beginning. */
function comparable({ position, offset, key, bytes, reason }: DroppedMember) {
  return reason === 'max_input'
    ? { position, reason }
    : { position, offset, key, bytes, reason };
}

test('E1 to E10 the entries are those of the literal implementation', () => {
  fc.assert(
    fc.property(anyHeaders, limits, (header, limits) => {
      expect(listOf(parseBaggage(header, limits).baggage)).toEqual(
        literalParse(header, limits).entries,
      );
    }),
    RUNS,
  );
});

test('C5 what is left out is what the literal implementation leaves out', () => {
  fc.assert(
    fc.property(anyHeaders, limits, (header, limits) => {
      expect(parseBaggage(header, limits).dropped.map(comparable)).toEqual(
        literalParse(header, limits).dropped.map(comparable),
      );
    }),
    RUNS,
  );
});

test('C5 the propagator reads the same as the report says', () => {
  fc.assert(
    fc.property(anyHeaders, limits, (header, limits) => {
      const { baggage, dropped } = parseBaggage(header, limits);
      const heard: string[] = [];
      const extracted = baggageOfHeader(header, limits, reason =>
        heard.push(reason),
      );
      expect(extracted === undefined ? [] : listOf(extracted)).toEqual(
        listOf(baggage),
      );
      // Of duplicates it need not know before somebody asks for entries.
      const withoutDuplicates = (reasons: string[]) =>
        reasons.filter(reason => reason !== 'duplicate_key');
      expect(withoutDuplicates(heard)).toEqual(
        withoutDuplicates(dropped.map(({ reason }) => reason)),
      );
    }),
    RUNS,
  );
});

test('E11, I1 there is baggage to extract where there is an entry', () => {
  fc.assert(
    fc.property(anyHeaders, limits, (header, limits) => {
      const entries = literalParse(header, limits).entries.length;
      expect(baggageOfHeader(header, limits) !== undefined).toBe(entries > 0);
    }),
    RUNS,
  );
});

test('I5, I2 what came in goes out in its encoding, in the grammar', () => {
  fc.assert(
    fc.property(anyHeaders, limits, (header, limits) => {
      const { baggage } = parseBaggage(header, limits);
      const expected = literalParse(header, limits).header || undefined;
      expect(serializeBaggage(baggage, limits)).toEqual({
        header: expected,
        dropped: [],
      });
      expect(headerOfBaggage(baggage, limits)).toBe(expected);
      if (expected !== undefined) expect(expected).toMatch(BAGGAGE_STRING);
    }),
    RUNS,
  );
});

test('E9 the limits hold', () => {
  fc.assert(
    fc.property(anyHeaders, limits, (header, limits) => {
      const { baggage } = parseBaggage(header, limits);
      expect(baggage.getAllEntries().length).toBeLessThanOrEqual(
        limits.maxEntries,
      );
      const sent = serializeBaggage(baggage).header ?? '';
      expect(sent.length).toBeLessThanOrEqual(limits.maxBytes);
    }),
    RUNS,
  );
});

test('E1 headers are read as one, joined by commas', () => {
  fc.assert(
    fc.property(fc.array(anyHeader), limits, (headers, limits) => {
      const joined = parseBaggage(headers.join(','), limits);
      const separate = parseBaggage(headers, limits);
      expect(listOf(separate.baggage)).toEqual(listOf(joined.baggage));
      expect(separate.dropped).toEqual(joined.dropped);
    }),
    RUNS,
  );
});

test('E10 what lies behind the raw bound changes nothing', () => {
  const small = fc.record({
    maxEntries: fc.constant(64),
    maxBytes: fc.integer({ min: 1, max: 12 }),
  });
  fc.assert(
    fc.property(anyHeader, anyHeader, small, (header, more, limits) => {
      const bound = 8 * limits.maxBytes;
      const long = `${header},`.repeat(Math.ceil(bound / (header.length + 1)));
      const parsed = parseBaggage(long + more, limits);
      // Cut where a character behind the bound shows that there was more.
      const cut = parseBaggage((long + more).slice(0, bound + 1), limits);
      expect(listOf(parsed.baggage)).toEqual(listOf(cut.baggage));
      expect(parsed.dropped).toEqual(cut.dropped);
      expect(
        parsed.dropped.filter(({ reason }) => reason === 'max_input'),
      ).toHaveLength((long + more).length > bound ? 1 : 0);
    }),
    RUNS,
  );
});

test('C1 an entry is the same whether asked for by key, in a list, or first', () => {
  fc.assert(
    fc.property(anyHeaders, limits, (header, limits) => {
      const first = baggageOfHeader(header, limits);
      if (first === undefined) return;
      for (const [key] of literalParse(header, limits).entries) {
        const second = baggageOfHeader(header, limits)!;
        const byKey = second.getEntry(key)!;
        const inList = new Map(first.getAllEntries()).get(key)!;
        expect(byKey.value).toBe(inList.value);
        expect(byKey.metadata?.toString()).toBe(inList.metadata?.toString());
      }
    }),
    RUNS,
  );
});

test('D2 no report holds a value or an invalid key', () => {
  // Put into every place of a header that is no valid key.
  const SECRET = 'sEcReT';
  fc.assert(
    fc.property(anyHeader, limits, fc.nat(500), (header, limits, place) => {
      const members = header.split(',');
      const at = place % members.length;
      const [key, ...rest] = members[at]!.split('=');
      members[at] = `${key}=${SECRET}${rest.join(`=${SECRET}`)},${SECRET}`;
      const { dropped } = parseBaggage(members.join(','), limits);
      expect(JSON.stringify(dropped)).not.toContain(SECRET);
    }),
    RUNS,
  );
});
