import type { BaggageDropReason } from '@otel-baggage/core';
import { skipOws, skipToken, skipValue } from '@otel-baggage/core/internal';

/**
 * The index of the first character of a list-member that makes it invalid;
 * undefined where something is missing, or no character is to blame.
 *
 * @param start of the member, in characters of the header
 * @param end of the member, without the white space behind it
 */
export function faultIn(
  header: string,
  start: number,
  end: number,
  reason: BaggageDropReason,
): number | undefined {
  if (!reason.startsWith('invalid_')) return undefined;
  const member = header.slice(start, end);
  const { length } = member;
  const keyEnd = skipToken(member, 0, length);
  const equals = skipOws(member, keyEnd, length);
  if (member[equals] !== '=' || keyEnd === 0) {
    return keyEnd < length ? start + keyEnd : undefined;
  }
  let index = skipPaddedValue(member, equals + 1);
  while (member[index] === ';') {
    index = skipOws(member, index + 1, length);
    const name = index;
    index = skipOws(member, skipToken(member, index, length), length);
    if (member[index] !== '=') continue;
    if (index === name) break;
    index = skipPaddedValue(member, index + 1);
  }
  return index < length ? start + index : undefined;
}

/** With the white space around it. */
function skipPaddedValue(text: string, index: number): number {
  const { length } = text;
  const end = skipValue(text, skipOws(text, index, length), length);
  const behind = skipOws(text, end, length);
  return behind === length || text[behind] === ';' ? behind : end;
}
