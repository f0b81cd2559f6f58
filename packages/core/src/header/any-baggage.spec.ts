/** What must hold for every baggage that is sent, however it was made. */
import type { Baggage } from '@opentelemetry/api';
import {
  baggageEntryMetadataFromString,
  propagation,
} from '@opentelemetry/api';
import fc from 'fast-check';
import { parseBaggage } from './parse-baggage';
import { headerOfBaggage, serializeBaggage } from './serialize-baggage';
import {
  anyEntries,
  anyHeader,
  anyText,
  apiBaggage,
  BAGGAGE_STRING,
  type Entry,
  limits,
  listOf,
  token,
} from '@otel-baggage/test-support';
import {
  isLiteralToken,
  literalParse,
  literalSerialize,
} from '../../conformance/literal-baggage';

const RUNS = { numRuns: 2000 };

test('I3 to I7 the header is that of the literal implementation', () => {
  fc.assert(
    fc.property(anyEntries, limits, (entries, limits) => {
      const baggage = apiBaggage(entries);
      const expected = literalSerialize(entries, limits);
      expect(serializeBaggage(baggage, limits).header).toBe(expected);
      expect(headerOfBaggage(baggage, limits)).toBe(expected);
      expect(headerOfBaggage(baggage, limits)).toBe(expected);
    }),
    RUNS,
  );
});

test('I2, I7 it matches the grammar and the limits', () => {
  fc.assert(
    fc.property(anyEntries, limits, (entries, limits) => {
      const { header } = serializeBaggage(apiBaggage(entries), limits);
      if (header === undefined) return;
      expect(header).toMatch(BAGGAGE_STRING);
      expect(header.length).toBeLessThanOrEqual(limits.maxBytes);
      expect(header.split(',').length).toBeLessThanOrEqual(limits.maxEntries);
    }),
    RUNS,
  );
});

test('C5, D1 the propagator hears what the report says', () => {
  fc.assert(
    fc.property(anyEntries, limits, (entries, limits) => {
      const baggage = apiBaggage(entries);
      const heard: unknown[] = [];
      headerOfBaggage(baggage, limits, (reason, position, bytes, key) =>
        heard.push({ position, key, bytes, reason }),
      );
      expect(heard).toEqual(serializeBaggage(baggage, limits).dropped);
    }),
    RUNS,
  );
});

test('I8, I2 whatever an object in place of a baggage holds', () => {
  const foreign = fc.oneof(
    fc.anything(),
    fc.array(fc.anything()),
    fc.array(
      fc.tuple(
        fc.oneof(token, fc.anything()),
        fc.oneof(
          fc.anything(),
          fc.record(
            {
              value: fc.oneof(anyText, fc.anything()),
              metadata: fc.oneof(anyText, fc.anything()),
              text: anyText,
              entry: fc.anything(),
            },
            { requiredKeys: [] },
          ),
        ),
        fc.oneof(anyText, fc.anything()),
      ),
    ),
  );
  fc.assert(
    fc.property(foreign, limits, (entries, limits) => {
      const baggage = { getAllEntries: () => entries } as unknown as Baggage;
      const { header, dropped } = serializeBaggage(baggage, limits);
      expect(headerOfBaggage(baggage, limits)).toBe(header);
      if (header !== undefined) expect(header).toMatch(BAGGAGE_STRING);
      for (const { key } of dropped) {
        if (key !== undefined) expect(isLiteralToken(key)).toBe(true);
      }
    }),
    RUNS,
  );
});

type Change =
  | { set: Entry }
  | { remove: string[] }
  | { clear: true }
  | { send: true }
  | { read: true };

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      set: fc
        .tuple(token, anyText, fc.option(anyText, { nil: undefined }))
        .map(([key, value, metadata]): Entry =>
          metadata === undefined ? [key, value] : [key, value, metadata],
        ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ remove: fc.array(token) }) },
  { weight: 1, arbitrary: fc.constant<Change>({ clear: true }) },
  { weight: 1, arbitrary: fc.constant<Change>({ send: true }) },
  { weight: 1, arbitrary: fc.constant<Change>({ read: true }) },
);

test('C1, I5 after any changes: the changed as made, the others as they came', () => {
  fc.assert(
    fc.property(anyHeader, fc.array(change), (header, changes) => {
      let baggage = parseBaggage(header).baggage;
      const model = new Map<string, { entry: Entry; text: string }>();
      const received = literalParse(header, {
        maxEntries: 64,
        maxBytes: 8192,
      });
      const texts = received.header.split(',');
      received.entries.forEach((entry, i) =>
        model.set(entry[0], { entry, text: texts[i]! }),
      );
      const before: [Baggage, Entry[]][] = [];

      for (const change of changes) {
        before.push([baggage, listOf(baggage)]);
        if ('set' in change) {
          const [key, value, metadata] = change.set;
          baggage = baggage.setEntry(key, {
            value,
            metadata:
              metadata === undefined
                ? undefined
                : baggageEntryMetadataFromString(metadata),
          });
          model.set(key, {
            entry: change.set,
            text: literalSerialize([change.set], {
              maxEntries: 1,
              maxBytes: Infinity,
            })!,
          });
        } else if ('remove' in change) {
          baggage = baggage.removeEntries(...change.remove);
          change.remove.forEach(key => model.delete(key));
        } else if ('clear' in change) {
          baggage = baggage.clear();
          model.clear();
        } else if ('send' in change) {
          headerOfBaggage(baggage, { maxEntries: 64, maxBytes: 8192 });
        } else {
          for (const key of model.keys()) baggage.getEntry(key);
        }
      }

      const members = [...model.values()];
      expect(listOf(baggage)).toEqual(members.map(({ entry }) => entry));
      expect(
        serializeBaggage(baggage, { maxEntries: 1000, maxBytes: 100_000 })
          .header ?? '',
      ).toBe(members.map(({ text }) => text).join(','));
      // None of the earlier ones was changed.
      for (const [earlier, entries] of before) {
        expect(listOf(earlier)).toEqual(entries);
      }
    }),
    { numRuns: 1000 },
  );
});

test('C1 the baggage of the API gives the same header as ours', () => {
  fc.assert(
    fc.property(anyEntries, entries => {
      const ours = entries.reduce(
        (baggage, [key, value, metadata]) =>
          baggage.setEntry(key, {
            value,
            metadata:
              metadata === undefined
                ? undefined
                : baggageEntryMetadataFromString(metadata),
          }),
        parseBaggage('').baggage,
      );
      const theirs = apiBaggage(entries);
      expect(listOf(ours)).toEqual(listOf(theirs));
      expect(serializeBaggage(ours)).toEqual(serializeBaggage(theirs));
      expect(
        propagation.createBaggage(Object.fromEntries(ours.getAllEntries())),
      ).toBeDefined();
    }),
    { numRuns: 1000 },
  );
});
