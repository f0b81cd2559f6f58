import { isVerbatimValue } from './grammar';

/**
 * Percent-encoding of values: W3C Baggage 3.3.1 `value`, RFC 3986 2.1.
 */

const REPLACEMENT = '\uFFFD';

/**
 * Decodes the triplets of a string as UTF-8 (rule E5). Ill-formed sequences
 * become U+FFFD, one per maximal subpart, and a BOM is kept, as the `UTF-8
 * decode without BOM` of the WHATWG Encoding standard does it. Never throws.
 *
 * @param text a `value`: each `%` in it begins a triplet
 */
export function percentDecode(text: string): string {
  let next = text.indexOf('%');
  if (next === -1) return text;

  let decoded = '';
  let copied = 0;
  while (next !== -1) {
    decoded += text.slice(copied, next);
    let end = next;
    while (text.charCodeAt(end) === 0x25) end += 3;
    decoded += decodeTriplets(text, next, end);
    copied = end;
    next = text.indexOf('%', end);
  }
  return decoded + text.slice(copied);
}

/** WHATWG Encoding 8.1.1, the UTF-8 decoder, on the triplets of a string. */
function decodeTriplets(text: string, start: number, end: number): string {
  let decoded = '';
  let codePoint = 0;
  let bytesNeeded = 0;
  let lower = 0x80;
  let upper = 0xbf;

  for (let i = start; i < end; i += 3) {
    const byte = hex(text.charCodeAt(i + 1)) * 16 + hex(text.charCodeAt(i + 2));

    if (bytesNeeded > 0) {
      if (byte >= lower && byte <= upper) {
        lower = 0x80;
        upper = 0xbf;
        codePoint = (codePoint << 6) | (byte & 0x3f);
        if (--bytesNeeded === 0) decoded += String.fromCodePoint(codePoint);
        continue;
      }
      // The sequence ends here; this byte begins the next one.
      decoded += REPLACEMENT;
      bytesNeeded = 0;
      lower = 0x80;
      upper = 0xbf;
    }

    if (byte < 0x80) {
      decoded += String.fromCharCode(byte);
    } else if (byte >= 0xc2 && byte <= 0xdf) {
      bytesNeeded = 1;
      codePoint = byte & 0x1f;
    } else if (byte >= 0xe0 && byte <= 0xef) {
      // No overlong form (E0), no surrogate (ED).
      if (byte === 0xe0) lower = 0xa0;
      if (byte === 0xed) upper = 0x9f;
      bytesNeeded = 2;
      codePoint = byte & 0xf;
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      // No overlong form (F0), nothing above U+10FFFF (F4).
      if (byte === 0xf0) lower = 0x90;
      if (byte === 0xf4) upper = 0x8f;
      bytesNeeded = 3;
      codePoint = byte & 0x7;
    } else {
      decoded += REPLACEMENT;
    }
  }
  return bytesNeeded > 0 ? decoded + REPLACEMENT : decoded;
}

function hex(code: number): number {
  // "0" is 0x30; letters of either case have their value in the low bits.
  return code < 0x3a ? code - 0x30 : (code & 0xf) + 9;
}

// baggage-octet without "%", "+" and "=" (rule I4).
const UNSAFE_IN_VALUE = /[^!#$&-*\--:<>-[\]-~]+/gu;

// All but baggage-octets and triplets (rule I6).
const UNSAFE_IN_PROPERTY = /(?:[^!#$&-+\--:<-[\]-~%]|%(?![0-9A-Fa-f]{2}))+/gu;

/**
 * Encodes a value made in code (rule I4): as UTF-8, in upper-case hex, all
 * outside `baggage-octet`, and `%`, `+` and `=`. Lone surrogates become
 * U+FFFD. Never throws.
 */
export function encodeValue(value: string): string {
  if (isVerbatimValue(value)) return value;
  return value.replace(UNSAFE_IN_VALUE, encodeAll);
}

/**
 * Encodes what is not legal in the value of a property (rule I6): triplets
 * stay, a stray `%` becomes `%25`. Never throws.
 */
export function encodePropertyValue(value: string): string {
  return value.replace(UNSAFE_IN_PROPERTY, encodeAll);
}

const LONE_SURROGATES = /\p{Surrogate}/gu;

function encodeAll(run: string): string {
  // encodeURIComponent throws on them.
  return encodeURIComponent(run.replace(LONE_SURROGATES, REPLACEMENT));
}
