import fc from 'fast-check';
import { baggageOfHeader, parseBaggage } from './parse-baggage';
import { BAGGAGE_OCTETS, TCHARS } from '../../conformance/literal-baggage';
import {
  type Entry,
  anyHeader,
  listOf,
  read,
} from '@otel-baggage/test-support';
import type { DroppedMember } from '../types';

const ASCII = Array.from(Array(128).keys(), code => String.fromCharCode(code));
const LATIN_1 = Array.from(Array(256).keys(), code =>
  String.fromCharCode(code),
);

function named(characters: readonly string[]): [string, string][] {
  return characters.map(character => [nameOf(character), character]);
}

function nameOf(character: string): string {
  const code = character.charCodeAt(0);
  return `U+${code.toString(16).padStart(4, '0').toUpperCase()}`;
}

/** So many members `k0=v`, `k1=v`, ... */
function members(count: number): string[] {
  return Array.from(Array(count).keys(), i => `k${i}=v`);
}

/** A member of so many bytes. */
function memberOf(bytes: number, key = 'k'): string {
  return `${key}=${'v'.repeat(bytes - key.length - 1)}`;
}

describe('E1 the carrier gives one string or an array of them', () => {
  test.each<[string, unknown, Entry[]]>([
    [
      'one string',
      'a=1,b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'an array of one',
      ['a=1,b=2'],
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'an array, in order',
      ['b=2', 'a=1'],
      [
        ['b', '2'],
        ['a', '1'],
      ],
    ],
    ['empty strings in it', ['', 'a=1', ''], [['a', '1']]],
    ['an empty array', [], []],
    ['a member does not reach over two', ['a=1;p', '=2'], [['a', '1', 'p']]],
    ['a key and its value do not either', ['a', '=1'], []],
    ['duplicates in two of them (E8)', ['a=1', 'a=2'], [['a', '2']]],
    [
      'an invalid one (E7)',
      ['a=1', '"', 'b=2'],
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
  ])('E1 %s', (_name, header, entries) => {
    expect(read(header)).toEqual(entries);
  });

  test('E1 an array with holes', () => {
    const header = new Array<string>(5);
    header[1] = 'a=1';
    header[3] = 'b=2';
    expect(read(header)).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  test('E1 what is not a string in an array is skipped', () => {
    const header = [
      ...[undefined, null, 1, true, Symbol('s'), 1n, {}, ['c=3'], () => 'd=4'],
      ...['a=1', { toString: () => 'e=5' }, new String('f=6'), 'b=2'],
    ];
    expect(read(header)).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 1],
    ['a boolean', true],
    ['a symbol', Symbol('s')],
    ['an object', {}],
    ['an object with toString', { toString: () => 'a=1' }],
    ['a String object', new String('a=1')],
    ['an object like an array', { 0: 'a=1', length: 1 }],
    ['a function', () => 'a=1'],
    ['words', new Uint16Array([0x61, 0x3d, 0x31])],
    ['an ArrayBuffer', new ArrayBuffer(3)],
    ['a view of one', new DataView(new ArrayBuffer(3))],
  ])('E1 %s has no members', (_name, header) => {
    expect(read(header)).toEqual([]);
    expect(parseBaggage(header).dropped).toEqual([]);
  });
});

describe('E1 bytes, as clients of brokers have them', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  test.each<[string, unknown, Entry[]]>([
    ['a Uint8Array', bytes('a=1;p'), [['a', '1', 'p']]],
    ['a Buffer', Buffer.from('a=1'), [['a', '1']]],
    ['a part of a Buffer', Buffer.from('x,a=1,y').subarray(2, 5), [['a', '1']]],
    [
      'an array of Buffers',
      [Buffer.from('a=1'), Buffer.from('b=2')],
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'Buffers and strings',
      ['a=1', Buffer.from('b=2'), undefined, 'c=3'],
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
      ],
    ],
    ['none', Buffer.alloc(0), []],
    ['bytes that are no text', Buffer.from([0xff, 0xfe]), []],
    ['a BOM, which is no OWS', Buffer.from('\ufeffa=1'), []],
    [
      'a member outside ASCII beside one that is not',
      Buffer.from('a=ü,b=2'),
      [['b', '2']],
    ],
  ])('E1 %s', (_name, header, entries) => {
    expect(read(header)).toEqual(entries);
  });

  test('E1 E10 a member that the bound cuts is dropped, whatever is before it', () => {
    const limits = { maxEntries: 64, maxBytes: 10 };
    for (const filler of [',', 'ü', '\u{1f600}']) {
      const header = Buffer.from(`${filler.repeat(76)},cut=${'v'.repeat(9)}`);
      expect(read(header, limits)).toEqual([]);
    }
    expect(read(Buffer.alloc(10_000_000, ','))).toEqual([]);
  });

  test('E1 what is read is what the same text gives', () => {
    fc.assert(
      fc.property(anyHeader, header => {
        const text = header.replace(LONE_SURROGATES, '\ufffd');
        expect(read(bytes(text))).toEqual(read(text));
      }),
    );
  });
});

const LONE_SURROGATES = /\p{Surrogate}/gu;

describe('E2 empty members', () => {
  test.each([
    ['nothing', ''],
    ['a comma', ','],
    ['commas', ',,,'],
    ['spaces', '   '],
    ['tabs', '\t\t'],
    ['OWS between commas', ' , \t,\t ,'],
  ])('E2 %s: no member, and nothing is said', (_name, header) => {
    expect(parseBaggage(header).dropped).toEqual([]);
    expect(read(header)).toEqual([]);
  });

  test.each([
    ['before', ',a=1,b=2'],
    ['between', 'a=1,,b=2'],
    ['after', 'a=1,b=2,'],
    ['OWS alone, everywhere', ' ,a=1, \t ,b=2, \t'],
  ])('E2 empty members %s others', (_name, header) => {
    expect(read(header)).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(parseBaggage(header).dropped).toEqual([]);
  });
});

/** A member with white space at each place where OWS may stand. */
const PLACES: [string, (space: string) => string][] = [
  ['before the key', s => `${s}a=1;p=2;q`],
  ['after the key', s => `a${s}=1;p=2;q`],
  ['before the value', s => `a=${s}1;p=2;q`],
  ['after the value', s => `a=1${s};p=2;q`],
  ['before a property', s => `a=1;${s}p=2;q`],
  ['after a property key', s => `a=1;p${s}=2;q`],
  ['before a property value', s => `a=1;p=${s}2;q`],
  ['after a property value', s => `a=1;p=2${s};q`],
  ['before a property without value', s => `a=1;p=2;${s}q`],
  ['at the end', s => `a=1;p=2;q${s}`],
];

describe('E3 OWS', () => {
  const others: Entry[] = [
    ['x', 'y'],
    ['z', 'w'],
  ];

  describe.each(PLACES)('E3 %s', (_place, memberWith) => {
    test.each([
      ['a space', ' '],
      ['a tab', '\t'],
      ['many of both', ' \t\t  \t '],
    ])('E3 %s is removed', (_name, space) => {
      expect(read(`x=y,${memberWith(space)},z=w`)).toEqual([
        ['x', 'y'],
        ['a', '1', 'p=2;q'],
        ['z', 'w'],
      ]);
    });

    test.each(
      named([
        ...['\0', '\n', '\v', '\f', '\r', '\x1c', '\x7f', '\x85', '\xa0'],
        ...[
          '\u1680',
          '\u2003',
          '\u200b',
          '\u2028',
          '\u2029',
          '\u3000',
          '\ufeff',
        ],
      ]),
    )('E3 %s is no OWS: the member is invalid', (_name, space) => {
      expect(read(`x=y,${memberWith(space)},z=w`)).toEqual(others);
      expect(read(`x=y,${memberWith(` ${space} `)},z=w`)).toEqual(others);
    });
  });

  test('E3 OWS inside a key or a value is no OWS around them', () => {
    expect(read('a b=1,a=1 2,a=1;p q,a=1;p=2 3,x=y')).toEqual([['x', 'y']]);
  });
});

describe('E4 keys', () => {
  test.each(named(TCHARS))('E4 %s in a key', (_name, character) => {
    expect(read(`${character}=1`)).toEqual([[character, '1']]);
    const key = `a${character}b${character}`;
    expect(read(`${key} = 1`)).toEqual([[key, '1']]);
  });

  test.each(
    named(
      LATIN_1.filter(c => !TCHARS.includes(c) && !'\t ,;='.includes(c)).concat(
        'ﬀ',
        '中',
        '\ud800',
      ),
    ),
  )('E4 %s is in no key', (_name, character) => {
    for (const key of [character, `a${character}`, `${character}a`]) {
      expect(read(`${key}=1,x=y`)).toEqual([['x', 'y']]);
    }
  });

  test.each([
    ['is case sensitive', 'a=1,A=2', ['a', 'A']],
    ['is never decoded', 'a%20b=1,%61=2,a=3', ['a%20b', '%61', 'a']],
    ['needs no triplets', '%=1,%z=2', ['%', '%z']],
    ['is at least one character', '=1,x=y', ['x']],
    ['may not be OWS alone', ' =1,x=y', ['x']],
    ['stands before "="', 'a,b;p,x=y', ['x']],
    ['stands before ";" and "="', 'a;p=1,x=y', ['x']],
  ])('E4 a key %s', (_name, header, keys) => {
    expect(read(header).map(([key]) => key)).toEqual(keys);
  });
});

describe('E5 values', () => {
  test.each(named(BAGGAGE_OCTETS.filter(octet => octet !== '%')))(
    'E5 the octet %s in a value',
    (_name, octet) => {
      expect(read(`a=${octet},b=x${octet}y${octet}`)).toEqual([
        ['a', octet],
        ['b', `x${octet}y${octet}`],
      ]);
    },
  );

  test.each(
    named(
      LATIN_1.filter(
        c => !BAGGAGE_OCTETS.includes(c) && !'\t ,;'.includes(c),
      ).concat('中', '\ud800', '😀'),
    ),
  )('E5 %s is no baggage-octet', (_name, character) => {
    for (const value of [character, `x${character}`, `${character}x`]) {
      expect(read(`a=${value},x=y`)).toEqual([['x', 'y']]);
    }
  });

  test.each(named(ASCII))('E5 %s percent-encoded', (_name, character) => {
    const hex = character.charCodeAt(0).toString(16).padStart(2, '0');
    expect(read(`a=%${hex},b=x%${hex.toUpperCase()}y`)).toEqual([
      ['a', character],
      ['b', `x${character}y`],
    ]);
  });

  test.each(
    Array.from(Array(128).keys(), i => [(i + 128).toString(16).toUpperCase()]),
  )('E5 the octet %s alone is no UTF-8', hex => {
    expect(read(`a=%${hex},b=x%${hex.toLowerCase()}y`)).toEqual([
      ['a', '\uFFFD'],
      ['b', 'x\uFFFDy'],
    ]);
  });

  test.each([
    ['may be empty', 'a=', ''],
    ['may be empty with OWS', 'a= \t', ''],
    ['may be empty before a property', 'a=;', ''],
    ['may contain "="', 'a=b=c==', 'b=c=='],
    ['may begin with "="', 'a==', '='],
    ['keeps "+"', 'a=b+c', 'b+c'],
    ['keeps quotes of a kind', "a='b'", "'b'"],
    ['is decoded as UTF-8', 'a=Am%C3%A9lie', 'Amélie'],
    ['is decoded once', 'a=%2541', '%41'],
    ['may decode to delimiters', 'a=%2C%3B%3D%20', ',;= '],
    ['may decode to a line', 'a=%0D%0A', '\r\n'],
    ['keeps decoded OWS', 'a=%20b%09', ' b\t'],
    ['keeps a BOM', 'a=%EF%BB%BFb', '\uFEFFb'],
    ['a lone byte', 'a=%FFb', '\uFFFDb'],
    ['truncated', 'a=%E2%82b', '\uFFFDb'],
    ['overlong', 'a=%C0%AF', '\uFFFD\uFFFD'],
    ['a surrogate', 'a=%ED%A0%80', '\uFFFD\uFFFD\uFFFD'],
    ['above U+10FFFF', 'a=%F4%90%80%80', '\uFFFD\uFFFD\uFFFD\uFFFD'],
  ])('E5 a value %s', (_name, header, value) => {
    expect(read(header)).toEqual([['a', value]]);
  });

  test.each([
    ['%'],
    ['%4'],
    ['b%'],
    ['b%4'],
    ['%zz'],
    ['%4g'],
    ['%g4'],
    ['%%41'],
    ['%41%'],
    ['% 41'],
    ['%+1'],
    ['%-1'],
    ['%u0041'],
    ['%４1'],
    ['%4;p'],
    ['"b"'],
    ['b\\'],
    ['b c'],
  ])('E5 the value %s makes the member invalid', value => {
    expect(read(`a=${value},x=y`)).toEqual([['x', 'y']]);
    expect(read(`x=y,a=${value}`)).toEqual([['x', 'y']]);
  });

  test('E5 a triplet does not reach over a comma', () => {
    expect(read('a=%4,1=y,b=%,41=y')).toEqual([
      ['1', 'y'],
      ['41', 'y'],
    ]);
  });
});

describe('E6 properties', () => {
  test.each([
    ['one with a value', 'a=1;p=2', 'p=2'],
    ['one without', 'a=1;p', 'p'],
    ['one with an empty value', 'a=1;p=', 'p='],
    ['one whose value has "="', 'a=1;p==2=', 'p==2='],
    ['several, in order', 'a=1;q;p=2;o', 'q;p=2;o'],
    ['the same twice', 'a=1;p=1;p=2;p', 'p=1;p=2;p'],
    ['keys of either case', 'a=1;p;P', 'p;P'],
    ['OWS removed', 'a=1 ;\tp \t= 2 ; q\t', 'p=2;q'],
    ['values stay encoded', 'a=1;p=%41%c3%a9%FF', 'p=%41%c3%a9%FF'],
    ['keys are never decoded', 'a=1;%41=2;%', '%41=2;%'],
    ['after an empty value', 'a=;p', 'p'],
    ['empty ones skipped', 'a=1;;p;; ;\t;q;', 'p;q'],
    ['an ordinary key (E12)', 'a=1;__proto__=2', '__proto__=2'],
  ])('E6 %s', (_name, header, metadata) => {
    expect(read(header)).toEqual([
      ['a', header[2] === ';' ? '' : '1', metadata],
    ]);
  });

  test.each([['a=1;'], ['a=1;;;'], ['a=1 ; ;\t']])(
    'E6 %s has no metadata',
    header => {
      expect(read(header)).toEqual([['a', '1']]);
    },
  );

  test.each([
    ['no key', '=2'],
    ['no key, no value', '='],
    ['a key with a space', 'p q'],
    ['a key in quotes', '"p"'],
    ['a key outside ASCII', 'é'],
    ['a bad triplet', 'p=%4'],
    ['a stray %', 'p=100%'],
    ['a quoted value', 'p="2"'],
    ['a backslash', 'p=\\'],
    ['a value with a space', 'p=2 3'],
    ['a line', 'p=2\r\n'],
  ])('E6 with %s the whole member is invalid', (_name, property) => {
    for (const member of [
      `a=1;${property}`,
      `a=1;q;${property}`,
      `a=1;${property};q`,
      `a=1;;${property};`,
    ]) {
      expect(read(`x=y,${member},z=w`)).toEqual([
        ['x', 'y'],
        ['z', 'w'],
      ]);
    }
  });
});

describe('E7 invalid members', () => {
  test.each([
    ['first', '",a=1,b=2'],
    ['between', 'a=1,b,b=2'],
    ['last', 'a=1,b=2,c="'],
    ['everywhere', '\n,a=1,=,b=2;p,b="2",b=2,;'],
  ])('E7 are dropped whole, the others kept: %s', (_name, header) => {
    expect(read(header)).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });
});

describe('E8 duplicate keys', () => {
  test.each<[string, string, Entry[]]>([
    ['the last wins', 'a=1,a=2,a=3', [['a', '3']]],
    ['the last valid wins', 'a=1,a=2,a="3"', [['a', '2']]],
    ['with its metadata', 'a=1;p,a=2;q', [['a', '2', 'q']]],
    ['without, where it has none', 'a=1;p,a=2', [['a', '2']]],
    ['also if it is empty', 'a=1;p,a=', [['a', '']]],
    [
      'in the place of the first',
      'a=1,b=2,a=3,c=4,b=5',
      [
        ['a', '3'],
        ['b', '5'],
        ['c', '4'],
      ],
    ],
    [
      'an encoded key is another',
      'a=1,%61=2',
      [
        ['a', '1'],
        ['%61', '2'],
      ],
    ],
    ['an ordinary key (E12)', '__proto__=1,__proto__=2', [['__proto__', '2']]],
  ])('E8 %s', (_name, header, entries) => {
    expect(read(header)).toEqual(entries);
  });

  test('E8 of many keys', () => {
    const twice = [...members(40), ...members(40).map(m => `${m}2`)];
    expect(read(twice.join(','))).toEqual(
      members(40).map(m => [m.split('=')[0], 'v2']),
    );
  });
});

describe('E9 limits', () => {
  test('E9 64 entries', () => {
    expect(read(members(64).join(','))).toHaveLength(64);
  });

  test('E9 of 65 entries the first 64 are kept', () => {
    expect(read(members(65).join(','))).toEqual(read(members(64).join(',')));
    expect(read(members(65))).toEqual(read(members(64)));
  });

  test('E9 of the 65 shortest members the first 64 are kept', () => {
    const shortest = TCHARS.slice(0, 65).map(key => `${key}=`);
    expect(read(shortest.slice(0, 64).join(','))).toHaveLength(64);
    expect(read(shortest.join(','))).toHaveLength(64);
  });

  test.each<[string, (count: number) => string]>([
    ['empty members', n => members(n).join(',,')],
    ['invalid members', n => members(n).join(',",=,b,')],
    ['a duplicate', n => ['k0=x', ...members(n)].join(',')],
    ['duplicates of each', n => [...members(n), ...members(n)].join(',')],
    ['OWS', n => members(n).join(' \t, ')],
  ])('E9 in the number of entries %s do not count', (_name, headerWith) => {
    expect(read(headerWith(64))).toEqual(read(members(64).join(',')));
    expect(read(headerWith(65))).toEqual(read(members(64).join(',')));
  });

  test('E9 a single member may fill the whole', () => {
    const entries = read(memberOf(8192));
    expect(entries).toEqual([['k', 'v'.repeat(8190)]]);
    expect(read(memberOf(8193))).toEqual([]);
  });

  test('E9 a key or metadata may fill the whole', () => {
    const key = 'k'.repeat(8191);
    expect(read(`${key}=`)).toEqual([[key, '']]);
    expect(read(`k${key}=`)).toEqual([]);
    const metadata = 'p'.repeat(8189);
    expect(read(`k=;${metadata}`)).toEqual([['k', '', metadata]]);
    expect(read(`k=;p${metadata}`)).toEqual([]);
  });

  /** 64 members and 63 commas of 8192 bytes in sum. */
  const full = [
    ...Array.from(Array(63).keys(), i => memberOf(127, `k${i}`)),
    memberOf(128, 'last'),
  ];
  const tooLong = [...full.slice(0, -1), memberOf(129, 'last')];

  test('E9 8192 bytes in many members', () => {
    expect(full.join(',')).toHaveLength(8192);
    expect(read(full.join(','))).toHaveLength(64);
    expect(read(tooLong.join(','))).toEqual(read(full.slice(0, -1).join(',')));
  });

  test.each([1, 2, 5, 64])('E9 8192 bytes over headers of %i members', size => {
    const headers = (all: string[]) =>
      Array.from(Array(Math.ceil(64 / size)).keys(), i =>
        all.slice(i * size, (i + 1) * size).join(','),
      );
    expect(read(headers(full))).toEqual(read(full.join(',')));
    expect(read(headers(tooLong))).toEqual(read(tooLong.join(',')));
  });

  test.each<[string, (all: string[]) => string]>([
    ['OWS around members', all => all.map(m => ` \t${m}  `).join(',')],
    [
      'OWS inside members',
      all => all.map(m => m.replace('=', ' = ')).join(','),
    ],
    ['empty members', all => all.join(',, ,')],
    ['empty properties', all => all.map(m => `${m}; ;;`).join(',')],
    ['invalid members', all => all.join(',k0="junk",=,junk,')],
    [
      'replaced duplicates',
      all => all.map(m => `${m.split('=')[0]}=junk,${m}`).join(','),
    ],
  ])('E9 in the number of bytes %s do not count', (_name, headerOf) => {
    expect(read(headerOf(full))).toEqual(read(full.join(',')));
    expect(read(headerOf(tooLong))).toEqual(read(tooLong.join(',')));
  });

  test('E9 bytes are those of the encoded value', () => {
    // 2 + 3 * 2730 = 8192 bytes, 2730 characters when decoded
    expect(read(`a=${'%41'.repeat(2730)}`)).toEqual([['a', 'A'.repeat(2730)]]);
    expect(read(`a=${'%41'.repeat(2730)}b`)).toEqual([]);
  });

  test.each<[string, string, Entry[]]>([
    [
      'exactly',
      'a=1,b=2;p',
      [
        ['a', '1'],
        ['b', '2', 'p'],
      ],
    ],
    ['the one that does not fit', 'a=1,b=222;p', [['a', '1']]],
    [
      'others that fit',
      'a=1,b=222;p,c=3',
      [
        ['a', '1'],
        ['c', '3'],
      ],
    ],
    ['the first does not fit', 'a=12345678,b=2', [['b', '2']]],
    [
      'a comma counts',
      'a=1,b=2,c=,d=',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['a replaced one may be too long', 'a=12345678,a=2', [['a', '2']]],
    ['its successor may be too long', 'a=2,a=12345678,b=2', [['b', '2']]],
  ])('E9 of 9 bytes: %s', (_name, header, entries) => {
    expect(read(header, { maxBytes: 9 })).toEqual(entries);
  });

  test('E9 both limits can be set, each alone', () => {
    expect(read('a=1,b=2,c=3', { maxEntries: 2 })).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(read(members(100).join(','), { maxEntries: 100 })).toHaveLength(100);
    expect(read(memberOf(8193), { maxBytes: 8193 })).toHaveLength(1);
    expect(read(members(65).join(','), { maxBytes: 10_000 })).toHaveLength(64);
  });

  test.each([
    [{ maxEntries: 0 }],
    [{ maxEntries: -1 }],
    [{ maxEntries: 1.5 }],
    [{ maxBytes: NaN }],
    [{ maxBytes: Infinity }],
    [{ maxBytes: '8192' }],
    [{ maxBytes: null }],
  ])('D3 the limits %j are refused', limits => {
    expect(() => parseBaggage('a=1', limits as never)).toThrow(TypeError);
  });
});

describe('E10 raw input', () => {
  test('E10 header fields behind the bound are told of, be all before empty', () => {
    const fields = [...new Array<string>(16).fill(''), 'a=1'];
    const { dropped } = parseBaggage(fields, { maxEntries: 1, maxBytes: 1 });
    expect(dropped.map(({ reason }) => reason)).toEqual(['max_input']);
  });

  /** 8 * 16 = 128 characters are looked at. */
  const limits = { maxEntries: 64, maxBytes: 16 };

  test.each<[string, unknown, Entry[]]>([
    ['a member that ends with it', `${','.repeat(125)}a=1`, [['a', '1']]],
    [
      'a member that ends before a comma',
      `${','.repeat(125)}a=1,b=2`,
      [['a', '1']],
    ],
    ['a member cut by it', `x=y,${','.repeat(122)}a=1`, [['x', 'y']]],
    ['a member cut before its "="', `x=y,${','.repeat(123)}a=1`, [['x', 'y']]],
    [
      'a value that would be valid if cut',
      `x=y,${','.repeat(121)}a=12`,
      [['x', 'y']],
    ],
    [
      'OWS that ends with it',
      `x=y,${','.repeat(120)}a=1 `,
      [
        ['x', 'y'],
        ['a', '1'],
      ],
    ],
    ['OWS across it', `x=y,${','.repeat(121)}a=1  `, [['x', 'y']]],
    ['a member behind it', `x=y,${','.repeat(125)}a=1`, [['x', 'y']]],
    [
      'headers that end with it',
      ['x=y', ...Array<string>(121).fill(''), 'a=1'],
      [
        ['x', 'y'],
        ['a', '1'],
      ],
    ],
    [
      'a header cut by it',
      ['x=y', ...Array<string>(122).fill(''), 'a=1'],
      [['x', 'y']],
    ],
    ['a header behind it', ['x=y', ','.repeat(124), 'a=1'], [['x', 'y']]],
    ['no duplicate behind it', `a=1,${','.repeat(125)}a=2`, [['a', '1']]],
  ])('E10 %s', (_name, header, entries) => {
    expect(read(header, limits)).toEqual(entries);
  });

  test.each<[string, unknown]>([
    ['one member more', `${memberOf(128)},a=1`],
    ['a thousand members more', `${memberOf(128)}${',a=1'.repeat(1000)}`],
    ['a thousand headers more', Array<string>(1000).fill(memberOf(20))],
    ['one endless value', memberOf(100_000)],
    ['commas', ','.repeat(100_000)],
  ])('E10 what is not looked at is reported once: %s', (_name, header) => {
    const { dropped } = parseBaggage(header, limits);
    const beyond = dropped.filter(({ reason }) => reason === 'max_input');
    expect(beyond).toHaveLength(1);
  });

  test('E10 up to the bound nothing is reported', () => {
    expect(parseBaggage(`a=1${' '.repeat(125)}`, limits).dropped).toEqual([]);
    expect(parseBaggage(`a=1${','.repeat(125)}`, limits).dropped).toEqual([]);
  });

  test('E10 by default 64 KiB are looked at', () => {
    const before = (bytes: number) => ','.repeat(bytes);
    expect(read(`${before(65_533)}a=1`)).toEqual([['a', '1']]);
    expect(read(`${before(65_534)}a=1`)).toEqual([]);
  });
});

describe('E10 hostile input', () => {
  const MEGABYTES_10 = 10 * 1024 * 1024;
  const BOUND = 8 * 8192;
  /** So many fields are more than the bound, even if all are empty. */
  const MAX_FIELDS = BOUND + 2;
  const filledWith = (piece: string) =>
    piece.repeat(Math.ceil(MEGABYTES_10 / piece.length));

  test.each<[string, string, Entry[]]>([
    ['commas', filledWith(','), []],
    ['a=1,', filledWith('a=1,'), [['a', '1']]],
    ['spaces', filledWith(' '), []],
    ['tabs', filledWith('\t'), []],
    ['semicolons', filledWith(';'), []],
    ['a member of semicolons', `a=1${filledWith(';')}`, []],
    ['equals signs', filledWith('='), []],
    ['%ff', filledWith('%ff'), []],
    ['a=%ff,', filledWith('a=%ff,'), [['a', '\uFFFD']]],
    ['percent signs', `a=${filledWith('%')}`, []],
    ['one endless key', filledWith('k'), []],
    ['one endless value', `a=${filledWith('v')}`, []],
    [
      'an endless value after a member',
      `x=y,a=${filledWith('v')}`,
      [['x', 'y']],
    ],
    ['members of one property each', filledWith('a=;p,'), [['a', '', 'p']]],
    ['OWS before each comma', filledWith('a=1\t ,'), [['a', '1']]],
    ['a byte of no key', filledWith('\xff'), []],
  ])('E10 10 MB of %s', (_name, header, entries) => {
    expect(read(header)).toEqual(entries);
    expect(parseBaggage(header).dropped.length).toBeLessThanOrEqual(BOUND / 2);
    // What stands behind the bound changes nothing.
    const bounded = header.slice(0, BOUND + 1);
    expect(parseBaggage(header).dropped).toEqual(parseBaggage(bounded).dropped);
    expect(read(bounded)).toEqual(entries);
  });

  test('E10 10 MB of different members: 64 are kept', () => {
    let header = '';
    for (let i = 0; header.length < MEGABYTES_10; i++) header += `k${i}=v,`;
    expect(read(header)).toEqual(read(members(64).join(',')));
  });

  test.each<[string, unknown, Entry[]]>([
    ['a=1', 'a=1', [['a', '1']]],
    ['empty ones', '', []],
    ['8 KB each', memberOf(8192, 'a'), [['a', 'v'.repeat(8190)]]],
    ['no strings', undefined, []],
  ])('E10 100,000 header fields: %s', (_name, field, entries) => {
    let looks = 0;
    const fields = new Proxy(Array(100_000).fill(field), {
      get(target, property, receiver) {
        if (typeof property === 'string' && /^\d+$/.test(property)) looks++;
        return Reflect.get(target, property, receiver);
      },
    });

    expect(listOf(parseBaggage(fields).baggage)).toEqual(entries);
    expect(looks).toBeLessThanOrEqual(MAX_FIELDS);
    looks = 0;
    baggageOfHeader(fields, { maxEntries: 64, maxBytes: 8192 });
    expect(looks).toBeLessThanOrEqual(MAX_FIELDS);
  });

  test('E10 of 100,000 header fields of 8 KB, 9 are looked at', () => {
    let looks = 0;
    const fields = new Proxy(Array(100_000).fill(memberOf(8192)), {
      get(target, property, receiver) {
        if (typeof property === 'string' && /^\d+$/.test(property)) looks++;
        return Reflect.get(target, property, receiver);
      },
    });
    expect(listOf(parseBaggage(fields).baggage)).toHaveLength(1);
    expect(looks).toBeLessThanOrEqual(9);
  });
});

describe('E11 parse never throws', () => {
  test.each<[string, unknown]>([
    ['a lone surrogate', 'a=\ud800,\udc00=1,a;\ud800'],
    ['NUL', '\0,a=\0,\0=\0'],
    ['delimiters alone', ';=,=;,;;==,,'],
    ['an object without a prototype', Object.create(null)],
    ['an array of them', [Object.create(null)]],
  ])('E11 %s', (_name, header) => {
    expect(read(header)).toEqual([]);
  });

  test('E11 however much the limits allow', () => {
    const limits = { maxEntries: 1000, maxBytes: 100_000_000 };
    const metadata = 'p=%41;'.repeat(1_700_000) + 'q';
    expect(read(`a=1;${metadata}`, limits)).toEqual([['a', '1', metadata]]);
  });

  test('E11 without a valid member there is no baggage to extract', () => {
    const limits = { maxEntries: 64, maxBytes: 8192 };
    expect(baggageOfHeader('', limits)).toBeUndefined();
    expect(baggageOfHeader('a', limits)).toBeUndefined();
    expect(baggageOfHeader(undefined, limits)).toBeUndefined();
    expect(baggageOfHeader(memberOf(8193), limits)).toBeUndefined();
  });
});

describe('E12 ordinary keys', () => {
  const KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

  test.each(KEYS)('E12 %s', key => {
    const { baggage } = parseBaggage(`a=1,${key}=2;p`);
    expect(baggage.getEntry(key)?.value).toBe('2');
    expect(String(baggage.getEntry(key)?.metadata)).toBe('p');
    expect(listOf(baggage)).toEqual([
      ['a', '1'],
      [key, '2', 'p'],
    ]);
    expect(listOf(baggage.removeEntry(key))).toEqual([['a', '1']]);
  });

  test.each(KEYS)('E12 %s is not there where nobody sent it', key => {
    expect(parseBaggage('a=1').baggage.getEntry(key)).toBeUndefined();
    expect(parseBaggage('').baggage.getEntry(key)).toBeUndefined();
  });

  test('E12 no prototype is touched', () => {
    read('__proto__=polluted;__proto__=x,constructor=y');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('C5 what parse leaves out', () => {
  test.each<[string, unknown, DroppedMember[]]>([
    [
      'a key that is no token',
      'a=1, "b" =2 ',
      [
        {
          position: 1,
          offset: 5,
          key: undefined,
          bytes: 6,
          reason: 'invalid_key',
        },
      ],
    ],
    [
      'no "="',
      'abc',
      [
        {
          position: 0,
          offset: 0,
          key: undefined,
          bytes: 3,
          reason: 'invalid_key',
        },
      ],
    ],
    [
      'a value outside baggage-octet',
      'a="1"',
      [{ position: 0, offset: 0, key: 'a', bytes: 5, reason: 'invalid_value' }],
    ],
    [
      'a % without two hex digits',
      ',a=%4 ,b=2',
      [{ position: 0, offset: 1, key: 'a', bytes: 4, reason: 'invalid_value' }],
    ],
    [
      'a property',
      'a=1;p="2";q',
      [
        {
          position: 0,
          offset: 0,
          key: 'a',
          bytes: 11,
          reason: 'invalid_property',
        },
      ],
    ],
    [
      'a replaced duplicate',
      ' a = 1 , b=2,a=3',
      [{ position: 0, offset: 1, key: 'a', bytes: 3, reason: 'duplicate_key' }],
    ],
    [
      'the 65th entry',
      members(65),
      [
        {
          position: 64,
          offset: members(64).join(',').length + 1,
          key: 'k64',
          bytes: 5,
          reason: 'max_entries',
        },
      ],
    ],
    [
      'what does not fit',
      [memberOf(8190), 'b=2'],
      [{ position: 1, offset: 8191, key: 'b', bytes: 3, reason: 'max_bytes' }],
    ],
    ['nothing', 'a=1 , b=2;;p ,,', []],
  ])('C5 %s', (_name, header, dropped) => {
    expect(parseBaggage(header).dropped).toEqual(dropped);
  });

  test('C5 the first reason counts, each member is reported once', () => {
    const { dropped } = parseBaggage('"=";",a=";",b=1;";"');
    expect(dropped.map(({ reason }) => reason)).toEqual([
      'invalid_key',
      'invalid_value',
      'invalid_property',
    ]);
  });

  test('C5 positions count members, offsets characters, over all headers', () => {
    const { dropped } = parseBaggage(['a=1,, ,b', '', '\tc', 'd=4']);
    expect(dropped.map(d => [d.position, d.offset, d.bytes])).toEqual([
      [1, 7, 1],
      [2, 11, 1],
    ]);
  });

  test('C5 what lies behind the raw bound', () => {
    const { dropped } = parseBaggage(`a=1,${memberOf(200)}`, { maxBytes: 16 });
    expect(dropped).toMatchObject([
      { position: 1, offset: 4, reason: 'max_input' },
    ]);
  });

  test('C5 T1 a key that is not allowed, which takes no room', () => {
    const { baggage, dropped } = parseBaggage(
      'a=1, b=22,c=3',
      { maxBytes: 7 },
      key => key !== 'b',
    );
    expect(listOf(baggage)).toEqual([
      ['a', '1'],
      ['c', '3'],
    ]);
    expect(dropped).toEqual([
      { position: 1, offset: 5, key: 'b', bytes: 4, reason: 'not_allowed' },
    ]);
  });

  test('C5 what is kept, in the order of the entries, and where it stood', () => {
    const { kept } = parseBaggage(
      'a = 1, b="", ,c=3;p , a=4;q, toolong=1234567890',
      { maxBytes: 16 },
    );
    expect(kept).toEqual([
      { position: 3, offset: 22, key: 'a', bytes: 5 },
      { position: 2, offset: 14, key: 'c', bytes: 5 },
    ]);
  });

  test('D2 the report holds no value and no invalid key', () => {
    const SECRET = 'secret';
    const { dropped } = parseBaggage(
      [
        `a="${SECRET}"`,
        `"${SECRET}"=1`,
        `${SECRET}`,
        `a=1;p="${SECRET}"`,
        `b=${SECRET};${SECRET},b=2`,
        `c=${SECRET.repeat(2000)}`,
        ...members(70).map(m => `${m}${SECRET}`),
        SECRET.repeat(20_000),
      ].join(','),
    );
    expect(new Set(dropped.map(({ reason }) => reason)).size).toBe(7);
    expect(JSON.stringify(dropped)).not.toContain(SECRET);
  });
});
