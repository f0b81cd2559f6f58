/**
 * Any entries: rules I, C2 and C4, against the literal implementation.
 */
import { deepStrictEqual as equal, match, ok } from 'node:assert';
import type { Baggage } from '@opentelemetry/api';
import {
  baggageEntryMetadataFromString,
  propagation,
} from '@opentelemetry/api';
import { createBaggage } from '../src/create-baggage';
import { parseBaggage } from '../src/header/parse-baggage';
import {
  formatBaggageProperties,
  parseBaggageProperties,
} from '../src/syntax/properties';
import {
  headerOfBaggage,
  serializeBaggage,
} from '../src/header/serialize-baggage';
import { BAGGAGE_STRING } from '../../test-support/src/abnf';
import {
  isLiteralToken,
  literalSerialize,
} from '../conformance/literal-baggage';
import type { Entry } from '../../test-support/src/entry';
import { inputOf } from './input';

/** Each three lines are the key, the value and the metadata of an entry. */
export function fuzz(data: Buffer): void {
  const { limits, lines } = inputOf(data);
  const byKey = new Map<string, Entry>();
  for (let i = 0; i < lines.length; i += 3) {
    const [key = '', value = '', metadata = ''] = lines.slice(i, i + 3);
    byKey.set(key, [key, value, metadata]);
  }
  const entries = [...byKey.values()];
  const expected = literalSerialize(entries, limits);

  const ofTheApi = withEntries(propagation.createBaggage(), entries);
  const changed = withEntries(parseBaggage('').baggage, entries);
  const made = createBaggage(
    entries.map(
      ([key, value, metadata]) => [key, { value, metadata }] as const,
    ),
    limits,
  );
  for (const baggage of [ofTheApi, changed, made]) {
    const { header, dropped } = serializeBaggage(baggage, limits);
    equal(header, expected);
    for (const { key } of dropped) ok(key === undefined || isLiteralToken(key));
    equal(headerOfBaggage(baggage, limits), expected);
    equal(headerOfBaggage(baggage, limits), expected);
  }
  if (expected === undefined) return;
  match(expected, BAGGAGE_STRING);
  ok(expected.length <= limits.maxBytes);

  const read = parseBaggage(expected, limits);
  equal(read.dropped, []);
  const all = read.baggage.getAllEntries();
  ok(all.length <= limits.maxEntries);
  for (const [key, { value, metadata }] of all) {
    const [, written, properties] = byKey.get(key)!;
    equal(value, wellFormed(written));
    const list = parseBaggageProperties(metadata);
    equal(
      list,
      parseBaggageProperties(properties).map(property =>
        property.value === undefined
          ? property
          : { ...property, value: wellFormed(property.value) },
      ),
    );
    equal(parseBaggageProperties(formatBaggageProperties(list)), list);
  }
}

function withEntries(baggage: Baggage, entries: readonly Entry[]): Baggage {
  return entries.reduce(
    (made, [key, value, metadata = '']) =>
      made.setEntry(key, {
        value,
        metadata: baggageEntryMetadataFromString(metadata),
      }),
    baggage,
  );
}

/** Lone surrogates become U+FFFD. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
