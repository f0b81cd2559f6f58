import fc from 'fast-check';
import {
  encodePropertyValue,
  encodeValue,
  percentDecode,
} from './percent-encoding';
import {
  BAGGAGE_OCTETS,
  literalEncode,
  literalDecode,
} from '../../conformance/literal-baggage';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The octets as triplets. */
function triplets(octets: readonly number[]): string {
  return octets
    .map(octet => `%${octet.toString(16).padStart(2, '0')}`)
    .join('');
}

function expectAsLiteral(value: string): void {
  expect(encodeValue(value)).toBe(literalEncode(value));
}

function expectAsTextDecoder(octets: readonly number[]): void {
  const decoded = percentDecode(triplets(octets));
  const expected = decoder.decode(Uint8Array.from(octets));
  // Faster than an assertion for each of a hundred thousand.
  if (decoded !== expected)
    expect([octets, decoded]).toEqual([octets, expected]);
}

const OCTETS = Array.from(Array(256).keys());
/** Of each range of octets that the UTF-8 decoder tells apart, both ends. */
const BOUNDARIES = [
  ...[0x00, 0x2c, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2],
  ...[0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5],
  ...[0xf8, 0xff],
];

describe('E5 percent-decoding', () => {
  test('E5 text without triplets stays, "+" too', () => {
    expect(percentDecode("a+b=c'()*")).toBe("a+b=c'()*");
    expect(percentDecode('')).toBe('');
  });

  test.each([
    ['upper case', '%C3%A9', 'é'],
    ['lower case', '%c3%a9', 'é'],
    ['mixed case', '%c3%A9%3D%3d', 'é=='],
    ['between text', 'a%20b%2Cc', 'a b,c'],
    ['two bytes', '%C2%80', '\u0080'],
    ['three bytes', '%E2%82%AC', '€'],
    ['four bytes', '%F0%9F%98%80', '😀'],
    ['a percent sign is not decoded twice', '%2541', '%41'],
    ['NUL', '%00', '\0'],
    ['a BOM is kept', '%EF%BB%BFa', '\uFEFFa'],
    ['the highest code point', '%F4%8F%BF%BF', '\u{10FFFF}'],
    ['a noncharacter', '%EF%BF%BF', '\uFFFF'],
  ])('E5 well-formed: %s', (_name, text, decoded) => {
    expect(percentDecode(text)).toBe(decoded);
  });

  test.each([
    ['a lone byte', '%FF', '\uFFFD'],
    ['a lone continuation byte', 'a%80b', 'a\uFFFDb'],
    ['two continuation bytes', '%80%BF', '\uFFFD\uFFFD'],
    ['truncated, two of three', '%E2%82', '\uFFFD'],
    ['truncated, three of four', '%F0%9F%98', '\uFFFD'],
    ['truncated by text', '%E2%82a', '\uFFFDa'],
    ['truncated by an encoded letter', '%E2%82%41', '\uFFFDA'],
    ['truncated by another sequence', '%E2%82%C3%A9', '\uFFFDé'],
    ['overlong, two bytes', '%C0%AF', '\uFFFD\uFFFD'],
    ['overlong, three bytes', '%E0%80%AF', '\uFFFD\uFFFD\uFFFD'],
    ['overlong, four bytes', '%F0%80%80%AF', '\uFFFD\uFFFD\uFFFD\uFFFD'],
    ['a surrogate', '%ED%A0%80', '\uFFFD\uFFFD\uFFFD'],
    ['a surrogate pair', '%ED%A0%BD%ED%B8%80', '\uFFFD'.repeat(6)],
    ['above U+10FFFF', '%F4%90%80%80', '\uFFFD\uFFFD\uFFFD\uFFFD'],
    ['five bytes', '%F8%88%80%80%80', '\uFFFD'.repeat(5)],
    ['a truncated BOM', '%EF%BB', '\uFFFD'],
  ])(
    'E5 ill-formed becomes U+FFFD, one per maximal subpart: %s',
    (_name, text, decoded) => {
      expect(percentDecode(text)).toBe(decoded);
      expect(literalDecode(text)).toBe(decoded);
    },
  );

  test('E5 every sequence of one and of two octets, as the WHATWG decoder', () => {
    for (const first of OCTETS) {
      expectAsTextDecoder([first]);
      for (const second of OCTETS) expectAsTextDecoder([first, second]);
    }
  });

  test('E5 sequences of three and of four octets, as the WHATWG decoder', () => {
    for (const first of BOUNDARIES) {
      for (const second of BOUNDARIES) {
        for (const third of BOUNDARIES) {
          expectAsTextDecoder([first, second, third]);
          for (const fourth of BOUNDARIES) {
            expectAsTextDecoder([first, second, third, fourth]);
          }
        }
      }
    }
  });
});

describe('I4 percent-encoding of a value', () => {
  test.each(
    Array.from(Array(128).keys(), code => [
      `U+${code.toString(16).padStart(4, '0').toUpperCase()}`,
      String.fromCharCode(code),
    ]),
  )('I4 %s: encoded where it must be, and read back', (_name, character) => {
    const stays =
      BAGGAGE_OCTETS.includes(character) &&
      !['%', '+', '='].includes(character);
    const hex = character.charCodeAt(0).toString(16).toUpperCase();
    const expected = stays ? character : `%${hex.padStart(2, '0')}`;
    expect(encodeValue(`a${character}b`)).toBe(`a${expected}b`);
    expect(percentDecode(expected)).toBe(character);
  });

  test.each([
    ['two bytes', 'é', '%C3%A9'],
    ['three bytes', '€', '%E2%82%AC'],
    ['four bytes', '😀', '%F0%9F%98%80'],
    ['a run', 'a é,"b', 'a%20%C3%A9%2C%22b'],
    ['a triplet is not left as it is', '%41', '%2541'],
    ['a lone high surrogate', 'a\uD800b', 'a%EF%BF%BDb'],
    ['a lone low surrogate', '\uDC00', '%EF%BF%BD'],
    ['surrogates the wrong way round', '\uDC00\uD800', '%EF%BF%BD%EF%BF%BD'],
    ['a lone surrogate before a pair', '\uD83D😀', '%EF%BF%BD%F0%9F%98%80'],
    ['a BOM', '\uFEFFa', '%EF%BB%BFa'],
  ])('I4 %s', (_name, value, encoded) => {
    expect(encodeValue(value)).toBe(encoded);
    expect(literalEncode(value)).toBe(encoded);
  });

  const parts = [' ', 'é', '€', '😀', '=', '%', '"', 'a', ':', '{', '/'];
  const surrogates = ['\uD800', '\uDC00'];

  test.each([
    ...[...parts, ...surrogates].map(part => part.repeat(100)),
    ...[...parts, ...surrogates].map(part => `${' é'.repeat(50)}${part}`),
    'a=x;'.repeat(100),
    ' :'.repeat(100),
  ])('I4 a long value: %j', expectAsLiteral);

  test('I4 any long value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...parts, ...surrogates), { maxLength: 60 }),
        some => expectAsLiteral(some.join('')),
      ),
    );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(' ', 'é', '😀', 'a'), { minLength: 30 }),
        some => expectAsLiteral(some.join('')),
      ),
    );
  });

  test('I4, E5 every code point is read back as it was written', () => {
    const BLOCK = 0x400;
    for (let start = 0; start < 0x110000; start += BLOCK) {
      if (start >= 0xd800 && start < 0xe000) continue;
      const block = String.fromCodePoint(
        ...Array.from(Array(BLOCK).keys(), i => start + i),
      );
      const read = percentDecode(encodeValue(block));
      if (read !== block) expect([start, read]).toEqual([start, block]);
    }
  });
});

describe('I6 percent-encoding of a property value', () => {
  test.each([
    ['a triplet stays', 'a%20b%c3%A9', 'a%20b%c3%A9'],
    ['an ill-formed triplet stays too', '%FF', '%FF'],
    ['a stray % becomes %25', '100%', '100%25'],
    ['a % with one hex digit', '%4', '%254'],
    ['a % with two other letters', '%zz', '%25zz'],
    ['a % before a triplet', '%%41', '%25%41'],
    ['"=" and "+" stay', 'a=b+c', 'a=b+c'],
    ['a space inside', 'a b', 'a%20b'],
    ['a comma', 'a,b', 'a%2Cb'],
    ['a line', 'a\r\nb', 'a%0D%0Ab'],
    ['a quoted string', '"a\\"', '%22a%5C%22'],
    ['outside ASCII', 'é😀', '%C3%A9%F0%9F%98%80'],
    ['a lone surrogate', '\uD800', '%EF%BF%BD'],
    ['a % before an outside character', '%é', '%25%C3%A9'],
  ])('I6 %s', (_name, value, encoded) => {
    expect(encodePropertyValue(value)).toBe(encoded);
  });
});
