import type { Baggage, BaggageEntry } from '@opentelemetry/api';
import {
  baggageEntryMetadataFromString,
  propagation,
} from '@opentelemetry/api';
import { createBaggage } from '../create-baggage';
import { parseBaggage } from './parse-baggage';
import { headerOfBaggage, serializeBaggage } from './serialize-baggage';
import {
  apiBaggage,
  BAGGAGE_STRING,
  type Entry,
  listOf,
  write,
} from '@otel-baggage/test-support';
import { BAGGAGE_OCTETS, TCHARS } from '../../conformance/literal-baggage';
import type { BaggageDropReason } from '../types';

const ASCII = Array.from(Array(128).keys(), code => String.fromCharCode(code));

function named(characters: readonly string[]): [string, string][] {
  return characters.map(character => {
    const code = character.charCodeAt(0);
    return [`U+${code.toString(16).padStart(4, '0').toUpperCase()}`, character];
  });
}

/** What is sent of one entry `a`. */
function writeEntry(entry: unknown): string | undefined {
  return write(propagation.createBaggage({ a: entry as BaggageEntry }));
}

/** What is sent of the metadata of an entry `a=1`. */
function writeMetadata(metadata: string): string | undefined {
  return write(apiBaggage([['a', '1', metadata]]));
}

/** A baggage of somebody else that gives these entries. */
function foreign(entries: () => unknown): Baggage {
  return { ...propagation.createBaggage(), getAllEntries: entries } as Baggage;
}

function members(count: number): string[] {
  return Array.from(Array(count).keys(), i => `k${i}=v`);
}

describe('I1 nothing to send', () => {
  test.each<[string, Baggage]>([
    ['empty baggage of the API', propagation.createBaggage()],
    ['empty baggage of ours', createBaggage()],
    ['no valid member received', parseBaggage('"').baggage],
    ['all removed', parseBaggage('a=1').baggage.removeEntry('a')],
    ['cleared', parseBaggage('a=1').baggage.clear()],
    [
      'no key that is a token',
      apiBaggage([
        ['a b', '1'],
        ['', '2'],
      ]),
    ],
    ['nothing that fits', apiBaggage([['a', 'v'.repeat(8191)]])],
  ])('I1 %s: no header', (_name, baggage) => {
    expect(write(baggage)).toBeUndefined();
  });
});

describe('I2 the header matches the grammar', () => {
  test.each<[string, Entry[], string]>([
    ['one entry', [['a', '1']], 'a=1'],
    [
      'several, without spaces',
      [
        ['b', '2'],
        ['a', '1'],
      ],
      'b=2,a=1',
    ],
    ['an empty value', [['a', '']], 'a='],
    [
      'metadata',
      [
        ['a', '1', 'p=2;q'],
        ['b', '2'],
      ],
      'a=1;p=2;q,b=2',
    ],
    ['empty value with metadata', [['a', '', 'p']], 'a=;p'],
    [
      'ordinary keys (E12)',
      [
        ['__proto__', '1'],
        ['toString', '2'],
      ],
      '__proto__=1,toString=2',
    ],
  ])('I2 %s', (_name, entries, header) => {
    expect(write(apiBaggage(entries))).toBe(header);
    expect(header).toMatch(BAGGAGE_STRING);
  });
});

describe('I3 keys', () => {
  test.each(named(TCHARS))('I3 %s in a key is sent', (_name, character) => {
    const key = `a${character}`;
    expect(write(apiBaggage([[key, '1']]))).toBe(`${key}=1`);
  });

  test.each([
    ...named(ASCII.filter(character => !TCHARS.includes(character))),
    ...named(['\x80', '\xa0', 'é', '中', '\ud800', '\ufeff']),
  ])('I3 an entry with %s in its key is dropped', (_name, character) => {
    for (const key of [character, `a${character}`, `${character}a`]) {
      expect(
        write(
          apiBaggage([
            ['x', 'y'],
            [key, '1'],
            ['z', 'w'],
          ]),
        ),
      ).toBe('x=y,z=w');
    }
  });

  test('I3 the empty key is dropped', () => {
    expect(
      write(
        apiBaggage([
          ['', '1'],
          ['x', 'y'],
        ]),
      ),
    ).toBe('x=y');
  });

  test('I3 a key is never encoded or decoded', () => {
    expect(
      write(
        apiBaggage([
          ['a%20b', '1'],
          ['%', '2'],
        ]),
      ),
    ).toBe('a%20b=1,%=2');
  });
});

describe('I4 values', () => {
  test.each(named(ASCII))(
    'I4, E5 %s is read as it was written',
    (_name, character) => {
      const stays =
        BAGGAGE_OCTETS.includes(character) && !'%+='.includes(character);
      const hex = character.charCodeAt(0).toString(16).toUpperCase();
      const encoded = stays ? character : `%${hex.padStart(2, '0')}`;
      const value = `${character}x${character}`;

      const header = write(
        apiBaggage([
          ['a', value],
          ['b', '1'],
        ]),
      );
      expect(header).toBe(`a=${encoded}x${encoded},b=1`);
      expect(header).toMatch(BAGGAGE_STRING);
      expect(listOf(parseBaggage(header).baggage)).toEqual([
        ['a', value],
        ['b', '1'],
      ]);
    },
  );

  test.each([
    ['two, three and four bytes', 'é€😀', '%C3%A9%E2%82%AC%F0%9F%98%80'],
    ['hex in upper case', '\u{10ffff}', '%F4%8F%BF%BF'],
    ['a triplet is text here', '%41', '%2541'],
    ['a space is no "+"', 'a b+c', 'a%20b%2Bc'],
    ['"="', 'a=b', 'a%3Db'],
    ['a line', 'a\r\nb: c', 'a%0D%0Ab:%20c'],
    ['a lone surrogate', 'a\ud800', 'a%EF%BF%BD'],
    ['two lone surrogates', '\udc00\ud800', '%EF%BF%BD%EF%BF%BD'],
  ])('I4 %s', (_name, value, encoded) => {
    expect(write(apiBaggage([['a', value]]))).toBe(`a=${encoded}`);
  });

  test.each<[string, unknown, string]>([
    ['a number', 1.5, '1.5'],
    ['a bigint', 10n, '10'],
    ['a boolean', false, 'false'],
    ['null', null, 'null'],
    ['undefined', undefined, 'undefined'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['an array', ['a', 'b'], 'a%2Cb'],
    ['an object', {}, '[object%20Object]'],
    ['an object with toString', { toString: () => 'x,y' }, 'x%2Cy'],
    ['a String object', new String('s'), 's'],
  ])('I4 a value that is %s is made a string', (_name, value, encoded) => {
    expect(writeEntry({ value })).toBe(`a=${encoded}`);
  });
});

describe('I5 what was not changed goes out as it came', () => {
  test.each([
    ['triplets of lower case', 'a=%c3%a9'],
    ['triplets that need not be', 'a=%41%2D'],
    ['ill-formed UTF-8', 'a=%FF%E2%82'],
    ['"=" and "+"', 'a=b=c+d'],
    ['metadata', 'a=1;p=%41;q;p==+'],
    ['many entries', members(64).join(',')],
    ['one duplicate after another', 'a=1,b=2'],
  ])('I5 %s', (_name, header) => {
    expect(write(parseBaggage(header).baggage)).toBe(header);
  });

  test('I5 OWS, empty members and properties are left out', () => {
    const { baggage } = parseBaggage(' a = %c3 ; p = 1 ;; , ,\tb=\t');
    expect(write(baggage)).toBe('a=%c3;p=1,b=');
  });

  test('I5 a full header that needs no encoding', () => {
    const plain = BAGGAGE_OCTETS.filter(octet => octet !== '%').join('');
    const header = `k=${plain.repeat(100)}`.slice(0, 8192);
    expect(header).toHaveLength(8192);
    expect(write(parseBaggage(header).baggage)).toBe(header);
  });

  test('I5 a full header of triplets', () => {
    const header = `a=${'%c3%A9'.repeat(1365)}`;
    expect(header).toHaveLength(8192);
    expect(write(parseBaggage(header).baggage)).toBe(header);
  });

  test('I5 a full header of 64 members with triplets, "=" and metadata', () => {
    const header = Array.from(Array(64).keys(), i => {
      const member = `key${i}=%41=+%ff;p=%20;q=`;
      return member.padEnd(i === 63 ? 128 : 127, 'v');
    }).join(',');
    expect(header).toHaveLength(8192);
    expect(write(parseBaggage(header).baggage)).toBe(header);
  });

  test('I5 the others, when one is set, removed or replaced', () => {
    const { baggage } = parseBaggage('a=%41=,b=%42+;p=%43,c=%44');
    expect(write(baggage.setEntry('d', { value: '=' }))).toBe(
      'a=%41=,b=%42+;p=%43,c=%44,d=%3D',
    );
    expect(write(baggage.setEntry('a', { value: 'A=' }))).toBe(
      'a=A%3D,b=%42+;p=%43,c=%44',
    );
    expect(write(baggage.removeEntry('a'))).toBe('b=%42+;p=%43,c=%44');
    expect(write(baggage.removeEntries('c', 'a'))).toBe('b=%42+;p=%43');
  });

  test('I5 also in a baggage made of it', () => {
    const { baggage } = parseBaggage('a=%41=;p=%42');
    expect(write(createBaggage(baggage))).toBe('a=%41=;p=%42');
  });
});

describe('I6 metadata', () => {
  test.each([
    ['one property', 'p=1', ';p=1'],
    ['several', 'p=1;q;r=', ';p=1;q;r='],
    ['OWS is removed', ' p = 1 ;\tq ', ';p=1;q'],
    ['empty ones are skipped', ';;p; ;', ';p'],
    ['nothing', '', ''],
    ['OWS alone', ' \t', ''],
    ['triplets stay', 'p=%41%c3', ';p=%41%c3'],
    ['a stray % becomes %25', 'p=100%', ';p=100%25'],
    ['a % with one hex digit', 'p=%4', ';p=%254'],
    ['a space in a value', 'p=1 2', ';p=1%202'],
    ['"=" in a value', 'p=1=2', ';p=1=2'],
    ['quotes', 'p="1\\"', ';p=%221%5C%22'],
    ['outside ASCII', 'p=é', ';p=%C3%A9'],
    ['a lone surrogate', 'p=\udfff', ';p=%EF%BF%BD'],
    ['a key that is no token', 'p q=1;r', ';r'],
    ['no key', '=1;r', ';r'],
    ['a key outside ASCII', 'é;r', ';r'],
    ['no property at all', 'what a day', ''],
    ['an ordinary key (E12)', '__proto__=1', ';__proto__=1'],
  ])('I6 %s', (_name, metadata, sent) => {
    expect(writeMetadata(metadata)).toBe(`a=1${sent}`);
  });

  test.each([
    ['a comma', 'p=1,evil=2'],
    ['a comma and OWS', 'p=1 , evil=2;q'],
    ['a comma in a key', 'p,evil=2'],
    ['a line', 'p=1\r\nevil: 2'],
    ['a line in a key', 'p\r\nevil: 2'],
    ['an empty line', '\r\n\r\nevil=2'],
    ['a line feed', 'p=1\nevil=2'],
    ['NUL', 'p=1\0,evil=2'],
    ['line separators', 'p=1\u2028evil=2\u2029,evil=3\x85'],
    ['a comma of another script', 'p=1，evil=2'],
    ['an encoded comma', 'p=1%2Cevil=2'],
    ['encoded lines', 'p=%0d%0aevil: 2'],
  ])('I6 with %s in it no member and no line is added', (_name, metadata) => {
    const header = write(
      apiBaggage([
        ['a', '1', metadata],
        ['b', '2'],
      ]),
    );
    expect(header).toMatch(BAGGAGE_STRING);
    expect(header).not.toMatch(/[\r\n]/);
    const read = parseBaggage(header);
    expect(read.dropped).toEqual([]);
    expect(read.baggage.getAllEntries().map(([key]) => key)).toEqual([
      'a',
      'b',
    ]);
  });

  test.each(named(ASCII))(
    'I6 %s in the value of a property is read as it was written',
    (_name, character) => {
      const header = writeMetadata(`p=x${character}y;q=1`);
      expect(header).toMatch(BAGGAGE_STRING);
      expect(parseBaggage(header).dropped).toEqual([]);
    },
  );

  test('I6 a text that another object says is its list-member is not trusted', () => {
    const entry = { value: '1', text: 'evil=2,x\r\ny: z' };
    const made = foreign(() => [
      ['a', entry],
      ['b', { value: '2', entry: { value: '3' }, text: 'evil=3' }],
    ]);
    expect(write(made)).toBe('a=1,b=2');
    expect(write(propagation.createBaggage({ a: entry }))).toBe('a=1');
    expect(write(createBaggage({ a: entry }))).toBe('a=1');
    expect(write(createBaggage().setEntry('a', entry))).toBe('a=1');
    expect(write(parseBaggage('b=2').baggage.setEntry('a', entry))).toBe(
      'b=2,a=1',
    );
  });
});

describe('I7 limits', () => {
  const entries = (count: number): Entry[] =>
    members(count).map(member => member.split('=') as [string, string]);

  test('I7 64 entries, in their order', () => {
    expect(write(apiBaggage(entries(64)))).toBe(members(64).join(','));
    expect(write(apiBaggage(entries(65)))).toBe(members(64).join(','));
    expect(write(apiBaggage(entries(300)))).toBe(members(64).join(','));
  });

  test('I7 dropped entries do not count', () => {
    const all = entries(64);
    all.splice(10, 0, ['not a token', '1'], ['ü', '2']);
    expect(write(apiBaggage(all))).toBe(members(64).join(','));
  });

  test('I7 8192 bytes in one entry', () => {
    const full = `k=${'v'.repeat(8190)}`;
    expect(write(apiBaggage([['k', 'v'.repeat(8190)]]))).toBe(full);
    expect(write(apiBaggage([['k', 'v'.repeat(8191)]]))).toBeUndefined();
  });

  test('I7 8192 bytes in many entries', () => {
    const fill = (last: number): Entry[] => [
      ...Array.from(Array(63).keys(), (i): Entry => [
        `k${String(i).padStart(2, '0')}`,
        'v'.repeat(123),
      ]),
      ['end', 'v'.repeat(last)],
    ];
    expect(write(apiBaggage(fill(124)))).toHaveLength(8192);
    expect(write(apiBaggage(fill(125)))).toHaveLength(63 * 127 + 62);
  });

  test.each<[string, Entry[], string | undefined]>([
    [
      'exactly',
      [
        ['a', '1'],
        ['b', '2', 'p'],
      ],
      'a=1,b=2;p',
    ],
    [
      'the one that does not fit',
      [
        ['a', '1'],
        ['b', '222', 'p'],
      ],
      'a=1',
    ],
    [
      'others that fit',
      [
        ['a', '1'],
        ['b', '12345678'],
        ['c', '3'],
      ],
      'a=1,c=3',
    ],
    [
      'bytes are those of the encoded value',
      [
        ['a', '12,'],
        ['b', '2'],
      ],
      'a=12%2C',
    ],
    [
      'one byte more by encoding',
      [
        ['a', '12345,'],
        ['b', '2'],
      ],
      'b=2',
    ],
    [
      'characters are not bytes',
      [
        ['a', '€'],
        ['b', '2'],
      ],
      'b=2',
    ],
    [
      'metadata that is dropped does not count',
      [
        ['a', '1', 'x y z;p'],
        ['b', ''],
      ],
      'a=1;p,b=',
    ],
  ])('I7 of 9 bytes: %s', (_name, all, header) => {
    expect(write(apiBaggage(all), { maxBytes: 9 })).toBe(header);
  });

  test('I7 of what came with a header too', () => {
    const { baggage } = parseBaggage('a=1,b=222,c=3,d=4');
    expect(write(baggage, { maxEntries: 2 })).toBe('a=1,b=222');
    expect(write(baggage, { maxBytes: 7 })).toBe('a=1,c=3');
    expect(write(baggage, { maxBytes: 2 })).toBeUndefined();
  });

  test('I7 what is remembered is not sent under other limits', () => {
    const baggage = apiBaggage([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(write(baggage)).toBe('a=1,b=2');
    expect(write(baggage, { maxEntries: 1 })).toBe('a=1');
    expect(write(baggage)).toBe('a=1,b=2');
  });

  test.each([[{ maxEntries: 0 }], [{ maxBytes: 1.5 }], [{ maxBytes: '1' }]])(
    'D3 the limits %j are refused',
    limits => {
      expect(() => serializeBaggage(createBaggage(), limits as never)).toThrow(
        TypeError,
      );
    },
  );
});

describe('I8 inject never throws', () => {
  const throws = () => {
    throw new Error('secret');
  };
  const throwing = { toString: throws, [Symbol.toPrimitive]: throws };
  const NO_PROTOTYPE: unknown = Object.create(null);

  test.each<[string, unknown]>([
    ['throws', throwing],
    ['gives no string', { toString: () => ({}) }],
    ['is not there', NO_PROTOTYPE],
  ])(
    'I8 a metadata whose toString %s loses that metadata only',
    (_name, metadata) => {
      const baggage = propagation.createBaggage({
        a: { value: '1', metadata: baggageEntryMetadataFromString('p') },
        b: { value: '2', metadata: metadata as never },
        c: { value: '3' },
      });
      expect(write(baggage)).toBe('a=1;p,b=2,c=3');
      expect(serializeBaggage(baggage).dropped).toEqual([
        expect.objectContaining({ key: 'b', reason: 'invalid_metadata' }),
      ]);
    },
  );

  test.each<[string, unknown]>([
    ['null', null],
    ['undefined', undefined],
  ])('I8 a metadata that is %s is none', (_name, metadata) => {
    expect(writeEntry({ value: '1', metadata })).toBe('a=1');
    expect(
      serializeBaggage(
        propagation.createBaggage({ a: { value: '1', metadata } as never }),
      ).dropped,
    ).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['a string', 'p=1', 'a=1;p=1'],
    ['a number', 7, 'a=1;7'],
    ['an object', {}, 'a=1'],
    ['a symbol', Symbol('s'), 'a=1'],
  ])('I8 a metadata that is %s', (_name, metadata, header) => {
    expect(writeEntry({ value: '1', metadata })).toBe(header);
  });

  test.each<[string, unknown]>([
    ['a value whose toString throws', { value: throwing }],
    ['a value without toString', { value: NO_PROTOTYPE }],
    [
      'an entry whose value throws',
      {
        get value() {
          return throws();
        },
      },
    ],
    [
      'an entry whose metadata throws',
      {
        value: '1',
        get metadata() {
          return throws();
        },
      },
    ],
    ['null as the entry', null],
    ['no entry', undefined],
  ])('I8 %s loses that entry only', (_name, entry) => {
    const baggage = foreign(() => [
      ['x', { value: 'y' }],
      ['a', entry],
      ['z', { value: 'w' }],
    ]);
    expect(write(baggage)).toBe('x=y,z=w');
    expect(JSON.stringify(serializeBaggage(baggage).dropped)).not.toContain(
      'secret',
    );
  });

  test.each<[string, unknown]>([
    ['a number', 1],
    ['a symbol', Symbol('s')],
    ['null', null],
    ['a String object', new String('a')],
    ['an object that throws', throwing],
    ['an object without toString', NO_PROTOTYPE],
    ['an object that says it is a token', { toString: () => 'a' }],
  ])('I8, I3 a key that is %s loses that entry only', (_name, key) => {
    const baggage = foreign(() => [
      ['x', { value: 'y' }],
      [key, { value: '1' }],
      ['z', { value: 'w' }],
    ]);
    expect(write(baggage)).toBe('x=y,z=w');
  });

  test.each<[string, () => unknown]>([
    ['throws', throws],
    ['gives nothing', () => undefined],
    ['gives null', () => null],
    ['gives a string', () => 'a=1'],
    ['gives an object', () => ({ a: { value: '1' } })],
    ['gives what throws when it is read', () => new Proxy([], { get: throws })],
    ['gives nulls', () => [null, undefined]],
    ['gives empty pairs', () => [[], []]],
  ])('I8 a baggage whose getAllEntries %s sends nothing', (_name, entries) => {
    expect(write(foreign(entries))).toBeUndefined();
  });

  test.each([
    ['nothing', {}],
    ['a number', 1],
    ['a string', 'a=1'],
    ['null', null],
    ['undefined', undefined],
  ])('I8 %s in place of a baggage sends nothing', (_name, baggage) => {
    expect(write(baggage as never)).toBeUndefined();
  });

  test.each<[string, () => unknown]>([
    ['strings', () => ['a=1', 'b,c']],
    ['numbers', () => [1, 2]],
    ['pairs of strings', () => [['a', '1,evil=2']]],
    ['longer lists', () => [['a', { value: '1' }, 'evil=2,x\r\ny: z']]],
    ['a Map', () => new Map([['a', { value: '1,b' }]])],
  ])('I8, I2 a baggage whose getAllEntries gives %s', (_name, entries) => {
    const header = write(foreign(entries)) ?? 'nothing=';
    expect(header).toMatch(BAGGAGE_STRING);
    expect(header).not.toContain('evil=');
  });

  test('I8 a key that a baggage gives twice reaches the next service once', () => {
    const twice = foreign(() => [
      ['a', { value: '1' }],
      ['a', { value: '2' }],
      ['b', { value: '3' }],
    ]);
    const header = write(twice);
    expect(header).toMatch(BAGGAGE_STRING);
    expect(listOf(parseBaggage(header).baggage)).toEqual([
      ['a', '2'],
      ['b', '3'],
    ]);
  });
});

describe('C5 what serialize leaves out', () => {
  test.each<
    [string, Entry[], BaggageDropReason, { position: number; key?: string }]
  >([
    [
      'a key that is no token',
      [
        ['a', '1'],
        ['b c', '2'],
      ],
      'invalid_key',
      { position: 1, key: undefined },
    ],
    [
      'a property',
      [['a', '1', 'p;q r']],
      'invalid_property',
      { position: 0, key: 'a' },
    ],
    [
      'what does not fit',
      [
        ['a', 'v'.repeat(8000)],
        ['b', 'v'.repeat(190)],
      ],
      'max_bytes',
      { position: 1, key: 'b' },
    ],
    [
      'the 65th entry',
      members(65).map(m => m.split('=') as [string, string]),
      'max_entries',
      { position: 64, key: 'k64' },
    ],
  ])('C5 %s', (_name, entries, reason, where) => {
    expect(serializeBaggage(apiBaggage(entries)).dropped).toEqual([
      { ...where, reason, bytes: expect.any(Number) },
    ]);
  });

  test('C5 bytes are those that the member would take', () => {
    const baggage = apiBaggage([
      ['a', 'é', 'p'],
      ['b', 'v'.repeat(8190)],
    ]);
    expect(serializeBaggage(baggage, { maxBytes: 9 }).dropped).toEqual([
      { position: 0, key: 'a', bytes: 10, reason: 'max_bytes' },
      { position: 1, key: 'b', bytes: 8192, reason: 'max_bytes' },
    ]);
  });

  test('C5 T2 a key that is not allowed, which takes no room', () => {
    const baggage = apiBaggage([
      ['a', '1'],
      ['b', '22'],
      ['c', '3'],
    ]);
    expect(
      serializeBaggage(baggage, { maxBytes: 7 }, key => key !== 'b'),
    ).toEqual({
      header: 'a=1,c=3',
      dropped: [{ position: 1, key: 'b', bytes: 4, reason: 'not_allowed' }],
    });
  });

  test('C5 where nothing is left out, nothing is said', () => {
    const baggage = apiBaggage([['a', '"', ' p = 1 ;;']]);
    expect(serializeBaggage(baggage)).toEqual({
      header: 'a=%22;p=1',
      dropped: [],
    });
  });

  test('C5 the propagator hears the same, each time', () => {
    const baggage = apiBaggage([
      ['a b', '1'],
      ['c', '2', 'q r'],
      ...members(65).map(m => m.split('=') as [string, string]),
    ]);
    const limits = { maxEntries: 64, maxBytes: 8192 };
    const expected = serializeBaggage(baggage).dropped.map(d => d.reason);
    for (let i = 0; i < 3; i++) {
      const heard: string[] = [];
      headerOfBaggage(baggage, limits, reason => heard.push(reason));
      expect(heard).toEqual(expected);
    }
  });

  test('D2 the report holds no value and no invalid key', () => {
    const baggage = apiBaggage([
      ['se cret', 'secret'],
      ['a', 'secret'.repeat(2000)],
      ['b', 'secret', 'se cret;p=secret'],
      ...members(70).map((m): Entry => [m.split('=')[0]!, 'secret']),
    ]);
    const { dropped } = serializeBaggage(baggage);
    expect(new Set(dropped.map(({ reason }) => reason)).size).toBe(4);
    expect(JSON.stringify(dropped)).not.toMatch(/se ?cret/);
  });
});
