import type { Baggage } from '@opentelemetry/api';
import { ROOT_CONTEXT, context, diag, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  captureDiag,
  noEntries,
  requestMetadata,
  requestValues,
  throwingProxy,
  write,
} from '@otel-baggage/test-support';
import {
  contextWithBaggage,
  getBaggage,
  getBaggageValue,
  runWithBaggage,
} from './context';
import { type BaggageInput, createBaggage } from './create-baggage';
import { serializeBaggage } from './header/serialize-baggage';

/** Each way in which entries become baggage. */
const WAYS: [name: string, make: (entries: BaggageInput) => Baggage][] = [
  ['createBaggage', createBaggage],
  [
    'contextWithBaggage',
    entries => getBaggage(contextWithBaggage(entries, ROOT_CONTEXT)),
  ],
  ['runWithBaggage', entries => runWithBaggage(entries, () => getBaggage())],
];

/** In what an entry can be given, with another one behind it. */
const SHAPES: [
  name: string,
  shape: (key: string, value: unknown) => unknown,
][] = [
  ['a record', (key, value) => ({ [key]: value, other: '2' })],
  [
    'a record without prototype',
    (key, value) =>
      Object.assign(Object.create(null), { [key]: value, other: '2' }),
  ],
  [
    'pairs',
    (key, value) => [
      [key, value],
      ['other', '2'],
    ],
  ],
  [
    'a map',
    (key, value) =>
      new Map([
        [key, value],
        ['other', '2'],
      ]),
  ],
  [
    'a generator',
    (key, value) =>
      (function* () {
        yield [key, value];
        yield ['other', '2'];
      })(),
  ],
  [
    'a getter',
    (key, value) =>
      Object.defineProperties(
        {},
        {
          [key]: { get: () => value, enumerable: true },
          other: { get: () => '2', enumerable: true },
        },
      ),
  ],
];

let said: string[];
/** What is said is remembered for a minute: each test has a minute of its own. */
let now = Date.now();

beforeEach(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  said = captureDiag();
  jest.spyOn(Date, 'now').mockReturnValue((now += 3_600_000));
});
afterEach(() => {
  context.disable();
  diag.disable();
  jest.restoreAllMocks();
});

describe.each(WAYS)('C2a %s', (_way, make) => {
  test.each(
    SHAPES.flatMap(([shape, of]) =>
      requestValues.map(
        ([name, value, outcome]) => [shape, name, of, value, outcome] as const,
      ),
    ),
  )('C2a %s with %s', (_shape, _name, of, value, outcome) => {
    const made = make(of('tenant.id', value) as BaggageInput);

    expect(made.getEntry('other')).toEqual({ value: '2' });
    expect(made.getEntry('tenant.id')?.value).toBe(
      typeof outcome === 'string' ? undefined : outcome.text,
    );
    expect(said).toEqual(
      outcome === 'warned of'
        ? [
            'warn @otel-baggage/core createBaggage left out "tenant.id" (invalid_value)',
          ]
        : [],
    );
  });

  test.each(noEntries)(
    'C2a, D2 %s in the place of entries',
    (_name, entries) => {
      const made = make(entries as BaggageInput);

      expect(made.getAllEntries()).toEqual([]);
      // What is left out on purpose is left out in silence.
      expect(said).toHaveLength(entries == null ? 0 : 1);
      expect(said.join()).not.toContain('secret');
    },
  );

  test.each(requestMetadata)(
    'C2a, I8 %s as metadata: the entry is there, and whoever asks for it gets text',
    (_name, metadata) => {
      const made = make({ a: { value: '1', metadata } } as never);

      const entry = made.getEntry('a')!;
      expect(entry.value).toBe('1');
      expect(typeof (entry.metadata?.toString() ?? '')).toBe('string');
      expect(write(made)).toMatch(/^a=1(;|$)/);
      expect(said.join()).not.toContain('secret');
      if (entry.metadata === undefined) {
        expect(said).toEqual([
          'warn @otel-baggage/core createBaggage left out the metadata of "a" (invalid_metadata)',
        ]);
      }
    },
  );

  test('C2a a getter that throws loses its own entry', () => {
    const made = make({
      get tenant(): string {
        throw new Error('secret');
      },
      other: '2',
    });
    expect(made.getAllEntries()).toEqual([['other', { value: '2' }]]);
    expect(said).toEqual([
      'warn @otel-baggage/core createBaggage left out "tenant" (invalid_value)',
    ]);
  });

  test('C2, D2 a key that is no token, and one that does not fit', () => {
    make({ 'se cret': '1', big: 'secret'.repeat(2000) });
    expect(said).toEqual([
      'warn @otel-baggage/core createBaggage left out an invalid key (invalid_key), "big" (max_bytes)',
    ]);
  });
});

describe('C2a, C3 runWithBaggage', () => {
  const given = [...noEntries, ...requestValues.map(([n, a]) => [n, { a }])];

  test.each(given as [string, BaggageInput][])(
    'C2a %s: the function runs, and gives or throws what it does',
    (_name, entries) => {
      const result = {};
      expect(runWithBaggage(entries, () => result)).toBe(result);
      const mine = new RangeError('mine');
      const fail = () => {
        throw mine;
      };
      expect(() => runWithBaggage(entries, fail)).toThrow(mine);
    },
  );
});

describe('C2a in a context whose baggage is of somebody else', () => {
  const fails = () => {
    throw new Error('secret');
  };
  test.each<[string, unknown]>([
    [
      'throws',
      { ...propagation.createBaggage(), getAllEntries: fails, getEntry: fails },
    ],
    ['is a proxy that throws', throwingProxy()],
    ['is a string', 'a=1'],
    [
      'is of the API, and has an entry that is undefined',
      propagation.createBaggage({ b: undefined as never }),
    ],
    [
      'has entries that are no pairs',
      { getAllEntries: () => [1, null, ['b']], getEntry: () => 1 },
    ],
  ])('C2a that %s: what is added is there', (_name, foreign) => {
    const before = propagation.setBaggage(ROOT_CONTEXT, foreign as Baggage);
    const after = contextWithBaggage({ a: '1' }, before);

    expect(getBaggageValue('a', after)).toBe('1');
    expect(serializeBaggage(getBaggage(after)).header).toMatch(/^a=1/);
    expect(
      context.with(before, () =>
        runWithBaggage({ a: '2' }, () => getBaggageValue('a')),
      ),
    ).toBe('2');
    expect(() => getBaggageValue('a', before)).not.toThrow();
  });
});
