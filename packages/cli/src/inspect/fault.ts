import type { BaggageDropReason } from '@otel-baggage/core';

// tchar of RFC 7230 3.2.6 (rule E4), and baggage-octets of which each "%" has
// its two digits (rule E5).
const KEY = /[\w!#$%&'*+.^`|~-]*/y;
const VALUE = /(?:[!#$&-+\--:<-[\]-~]|%[\da-fA-F]{2})*/y;
const OWS = /[ \t]*/y;

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
  const keyEnd = skip(KEY, member, 0);
  const equals = skip(OWS, member, keyEnd);
  if (member[equals] !== '=' || keyEnd === 0) {
    return keyEnd < member.length ? start + keyEnd : undefined;
  }
  let index = skipValue(member, equals + 1);
  while (member[index] === ';') {
    index = skip(OWS, member, index + 1);
    const name = index;
    index = skip(OWS, member, skip(KEY, member, index));
    if (member[index] !== '=') continue;
    if (index === name) break;
    index = skipValue(member, index + 1);
  }
  return index < member.length ? start + index : undefined;
}

/** With the white space around it. */
function skipValue(text: string, index: number): number {
  const end = skip(VALUE, text, skip(OWS, text, index));
  const behind = skip(OWS, text, end);
  return behind === text.length || text[behind] === ';' ? behind : end;
}

function skip(pattern: RegExp, text: string, index: number): number {
  pattern.lastIndex = index;
  pattern.test(text);
  return Math.max(pattern.lastIndex, index);
}
