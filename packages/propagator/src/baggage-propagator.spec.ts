import type { Context, TextMapGetter, TextMapSetter } from '@opentelemetry/api';
import {
  ROOT_CONTEXT,
  baggageEntryMetadataFromString,
  context,
  createContextKey,
  defaultTextMapGetter,
  defaultTextMapSetter,
  diag,
  propagation,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  CompositePropagator,
  W3CTraceContextPropagator,
  isTracingSuppressed,
  suppressTracing,
  unsuppressTracing,
} from '@opentelemetry/core';
import { parseBaggage } from '@otel-baggage/core';
import {
  anyEntries,
  anyHeader,
  anyHeaders,
  apiBaggage,
  BAGGAGE_STRING,
  captureDiag,
  type Entry,
  listOf,
} from '@otel-baggage/test-support';
import fc from 'fast-check';
import { BaggagePropagator } from './baggage-propagator';

const propagator = new BaggagePropagator();

function contextWith(...entries: Entry[]): Context {
  return propagation.setBaggage(ROOT_CONTEXT, apiBaggage(entries));
}

function extract(
  header: unknown,
  from = ROOT_CONTEXT,
  by = propagator,
): Context {
  return by.extract(from, { baggage: header }, defaultTextMapGetter);
}

function entriesOf(from: Context): Entry[] | undefined {
  const baggage = propagation.getBaggage(from);
  return baggage && listOf(baggage);
}

/** Each call of the setter. */
function inject(from: Context, by = propagator): unknown[][] {
  const calls: unknown[][] = [];
  const carrier = {};
  const setter: TextMapSetter<unknown> = {
    set: (...call) => void calls.push(call),
  };
  by.inject(from, carrier, setter);
  for (const call of calls) expect(call.shift()).toBe(carrier);
  return calls;
}

describe('E reading', () => {
  test('E1 the getter is asked once, for "baggage"', () => {
    const asked: unknown[][] = [];
    const getter: TextMapGetter<string> = {
      keys: () => [],
      get: (...call) => {
        asked.push(call);
        return 'a=1';
      },
    };
    const read = propagator.extract(ROOT_CONTEXT, 'carrier', getter);
    expect(asked).toEqual([['carrier', 'baggage']]);
    expect(entriesOf(read)).toEqual([['a', '1']]);
  });

  test.each<[string, unknown, Entry[]]>([
    [
      'a string',
      'a=1,b=2;p',
      [
        ['a', '1'],
        ['b', '2', 'p'],
      ],
    ],
    [
      'an array',
      ['a=1', 'b=2'],
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'holes and what is no string',
      Object.assign(new Array(5), { 1: 'a=1', 2: 1, 3: 'b=2' }),
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
  ])('E1 %s', (_name, header, entries) => {
    expect(entriesOf(extract(header))).toEqual(entries);
  });

  test.each([[{}], [null], [undefined]])('E11 the carrier %j', carrier => {
    expect(
      propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter),
    ).toBe(ROOT_CONTEXT);
  });

  test.each<[string, unknown]>([
    ['no header', undefined],
    ['null', null],
    ['an empty one', ''],
    ['an empty array', []],
    ['commas and OWS', ' ,\t, '],
    ['no string', 7],
    ['no member that is valid', 'a,b="2",=3'],
    ['no member that fits', `a=${'v'.repeat(8191)}`],
    ['an endless one', `a=${'v'.repeat(1_000_000)}`],
  ])(
    'E11 %s: the very context that was given, baggage and all',
    (_name, header) => {
      const given = contextWith(['earlier', '1']);
      expect(extract(header, given)).toBe(given);
      expect(extract(header, ROOT_CONTEXT)).toBe(ROOT_CONTEXT);
    },
  );

  test('E11 otherwise the new baggage replaces the earlier one', () => {
    const key = createContextKey('other');
    const given = contextWith(['earlier', '1'], ['a', '1']).setValue(key, 'x');
    const read = extract('a=2', given);
    expect(entriesOf(read)).toEqual([['a', '2']]);
    expect(read.getValue(key)).toBe('x');
    expect(entriesOf(given)).toEqual([
      ['earlier', '1'],
      ['a', '1'],
    ]);
  });

  test('E11 whatever the carrier holds, extract does not throw', () => {
    fc.assert(
      fc.property(anyHeaders, header => {
        const read = extract(header);
        expect(entriesOf(read) ?? []).toEqual(
          listOf(parseBaggage(header).baggage),
        );
        expect(read === ROOT_CONTEXT).toBe(
          propagation.getBaggage(read) === undefined,
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('E9 limits of its own', () => {
    const small = new BaggagePropagator({ maxEntries: 2, maxBytes: 9 });
    const carrier = { baggage: 'a=1,b=22222222,c=2,d=3' };
    const read = small.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
    expect(entriesOf(read)).toEqual([
      ['a', '1'],
      ['c', '2'],
    ]);
  });

  test('E10 of 100,000 header fields no more than the raw bound is read', () => {
    let looks = 0;
    const header = new Proxy(Array<string>(100_000).fill('a=1'), {
      get(target, property, receiver) {
        if (typeof property === 'string' && /^\d+$/.test(property)) looks++;
        return Reflect.get(target, property, receiver);
      },
    });
    expect(entriesOf(extract(header))).toEqual([['a', '1']]);
    expect(looks).toBeLessThanOrEqual(8 * 8192 + 1);
  });

  test('E11 with tracing suppressed it is read all the same', () => {
    const read = extract('a=1', suppressTracing(ROOT_CONTEXT));
    expect(entriesOf(read)).toEqual([['a', '1']]);
    expect(isTracingSuppressed(read)).toBe(true);
  });
});

describe('I writing', () => {
  test('I1 no baggage: the carrier is not touched', () => {
    expect(inject(ROOT_CONTEXT)).toEqual([]);
  });

  test('I1 empty baggage: the carrier is not touched', () => {
    expect(inject(contextWith())).toEqual([]);
    const cleared = propagation.getBaggage(extract('a=1'))!.clear();
    expect(inject(propagation.setBaggage(ROOT_CONTEXT, cleared))).toEqual([]);
  });

  test('I1 nothing that can be sent: the carrier is not touched', () => {
    expect(inject(contextWith(['a b', '1']))).toEqual([]);
    expect(inject(contextWith(['a', 'v'.repeat(8191)]))).toEqual([]);
  });

  test('I1 tracing suppressed: the carrier is not touched', () => {
    const from = contextWith(['a', '1']);
    expect(inject(suppressTracing(from))).toEqual([]);
    expect(inject(suppressTracing(extract('a=1')))).toEqual([]);
    expect(inject(unsuppressTracing(suppressTracing(from)))).toHaveLength(1);
  });

  test('I2 one call of the setter', () => {
    expect(inject(contextWith(['a', '1'], ['b', 'é', 'p']))).toEqual([
      ['baggage', 'a=1,b=%C3%A9;p'],
    ]);
    expect(inject(extract(' a = 1 ,b=2'))).toEqual([['baggage', 'a=1,b=2']]);
  });

  test('I2 what the carrier has in the header already is kept behind', () => {
    const carrier = { baggage: 'own=1;p', traceparent: 'x' };
    propagator.inject(contextWith(['a', '1']), carrier, defaultTextMapSetter);
    expect(carrier).toEqual({ baggage: 'a=1,own=1;p', traceparent: 'x' });
  });

  test('I5 a full header with triplets passes through unchanged', () => {
    const header = `a=${'%c3%A9'.repeat(1365)}`;
    expect(header).toHaveLength(8192);
    expect(inject(extract(header))).toEqual([['baggage', header]]);
  });

  test('I7 limits of its own', () => {
    const small = new BaggagePropagator({ maxEntries: 2, maxBytes: 9 });
    const from = contextWith(
      ['a', '1'],
      ['b', '22222222'],
      ['c', '2'],
      ['d', '3'],
    );
    expect(inject(from, small)).toEqual([['baggage', 'a=1,c=2']]);
    expect(inject(extract('a=1,b=22222222,c=2,d=3'), small)).toEqual([
      ['baggage', 'a=1,c=2'],
    ]);
    expect(inject(from)).toEqual([['baggage', 'a=1,b=22222222,c=2,d=3']]);
  });

  test('I8 whatever the baggage holds, inject does not throw', () => {
    const from = propagation.setBaggage(ROOT_CONTEXT, {
      ...propagation.createBaggage(),
      getAllEntries() {
        throw new Error('not today');
      },
    });
    expect(inject(from)).toEqual([]);
    const metadata = {
      toString() {
        throw new Error('not today');
      },
    };
    const other = propagation.createBaggage({
      a: { value: '1', metadata: metadata as never },
      b: { value: '\ud800' },
    });
    expect(inject(propagation.setBaggage(ROOT_CONTEXT, other))).toEqual([
      ['baggage', 'a=1,b=%EF%BF%BD'],
    ]);
    expect(
      inject(propagation.setBaggage(ROOT_CONTEXT, 'a=1' as never)),
    ).toEqual([]);
  });

  test('I2 one call or none, and always in the grammar', () => {
    fc.assert(
      fc.property(anyEntries, entries => {
        const calls = inject(contextWith(...entries));
        expect(calls.length).toBeLessThanOrEqual(1);
        for (const [name, header] of calls) {
          expect(name).toBe('baggage');
          expect(header).toMatch(BAGGAGE_STRING);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('extract, inject, extract is the identity', () => {
    fc.assert(
      fc.property(anyHeaders, header => {
        const first = extract(header);
        const [call] = inject(first);
        const second = extract(call?.[1]);
        expect(entriesOf(second)).toEqual(entriesOf(first));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('as a TextMapPropagator', () => {
  test('fields', () => {
    expect(propagator.fields()).toEqual(['baggage']);
  });

  describe('of the API', () => {
    beforeEach(() => {
      context.setGlobalContextManager(
        new AsyncLocalStorageContextManager().enable(),
      );
      propagation.setGlobalPropagator(
        new CompositePropagator({
          propagators: [new W3CTraceContextPropagator(), propagator],
        }),
      );
    });
    afterEach(() => {
      propagation.disable();
      context.disable();
    });

    test('what one service puts in, the next one reads', async () => {
      const carrier: Record<string, string> = {};
      await context.with(contextWith(['user', 'Amélie', 'p=1']), async () => {
        await Promise.resolve();
        propagation.inject(context.active(), carrier);
      });
      expect(carrier).toEqual({ baggage: 'user=Am%C3%A9lie;p=1' });

      context.with(propagation.extract(ROOT_CONTEXT, carrier), () => {
        const read = propagation.getActiveBaggage()!;
        expect(read.getEntry('user')?.value).toBe('Amélie');
        expect(read.getEntry('user')?.metadata?.toString()).toBe('p=1');
        const more = read.setEntry('b', {
          value: '2',
          metadata: baggageEntryMetadataFromString('q'),
        });
        const next: Record<string, string> = {};
        propagation.inject(
          propagation.setBaggage(context.active(), more),
          next,
        );
        expect(next).toEqual({ baggage: 'user=Am%C3%A9lie;p=1,b=2;q' });
      });
    });
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a string', 'maxEntries'],
    ['another option', { maxEntry: 1 }],
    ['no entries', { maxEntries: 0 }],
    ['entries that are no number', { maxEntries: '64' }],
    ['bytes that are no integer', { maxBytes: 1.5 }],
    ['bytes without end', { maxBytes: Infinity }],
  ])('D3 the options %s are refused', (_name, options) => {
    expect(() => new BaggagePropagator(options as never)).toThrow(TypeError);
  });

  test.each([
    [undefined],
    [{}],
    [{ maxEntries: undefined }],
    [{ maxBytes: 1 }],
  ])('D3 the options %j are taken', options => {
    expect(() => new BaggagePropagator(options)).not.toThrow();
  });
});

describe('D diagnostics', () => {
  const MINUTE = 60_000;
  let now: number;
  /** What was said: level, namespace and message. */
  let said: string[];

  beforeEach(() => {
    now = 1_000_000_000_000;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    said = captureDiag();
  });
  afterEach(() => {
    diag.disable();
    jest.restoreAllMocks();
  });

  /** One header for each reason to drop from it. */
  const BAD_HEADERS: [reason: string, header: unknown][] = [
    ['invalid_key', 'x=y,"a"=1'],
    ['invalid_value', 'x=y,a="1"'],
    ['invalid_property', 'x=y,a=1;p="2"'],
    ['max_entries', Array.from(Array(65).keys(), i => `k${i}=v`)],
    ['max_bytes', ['x=y', `a=${'v'.repeat(8187)}`]],
    ['max_input', `x=y,a=${'v'.repeat(70_000)}`],
  ];
  /** One baggage for each reason to drop from it. */
  const BAD_BAGGAGE: [reason: string, context: Context][] = [
    ['invalid_key', contextWith(['x', 'y'], ['a b', '1'])],
    ['invalid_property', contextWith(['x', 'y'], ['a', '1', 'p q'])],
    [
      'max_entries',
      contextWith(
        ...Array.from(Array(65).keys(), (i): Entry => [`k${i}`, 'v']),
      ),
    ],
    ['max_bytes', contextWith(['x', 'y'], ['a', 'v'.repeat(8190)])],
    [
      'invalid_metadata',
      propagation.setBaggage(
        ROOT_CONTEXT,
        propagation.createBaggage({
          a: {
            value: '1',
            metadata: {
              toString() {
                throw new Error('secret');
              },
            } as never,
          },
        }),
      ),
    ],
    [
      'invalid_value',
      propagation.setBaggage(
        ROOT_CONTEXT,
        propagation.createBaggage({
          a: { value: Object.create(null) as string },
        }),
      ),
    ],
  ];

  /** Each is said with its count: the sum of the counts. */
  function counted(): number {
    return said
      .map(message => Number(/\((\d+) /.exec(message)?.[1]))
      .reduce((sum, count) => sum + count, 0);
  }

  describe.each<
    [
      string,
      [string, unknown][],
      (bad: unknown) => (by: BaggagePropagator) => void,
    ]
  >([
    [
      'extract',
      BAD_HEADERS,
      header => by =>
        void by.extract(
          ROOT_CONTEXT,
          { baggage: header },
          defaultTextMapGetter,
        ),
    ],
    [
      'inject',
      BAD_BAGGAGE,
      from => by => by.inject(from as Context, {}, defaultTextMapSetter),
    ],
  ])('D1 %s', (_direction, cases, run) => {
    test.each(cases)(
      'D1 a flood of %s is one message a minute',
      (reason, bad) => {
        const by = new BaggagePropagator();
        for (let i = 0; i < 1000; i++) run(bad)(by);
        expect(said).toHaveLength(1);
        expect(said[0]).toMatch(/^warn /);
        expect(said[0]).toContain('@otel-baggage/propagator');
        expect(said[0]).toContain(reason);
        expect(counted()).toBe(1);

        now += MINUTE - 1;
        for (let i = 0; i < 1000; i++) run(bad)(by);
        expect(said).toHaveLength(1);

        now += 1;
        run(bad)(by);
        expect(said).toHaveLength(2);
        expect(counted()).toBe(2001);

        now += 10 * MINUTE;
        expect(said).toHaveLength(2);
        run(bad)(by);
        run(bad)(by);
        expect(said).toHaveLength(3);
        expect(counted()).toBe(2002);
      },
    );

    test('D1 a flood of all reasons is one message of each', () => {
      const by = new BaggagePropagator();
      for (let i = 0; i < 100; i++) {
        for (const [, bad] of cases) run(bad)(by);
      }
      expect(said).toHaveLength(cases.length);
      for (const [reason] of cases) {
        expect(said.filter(text => text.includes(reason))).toHaveLength(1);
      }
    });
  });

  test('D1 many bad members in one header are one message', () => {
    const by = new BaggagePropagator();
    extract('"a"=1,'.repeat(10_000), ROOT_CONTEXT, by);
    expect(said).toHaveLength(1);
  });

  test('D1 where nothing is dropped nothing is said', () => {
    const by = new BaggagePropagator();
    const from = extract(' a = 1 ; p ,, b=%FF,', ROOT_CONTEXT, by);
    inject(from, by);
    inject(contextWith(['a', '=é'], ['b', '', ' p = 1 ;;']), by);
    inject(ROOT_CONTEXT, by);
    extract(undefined, ROOT_CONTEXT, by);
    expect(said).toEqual([]);
  });

  describe('D2 with a marker in all values and invalid keys', () => {
    const SECRET = 'sEcReT';

    test('D2 nothing that extract says holds it', () => {
      const by = new BaggagePropagator();
      fc.assert(
        fc.property(anyHeader, fc.nat(500), (header, place) => {
          const members = header.split(',');
          const at = place % members.length;
          const [key, ...rest] = members[at]!.split('=');
          members[at] =
            `${key}=${SECRET}${rest.join(`=${SECRET}`)},${SECRET},"${SECRET}"=1`;
          extract(members.join(','), ROOT_CONTEXT, by);
          now += MINUTE;
        }),
        { numRuns: 1000 },
      );
      expect(said.length).toBeGreaterThan(500);
      expect(said.join('\n')).not.toContain(SECRET);
    });

    test('D2 nothing that inject says holds it', () => {
      const by = new BaggagePropagator();
      fc.assert(
        fc.property(anyEntries, entries => {
          inject(
            contextWith(
              ...entries.map(([key, value, metadata]): Entry => [
                key,
                `${SECRET}${value}`,
                `${metadata};${SECRET} ${SECRET}`,
              ]),
              [`${SECRET} ${SECRET}`, SECRET],
              [`big`, SECRET.repeat(2000)],
            ),
            by,
          );
          now += MINUTE;
        }),
        { numRuns: 1000 },
      );
      expect(said.length).toBeGreaterThan(500);
      expect(said.join('\n')).not.toContain(SECRET);
    });
  });
});
