/**
 * Any header: rules E, I5 and C5, against the literal implementation.
 */
import { deepStrictEqual as equal, match, ok } from 'node:assert';
import { baggageOfHeader, parseBaggage } from '../src/header/parse-baggage';
import {
  headerOfBaggage,
  serializeBaggage,
} from '../src/header/serialize-baggage';
import { BAGGAGE_STRING } from '../../test-support/src/abnf';
import { listOf } from '../../test-support/src/list-of';
import { literalParse } from '../conformance/literal-baggage';
import type { DroppedMember } from '../src/types';
import { inputOf } from './input';

/** One line is one header field, several are an array of them. */
export function fuzz(data: Buffer): void {
  const { limits, lines } = inputOf(data);
  const header = lines.length === 1 ? lines[0] : lines;

  const { baggage, dropped } = parseBaggage(header, limits);
  const literal = literalParse(header, limits);
  equal(listOf(baggage), literal.entries);
  equal(dropped.map(comparable), literal.dropped.map(comparable));

  const extracted = baggageOfHeader(header, limits);
  equal(extracted === undefined ? [] : listOf(extracted), literal.entries);
  for (const [key, value] of literal.entries) {
    equal(baggageOfHeader(header, limits)?.getEntry(key)?.value, value);
  }

  const sent = serializeBaggage(baggage, limits);
  equal(sent, { header: literal.header || undefined, dropped: [] });
  if (extracted === undefined || sent.header === undefined) {
    equal([extracted, sent.header], [undefined, undefined]);
    return;
  }
  equal(headerOfBaggage(extracted, limits), sent.header);
  match(sent.header, BAGGAGE_STRING);
  ok(sent.header.length <= limits.maxBytes);
  ok(literal.entries.length <= limits.maxEntries);

  const again = parseBaggage(sent.header, limits);
  equal(listOf(again.baggage), literal.entries);
  equal(again.dropped, []);
}

function comparable({ position, offset, key, bytes, reason }: DroppedMember) {
  return reason === 'max_input'
    ? { position, reason }
    : { position, offset, key, bytes, reason };
}
