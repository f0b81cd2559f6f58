import type { Baggage } from '@opentelemetry/api';
import {
  baggageEntryMetadataFromString,
  diag,
  propagation,
} from '@opentelemetry/api';
import { createBaggage, type BaggageInput } from './create-baggage';
import { parseBaggage } from './header/parse-baggage';
import {
  captureDiag,
  type Entry,
  listOf,
  write,
} from '@otel-baggage/test-support';

/** What was said through the API's diag. */
let said: string[];

beforeEach(() => {
  said = captureDiag();
});
afterEach(() => diag.disable());

function many(count: number): [string, string][] {
  return Array.from(Array(count).keys(), i => [`k${i}`, 'v']);
}

describe('C2 what createBaggage takes', () => {
  test.each<[string, BaggageInput, Entry[]]>([
    [
      'a record of strings',
      { b: '2', a: '1' },
      [
        ['b', '2'],
        ['a', '1'],
      ],
    ],
    [
      'a record of entries',
      { a: { value: '1', metadata: 'p=2' }, b: { value: '2' } },
      [
        ['a', '1', 'p=2'],
        ['b', '2'],
      ],
    ],
    [
      'both mixed',
      { a: '1', b: { value: '2' } },
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'metadata of the API',
      { a: { value: '1', metadata: baggageEntryMetadataFromString('p') } },
      [['a', '1', 'p']],
    ],
    [
      'an array of pairs',
      [
        ['a', '1'],
        ['b', { value: '2' }],
      ],
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a Map',
      new Map([
        ['a', '1'],
        ['b', '2'],
      ]),
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a generator',
      (function* () {
        yield ['a', '1'] as const;
        yield ['b', '2'] as const;
      })(),
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'search parameters',
      new URLSearchParams('a=1&b=2'),
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a Baggage of the API',
      propagation.createBaggage({ a: { value: '1' } }),
      [['a', '1']],
    ],
    ['a Baggage of ours', parseBaggage('a=1;p').baggage, [['a', '1', 'p']]],
    ['an empty record', {}, []],
    ['an empty iterable', [], []],
    [
      'a record without prototype',
      Object.assign(Object.create(null), { a: '1' }),
      [['a', '1']],
    ],
    ['an empty value', { a: '' }, [['a', '']]],
    [
      'values that need encoding',
      { a: '=,;% é😀\r\n' },
      [['a', '=,;% é😀\r\n']],
    ],
    [
      'keys twice: the last, in the place of the first',
      [
        ['a', '1'],
        ['b', '2'],
        ['a', '3'],
      ],
      [
        ['a', '3'],
        ['b', '2'],
      ],
    ],
  ])('C2 %s', (_name, input, entries) => {
    expect(listOf(createBaggage(input))).toEqual(entries);
    expect(said).toEqual([]);
  });

  test('C2 nothing', () => {
    expect(listOf(createBaggage())).toEqual([]);
  });

  test('C2 a Baggage of somebody else', () => {
    const foreign = {
      getAllEntries: () => [['a', { value: '1' }]],
    } as unknown as Baggage;
    expect(listOf(createBaggage(foreign))).toEqual([['a', '1']]);
  });

  test.each(['__proto__', 'constructor', 'toString'])(
    'C2, E12 the key %s',
    key => {
      const record = JSON.parse(`{"${key}": "x", "a": "1"}`) as BaggageInput;
      expect(listOf(createBaggage(record))).toEqual([
        [key, 'x'],
        ['a', '1'],
      ]);
      expect(createBaggage({ a: '1' }).getEntry(key)).toBeUndefined();
    },
  );

  test('C2 what a record inherits is no entry', () => {
    const record = Object.create({ b: '2' }) as Record<string, string>;
    record.a = '1';
    expect(listOf(createBaggage(record))).toEqual([['a', '1']]);
  });

  test.each([[{ maxEntries: 0 }], [{ maxBytes: -1 }], [{ maxBytes: 'x' }]])(
    'C2, D3 the limits %j are refused',
    limits => {
      expect(() => createBaggage({}, limits as never)).toThrow(TypeError);
    },
  );
});

describe('C2a values as people have them', () => {
  const throwing = new Proxy(
    {},
    {
      get() {
        throw new Error('secret');
      },
      has() {
        throw new Error('secret');
      },
    },
  );

  test.each<[string, unknown, string]>([
    ['a number', 3, '3'],
    ['zero', 0, '0'],
    ['a fraction', -1.5, '-1.5'],
    ['NaN', NaN, 'NaN'],
    ['true', true, 'true'],
    ['false', false, 'false'],
    ['a bigint', 9007199254740993n, '9007199254740993'],
    ['an empty string', '', ''],
  ])('C2a %s becomes text, in silence', (_name, value, text) => {
    for (const input of [
      { a: value },
      { a: { value } },
      [['a', value]],
      new Map([['a', value]]),
    ]) {
      expect(listOf(createBaggage(input as BaggageInput))).toEqual([
        ['a', text],
      ]);
    }
    expect(said).toEqual([]);
  });

  test.each([undefined, null])('C2a %s leaves it out, in silence', value => {
    for (const input of [
      { a: value, b: '2' },
      { a: { value }, b: '2' },
      { a: { value, metadata: 'p' }, b: '2' },
      [
        ['a', value],
        ['b', '2'],
      ],
    ]) {
      expect(listOf(createBaggage(input as BaggageInput))).toEqual([
        ['b', '2'],
      ]);
    }
    expect(said).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['a list', ['secret']],
    ['an object', { secret: 1 }],
    ['an object without prototype', Object.create(null)],
    ['an empty object', {}],
    ['a date', new Date(0)],
    ['a symbol', Symbol('secret')],
    ['a function', () => 'secret'],
    ['a promise', Promise.resolve('secret')],
    ['a Buffer', Buffer.from('secret')],
    ['a proxy that throws', throwing],
  ])(
    'C2a %s leaves it out, with a warning that names the key',
    (name, value) => {
      const key = `key-of-${name.replaceAll(' ', '-')}`;
      const entry = typeof value === 'object' ? value : { value };
      for (const input of [
        { [key]: value, b: '2' },
        [
          [key, value],
          ['b', '2'],
        ],
      ]) {
        said.length = 0;
        expect(listOf(createBaggage(input as BaggageInput))).toEqual([
          ['b', '2'],
        ]);
      }
      expect(listOf(createBaggage({ [key]: entry } as BaggageInput))).toEqual(
        [],
      );
    },
  );

  test('C2a D2 the warning names the key and never the value', () => {
    createBaggage({ list: ['secret'], 'se cret': {}, b: '2' } as never);
    expect(said).toEqual([
      'warn @otel-baggage/core createBaggage left out "list" (invalid_value), an invalid key (invalid_value)',
    ]);
  });

  test('C2a D1 the same is said once a minute, something else at once', () => {
    jest.useFakeTimers();
    for (let i = 0; i < 50; i++) createBaggage({ repeated: [] } as never);
    expect(said).toHaveLength(1);
    createBaggage({ other: [] } as never);
    expect(said).toHaveLength(2);
    jest.advanceTimersByTime(60_000);
    createBaggage({ repeated: [] } as never);
    expect(said).toHaveLength(3);
    jest.useRealTimers();
  });

  test('C2a D1 a flood of keys is no flood of warnings', () => {
    jest.useFakeTimers({ now: Date.now() + 3_600_000 });
    for (let i = 0; i < 10_000; i++) createBaggage({ [`k${i}`]: [] } as never);
    expect(said.length).toBeLessThanOrEqual(100);
    jest.useRealTimers();
  });

  test('C2a of the same key the last that has a value counts', () => {
    const pairs = [
      ['a', []],
      ['a', '1'],
      ['b', '2'],
      ['b', undefined],
    ];
    expect(listOf(createBaggage(pairs as never))).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['undefined', undefined],
    ['a string', 'a=1'],
    ['a number', 1],
    ['a symbol', Symbol('a')],
    ['a function', () => ({})],
    ['pairs of a key alone', [['a']]],
    ['a pair with a symbol for a key', [[Symbol('a'), '1']]],
    ['an array of strings', ['a=1']],
    ['a proxy that throws', throwing],
    [
      'an iterator that throws',
      {
        [Symbol.iterator]() {
          throw new Error('secret');
        },
      },
    ],
    [
      'a Baggage that throws',
      {
        getAllEntries() {
          throw new Error('secret');
        },
      },
    ],
    [
      'a getter that throws',
      {
        get a() {
          throw new Error('secret');
        },
      },
    ],
  ])('C2a %s gives nothing, and nothing is thrown', (_name, input) => {
    expect(listOf(createBaggage(input as BaggageInput))).toEqual([]);
    expect(said.join()).not.toContain('secret');
  });

  test('C2a the other entries of a record with a getter that throws are kept', () => {
    const record = {
      a: '1',
      get b() {
        throw new Error('secret');
      },
      c: '3',
    };
    expect(listOf(createBaggage(record as never))).toEqual([
      ['a', '1'],
      ['c', '3'],
    ]);
  });

  test('C2a what Express puts into req.query', () => {
    const query = {
      plan: 'pro',
      tag: ['a', 'b'],
      filter: { a: '1' },
      none: '',
    };
    expect(listOf(createBaggage(query as never))).toEqual([
      ['plan', 'pro'],
      ['none', ''],
    ]);
  });

  test('C2a metadata that is no text', () => {
    for (const metadata of [null, undefined, 1, true, Symbol('p')]) {
      const baggage = createBaggage({ a: { value: '1', metadata } } as never);
      expect(baggage.getEntry('a')?.value).toBe('1');
    }
  });
});

describe('C2 what createBaggage leaves out', () => {
  test('C2 a key that is no token: said once, by name of the reason', () => {
    const baggage = createBaggage({ 'a b': '1', c: '2', ü: '3', '': '4' });
    expect(listOf(baggage)).toEqual([['c', '2']]);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^warn /);
    expect(said[0]).toContain('@otel-baggage/core');
    expect(said[0]).toContain('invalid_key');
  });

  test('C2 the 65th entry', () => {
    const baggage = createBaggage(many(66));
    expect(listOf(baggage)).toEqual(many(64));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('"k64"');
    expect(said[0]).toContain('"k65"');
    expect(said[0]).toContain('max_entries');
  });

  test('C2 what does not fit in 8192 bytes; what fits after it is kept', () => {
    const baggage = createBaggage({
      first: 'v'.repeat(8000),
      second: 'v'.repeat(200),
      third: '3',
    });
    expect(baggage.getAllEntries().map(([key]) => key)).toEqual([
      'first',
      'third',
    ]);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('"second"');
    expect(said[0]).toContain('max_bytes');
  });

  test('C2 bytes are those of the encoded value', () => {
    expect(listOf(createBaggage({ a: 'é'.repeat(1365) }))).toHaveLength(1);
    expect(said).toEqual([]);
    expect(listOf(createBaggage({ a: 'é'.repeat(1366) }))).toHaveLength(0);
    expect(said).toHaveLength(1);
  });

  test('C2 under limits of its own', () => {
    const input = { a: '1', b: '22', c: '3' };
    expect(listOf(createBaggage(input, { maxEntries: 1 }))).toEqual([
      ['a', '1'],
    ]);
    expect(listOf(createBaggage(input, { maxBytes: 7 }))).toEqual([
      ['a', '1'],
      ['c', '3'],
    ]);
    expect(listOf(createBaggage(many(65), { maxEntries: 65 }))).toHaveLength(
      65,
    );
  });

  test('C2 a property of the metadata is no reason to leave out the entry', () => {
    const baggage = createBaggage({ a: { value: '1', metadata: 'p q;r' } });
    expect(baggage.getEntry('a')?.value).toBe('1');
    expect(write(baggage)).toBe('a=1;r');
  });

  test('C2 a metadata whose toString throws is no reason either', () => {
    const metadata = {
      toString() {
        throw new Error('secret');
      },
    } as never;
    const baggage = createBaggage({ a: { value: '1', metadata } });
    expect(baggage.getEntry('a')?.value).toBe('1');
    expect(write(baggage)).toBe('a=1');
    expect(said.join()).not.toContain('secret');
  });

  test('C2, D2 a long key is shown with 64 characters of it', () => {
    createBaggage({ ['k'.repeat(65)]: 'v'.repeat(8192) });
    expect(said[0]).toContain('k'.repeat(64));
    expect(said[0]).not.toContain('k'.repeat(65));
  });

  test('C2, D2 no value and no invalid key is shown', () => {
    createBaggage([
      ['se cret', 'secret'],
      ['a', 'secret'.repeat(2000)],
      ['b', { value: 'secret', metadata: 'se cret=1;p=secret' }],
      ...many(80).map(([key]) => [key, 'secret'] as const),
    ]);
    expect(said).toHaveLength(1);
    expect(said[0]).not.toMatch(/se ?cret/);
  });

  test('C2 of very many entries the first that fit are kept', () => {
    expect(listOf(createBaggage(many(300_000)))).toEqual(many(64));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('"k79" (max_entries) and 299920 more');
    expect(said[0]!.length).toBeLessThan(2000);
  });

  test('C2 whatever is kept goes out whole', () => {
    const baggage = createBaggage(
      many(1000).map(([k]) => [k, k.repeat(30)] as const),
    );
    const kept = baggage.getAllEntries().length;
    expect(kept).toBeGreaterThan(0);
    expect(parseBaggage(write(baggage)).baggage.getAllEntries()).toHaveLength(
      kept,
    );
  });
});

describe('C1 what createBaggage made is immutable', () => {
  test('C1 against a change of the record', () => {
    const record: Record<string, string> = { a: '1' };
    const baggage = createBaggage(record);
    record.a = 'changed';
    record.b = '2';
    expect(listOf(baggage)).toEqual([['a', '1']]);
  });

  test('C1 against a change of an entry', () => {
    const entry = { value: '1', metadata: 'p' };
    const baggage = createBaggage({ a: entry });
    entry.value = 'changed';
    entry.metadata = 'changed';
    expect(listOf(baggage)).toEqual([['a', '1', 'p']]);
  });

  test('C1 against a change of the pairs', () => {
    const pairs: [string, string][] = [['a', '1']];
    const baggage = createBaggage(pairs);
    pairs[0]![1] = 'changed';
    pairs.push(['b', '2']);
    expect(listOf(baggage)).toEqual([['a', '1']]);
  });

  test('C1 against a change of the entries of another Baggage', () => {
    const entry = { value: '1' };
    const ofTheApi = propagation.createBaggage({ a: entry });
    const baggage = createBaggage(ofTheApi);
    entry.value = 'changed';
    expect(listOf(baggage)).toEqual([['a', '1']]);
    expect(write(baggage)).toBe('a=1');
  });
});
