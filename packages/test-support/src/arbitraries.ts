/**
 * What the property tests are fed with: headers, entries, metadata and limits,
 * leaning towards the grammar's delimiters and towards what breaks it.
 */
import fc from 'fast-check';
import { BAGGAGE_STRING } from './abnf';
import type { Entry } from './entry';

const ASCII = Array.from(Array(128).keys(), code => String.fromCharCode(code));
const TCHARS = ASCII.filter(char => BAGGAGE_STRING.test(`${char}=`));
/** Without the `%`, which is one as the first of a triplet. */
const ORDINARY_OCTETS = ASCII.filter(
  char => !/[ \t]/.test(char) && BAGGAGE_STRING.test(`k=${char}`),
);

/** Few, so that they meet again. */
const COMMON_KEYS = [
  'a',
  'b',
  'c',
  'key',
  'a%20b',
  '__proto__',
  'constructor',
  'toString',
];

/** Pieces that a header is made of, and that it should not be made of. */
const PIECES = [
  ...[',', ';', '=', ' ', '\t', '%', '"', '\\', 'a', 'b', 'a=', 'a=1', ';p=1'],
  ...['%41', '%2C', '%c3%a9', '%F0%9F%98%80', '%ff', '%e2%82', '%4', '%zz'],
  ...['\u00a0', '\v', '\r\n', '\n', '\0', '\x7f', '\ufeff', '\u2028'],
  ...['é', '😀', '\ud800', '\udc00', '__proto__'],
];

const ows = fc.constantFrom('', '', '', '', ' ', '\t', ' \t ');

function textOf(
  unit: fc.Arbitrary<string>,
  { minLength = 0, maxLength = 12 } = {},
): fc.Arbitrary<string> {
  return fc.array(unit, { minLength, maxLength }).map(units => units.join(''));
}

/** A legal key. */
export const token: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...COMMON_KEYS) },
  {
    weight: 2,
    arbitrary: textOf(fc.constantFrom(...TCHARS), { minLength: 1 }),
  },
);

const triplet = fc.tuple(fc.nat(255), fc.boolean()).map(([octet, upper]) => {
  const digits = octet.toString(16).padStart(2, '0');
  return `%${upper ? digits.toUpperCase() : digits}`;
});

/** A legal value, as it stands in a header. */
const encodedValue = textOf(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...ORDINARY_OCTETS) },
    { weight: 1, arbitrary: triplet },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '%C3%A9',
        '%E2%82',
        '%F0%9F%98%80',
        '%ED%A0%80',
      ),
    },
  ),
);

const headerProperty = fc.oneof(
  token,
  fc
    .tuple(token, ows, ows, encodedValue)
    .map(([key, before, after, value]) => `${key}${before}=${after}${value}`),
  fc.constant(''),
);

const member = fc
  .tuple(
    token,
    ows,
    ows,
    encodedValue,
    fc.array(fc.tuple(ows, ows, headerProperty), { maxLength: 3 }),
  )
  .map(
    ([key, before, after, value, properties]) =>
      `${key}${before}=${after}${value}` +
      properties.map(([x, y, property]) => `${x};${y}${property}`).join(''),
  );

/** A header of valid members, with OWS, empty members and duplicates. */
export const validHeader: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      ows,
      fc.oneof({ weight: 9, arbitrary: member }, fc.constant('')),
      ows,
    ),
    { maxLength: 8 },
  )
  .map(members =>
    members.map(([x, member, y]) => `${x}${member}${y}`).join(','),
  );

const soup = textOf(fc.constantFrom(...PIECES), { maxLength: 40 });

/** A valid header with a few pieces put in or over it. */
const mutant = fc
  .tuple(
    validHeader,
    fc.array(fc.tuple(fc.nat(200), fc.nat(3), fc.constantFrom(...PIECES)), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([header, changes]) =>
    changes.reduce((text, [place, removed, piece]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + piece + text.slice(at + removed);
    }, header),
  );

/** A header whose members are many or long, to meet the limits. */
const longHeader = fc
  .array(
    fc.tuple(token, fc.nat(60), fc.nat(4)).map(([key, length, spaces]) => {
      const padding = ' '.repeat(spaces);
      return `${padding}${key}=${'v'.repeat(length)}${padding}`;
    }),
    { maxLength: 80 },
  )
  .map(members => members.join(','));

/** Any text in the place of a header. */
export const anyHeader: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: mutant },
  { weight: 3, arbitrary: validHeader },
  { weight: 2, arbitrary: soup },
  { weight: 1, arbitrary: longHeader },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

/** Anything that a getter may give. */
export const anyHeaders: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: anyHeader },
  { weight: 3, arbitrary: fc.array(anyHeader, { maxLength: 5 }) },
  {
    weight: 1,
    arbitrary: fc.sparseArray(fc.oneof(anyHeader, fc.anything()), {
      maxNumElements: 5,
      maxLength: 8,
    }),
  },
  { weight: 1, arbitrary: fc.anything() },
);

/** Limits as they are and small ones, which short headers reach. */
export const limits: fc.Arbitrary<{ maxEntries: number; maxBytes: number }> =
  fc.record({
    maxEntries: fc.oneof(fc.constant(64), fc.integer({ min: 1, max: 5 })),
    maxBytes: fc.oneof(fc.constant(8192), fc.integer({ min: 1, max: 120 })),
  });

/** Any string at all, lone surrogates too. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  soup,
  fc
    .array(fc.nat(0xffff), { maxLength: 8 })
    .map(units => String.fromCharCode(...units)),
);

/** Entries as a person may write them, each key once. */
export const anyEntries: fc.Arbitrary<Entry[]> = fc.uniqueArray(
  fc
    .tuple(
      fc.oneof({ weight: 4, arbitrary: token }, anyText),
      anyText,
      fc.option(
        fc.oneof(
          anyText,
          fc.array(headerProperty, { maxLength: 3 }).map(p => p.join(';')),
        ),
        { nil: undefined },
      ),
    )
    .map(([key, value, metadata]): Entry =>
      metadata === undefined ? [key, value] : [key, value, metadata],
    ),
  { selector: ([key]) => key, maxLength: 8 },
);
