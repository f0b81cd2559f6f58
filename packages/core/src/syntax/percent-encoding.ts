import { skipValue, skipVerbatim } from './grammar';

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

/**
 * Encodes a value made in code (rule I4): as UTF-8, in upper-case hex, all
 * outside `baggage-octet`, and `%`, `+` and `=`. Lone surrogates become
 * U+FFFD. Never throws.
 */
export function encodeValue(value: string): string {
  return encode(value, skipVerbatim, NOT_AS_BUILT_IN);
}

/**
 * Encodes what is not legal in the value of a property (rule I6): triplets
 * stay, a stray `%` becomes `%25`. Never throws.
 */
export function encodePropertyValue(value: string): string {
  return encode(value, skipValue);
}

/**
 * The characters that only `encodeURIComponent` encodes, and lone surrogates,
 * for which it throws.
 */
const NOT_AS_BUILT_IN = /[#$&/:<>?@[\]^`{|}\p{Surrogate}]/u;

/** With more characters to encode, `encodeURIComponent` takes a third of the time. */
const MANY = 12;

/** Of each byte. */
const TRIPLETS = /* @__PURE__ */ Array.from(
  { length: 256 },
  (_, byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
);

/**
 * Encodes all that a function does not skip. By a table: `encodeURIComponent`
 * leaves `(` and takes `:`, throws on lone surrogates, and costs more than this
 * for the few characters that a value has of them ("first time" in the
 * benchmark).
 *
 * @param notAsBuiltIn tells of what `encodeURIComponent` encodes in another way
 */
function encode(
  text: string,
  skip: (text: string, index: number, end: number) => number,
  notAsBuiltIn?: RegExp,
): string {
  const { length } = text;
  let start = 0;
  let end = skip(text, 0, length);
  if (end === length) return text;
  let encoded = '';
  let count = 0;
  while (end < length) {
    if (count++ === MANY) {
      const rest = text.slice(start);
      if (notAsBuiltIn?.test(rest) === false) {
        return encoded + encodeURIComponent(rest);
      }
    }
    if (start < end) encoded += text.slice(start, end);
    const codePoint = text.codePointAt(end)!;
    encoded += tripletsOf(codePoint);
    start = end + (codePoint > 0xffff ? 2 : 1);
    end = skip(text, start, length);
  }
  return start < end ? encoded + text.slice(start, end) : encoded;
}

/** RFC 3629 3: UTF-8. */
function tripletsOf(codePoint: number): string {
  if (codePoint < 0x80) return TRIPLETS[codePoint]!;
  if (codePoint < 0x800) {
    return TRIPLETS[0xc0 | (codePoint >> 6)]! + continuation(codePoint);
  }
  if (codePoint < 0x10000) {
    const isSurrogate = (codePoint & 0xf800) === 0xd800;
    if (isSurrogate) return tripletsOf(0xfffd);
    return (
      TRIPLETS[0xe0 | (codePoint >> 12)]! +
      continuation(codePoint >> 6) +
      continuation(codePoint)
    );
  }
  return (
    TRIPLETS[0xf0 | (codePoint >> 18)]! +
    continuation(codePoint >> 12) +
    continuation(codePoint >> 6) +
    continuation(codePoint)
  );
}

function continuation(bits: number): string {
  return TRIPLETS[0x80 | (bits & 0x3f)]!;
}
