import { baggageEntryMetadataFromString } from '@opentelemetry/api';
import { createBaggage } from '../create-baggage';
import { parseBaggage } from '../header/parse-baggage';
import { formatBaggageProperties, parseBaggageProperties } from './properties';
import type { BaggageProperty } from '../types';
import { write } from '@otel-baggage/test-support';

const ASCII = Array.from(Array(128).keys(), code => [
  `U+${code.toString(16).padStart(4, '0').toUpperCase()}`,
  String.fromCharCode(code),
]);

describe('C4 parseBaggageProperties', () => {
  test.each<[string, string, BaggageProperty[]]>([
    ['a key alone', 'p', [{ key: 'p' }]],
    ['a key with a value', 'p=1', [{ key: 'p', value: '1' }]],
    ['an empty value', 'p=', [{ key: 'p', value: '' }]],
    ['"=" in the value', 'p==1=', [{ key: 'p', value: '=1=' }]],
    [
      'several, in order',
      'q;p=1;q',
      [{ key: 'q' }, { key: 'p', value: '1' }, { key: 'q' }],
    ],
    ['OWS', ' p = 1 ;\tq\t', [{ key: 'p', value: '1' }, { key: 'q' }]],
    ['empty ones', ';; p;', [{ key: 'p' }]],
    ['a percent-encoded value', 'p=%C3%A9%2C', [{ key: 'p', value: 'é,' }]],
    ['ill-formed UTF-8', 'p=%FFa', [{ key: 'p', value: '\uFFFDa' }]],
    ['a key is not decoded', '%41=1', [{ key: '%41', value: '1' }]],
    ['a stray %', 'p=100%', [{ key: 'p', value: '100%' }]],
    ['what is not encoded', 'p=a "b",é', [{ key: 'p', value: 'a "b",é' }]],
    ['a key that is no token is left out', 'p q=1;é;=2;r', [{ key: 'r' }]],
    ['__proto__ (E12)', '__proto__=1', [{ key: '__proto__', value: '1' }]],
    ['nothing', '', []],
    ['OWS alone', ' \t', []],
  ])('C4 %s', (_name, metadata, properties) => {
    expect(parseBaggageProperties(metadata)).toEqual(properties);
    expect(
      parseBaggageProperties(baggageEntryMetadataFromString(metadata)),
    ).toEqual(properties);
  });

  test('C4 a key alone has no value, not even undefined', () => {
    expect(Object.keys(parseBaggageProperties('p')[0]!)).toEqual(['key']);
  });

  test('C4 an entry without metadata has none', () => {
    expect(parseBaggageProperties(undefined)).toEqual([]);
    expect(
      parseBaggageProperties(
        parseBaggage('a=1').baggage.getEntry('a')?.metadata,
      ),
    ).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['an object without toString', Object.create(null)],
    [
      'a toString that throws',
      {
        toString: () => {
          throw new Error('x');
        },
      },
    ],
    ['a toString that gives no string', { toString: () => ({}) }],
  ])('C4 %s never throws', (_name, metadata) => {
    expect(parseBaggageProperties(metadata as never)).toEqual([]);
  });
});

describe('C4 formatBaggageProperties', () => {
  test.each<[string, BaggageProperty[], string]>([
    ['nothing', [], ''],
    ['a key alone', [{ key: 'p' }], 'p'],
    ['a value', [{ key: 'p', value: '1' }], 'p=1'],
    ['an empty value', [{ key: 'p', value: '' }], 'p='],
    ['several', [{ key: 'p' }, { key: 'q', value: '2' }], 'p;q=2'],
    ['delimiters', [{ key: 'p', value: ',; ' }], 'p=%2C%3B%20'],
    ['a triplet is text here', [{ key: 'p', value: '%41' }], 'p=%2541'],
    ['a line', [{ key: 'p', value: '\r\n' }], 'p=%0D%0A'],
    ['outside ASCII', [{ key: 'p', value: 'é😀' }], 'p=%C3%A9%F0%9F%98%80'],
    ['a lone surrogate', [{ key: 'p', value: '\ud800' }], 'p=%EF%BF%BD'],
  ])('C4 %s', (_name, properties, metadata) => {
    expect(formatBaggageProperties(properties)).toBe(metadata);
  });

  test.each([[''], ['p q'], ['é'], ['p='], ['p;q'], [undefined], [1]])(
    'C4, D3 the key %j is refused',
    key => {
      expect(() =>
        formatBaggageProperties([{ key: key as string, value: 'secret' }]),
      ).toThrow(TypeError);
      expect(() =>
        formatBaggageProperties([{ key: key as string, value: 'secret' }]),
      ).toThrow(/^(?!.*secret)/);
    },
  );
});

describe('C4 both ways', () => {
  test.each(ASCII)('C4 %s in a value', (_name, character) => {
    const properties = [
      { key: 'p', value: character },
      { key: 'q', value: ` x${character}y ` },
      { key: 'r' },
    ];
    const metadata = formatBaggageProperties(properties);
    expect(parseBaggageProperties(metadata)).toEqual(properties);

    // ... and over the wire
    const header = write(createBaggage({ a: { value: '1', metadata } }));
    expect(header).toBe(`a=1;${metadata}`);
    const { baggage } = parseBaggage(header);
    expect(parseBaggageProperties(baggage.getEntry('a')?.metadata)).toEqual(
      properties,
    );
  });

  test.each(['p', 'p=1', 'p=;q', 'p=%20;q=%C3%A9'])(
    'C4 the metadata %s',
    metadata => {
      expect(formatBaggageProperties(parseBaggageProperties(metadata))).toBe(
        metadata,
      );
    },
  );
});
