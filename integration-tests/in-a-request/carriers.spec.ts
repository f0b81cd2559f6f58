import { runInNewContext } from 'node:vm';
import { Metadata } from '@grpc/grpc-js';
import { headers as natsHeaders, type MsgHdrs } from '@nats-io/transport-node';
import type {
  Context,
  TextMapGetter,
  TextMapPropagator,
  TextMapSetter,
} from '@opentelemetry/api';
import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  diag,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import {
  CompositePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { createBaggage, getBaggage } from '@otel-baggage/core';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { withBaggageHeader } from '@otel-baggage/propagator/internal';
import { captureDiag, listOf, throwingProxy } from '@otel-baggage/test-support';

/** What a client library hands to a propagator, and how its setter writes it. */
interface Carrier<C = unknown> {
  /** @param entries headers of the application, in its own spelling */
  make(entries: Readonly<Record<string, string>>): C;
  setter: TextMapSetter<C>;
  getter: TextMapGetter<C>;
  /** All that is there of baggage, in whatever spelling. */
  sent(carrier: C): string[];
}

/** The setter and getter for objects whose values are made of text. */
function objects(
  make: (entries: Record<string, unknown>) => object,
  toValue: (text: string) => unknown = text => text,
  toText: (value: unknown) => string = String,
): Carrier<Record<string, unknown>> {
  return {
    make: entries =>
      make(
        Object.fromEntries(
          Object.entries(entries).map(([name, text]) => [name, toValue(text)]),
        ),
      ) as Record<string, unknown>,
    setter: {
      set: (carrier, name, text) => void (carrier[name] = toValue(text)),
    },
    getter: {
      get: (carrier, name) =>
        carrier[name] === undefined ? undefined : toText(carrier[name]),
      keys: Object.keys,
    },
    sent: carrier =>
      Object.entries(carrier)
        .filter(([name]) => name.toLowerCase() === 'baggage')
        .map(([, value]) => toText(value)),
  };
}

/** The setter and getter for objects with `get` and `set`. */
function keyed<
  C extends {
    get(name: string): unknown;
    set(name: string, text: string): unknown;
  },
>(make: () => C): Carrier<C> {
  const spellings = ['baggage', 'Baggage', 'BAGGAGE'];
  const valuesOf = (carrier: C, name: string) =>
    [carrier.get(name)].flat().filter(Boolean).map(String);
  return {
    make: entries => {
      const made = make();
      for (const [name, text] of Object.entries(entries)) made.set(name, text);
      return made;
    },
    setter: { set: (carrier, name, text) => void carrier.set(name, text) },
    getter: { get: (carrier, name) => valuesOf(carrier, name), keys: () => [] },
    // What takes upper and lower case as one has it three times.
    sent: carrier => [
      ...new Set(spellings.flatMap(name => valuesOf(carrier, name))),
    ],
  };
}

class RequestHeaders {
  [name: string]: unknown;
}

const CARRIERS: [name: string, carrier: Carrier<never>][] = [
  ['the headers of a request', objects(entries => entries)],
  [
    'an object without prototype',
    objects(entries => Object.assign(Object.create(null), entries)),
  ],
  [
    'an object of a class',
    objects(entries => Object.assign(new RequestHeaders(), entries)),
  ],
  [
    'an object of another realm',
    objects(entries => Object.assign(runInNewContext('({})'), entries)),
  ],
  ['a proxy', objects(entries => new Proxy(entries, {}))],
  [
    'the headers of a Kafka message, bytes',
    objects(
      entries => entries,
      text => Buffer.from(text),
    ),
  ],
  [
    'the headers of a Kafka message, arrays of bytes',
    objects(
      entries => entries,
      text => [Buffer.from(text)],
    ),
  ],
  ['headers of AMQP', objects(entries => ({ 'x-retry': 1, ...entries }))],
  [
    'message attributes of SQS',
    objects(
      entries => entries,
      StringValue => ({ DataType: 'String', StringValue }),
      value => (value as { StringValue: string }).StringValue,
    ),
  ],
  ['the Headers of fetch', keyed(() => new Headers())],
  ['a Map', keyed(() => new Map<string, string>())],
  ['the Metadata of gRPC', keyed(() => new Metadata())],
  ['the headers of NATS', keyed<MsgHdrs>(() => natsHeaders())],
] as [string, Carrier<never>][];

/** The propagator alone, and in the place of upstream's as a part of others. */
const PROPAGATORS: [name: string, make: () => TextMapPropagator][] = [
  ['BaggagePropagator', () => new BaggagePropagator()],
  [
    'a composite, completed',
    () =>
      withBaggageHeader(
        new CompositePropagator({
          propagators: [new W3CTraceContextPropagator()],
        }),
        new BaggagePropagator(),
        true,
      ),
  ],
];

const acme = contextWith({ 'tenant.id': 'acme', plan: 'pro' });
const globex = contextWith({ 'tenant.id': 'globex' });

function contextWith(entries: Record<string, string>): Context {
  return propagation.setBaggage(ROOT_CONTEXT, createBaggage(entries));
}

let said: string[];
beforeEach(() => {
  said = captureDiag();
});
afterEach(() => diag.disable());

describe.each(PROPAGATORS)('with %s', (_propagator, makePropagator) => {
  const propagator = makePropagator();

  describe.each(CARRIERS)('%s', (_name, carrier: Carrier) => {
    const inject = (from: Context, into: unknown) =>
      propagator.inject(from, into, carrier.setter);

    test('I2 what is injected is read again', () => {
      const made = carrier.make({});
      inject(acme, made);
      expect(carrier.sent(made)).toEqual(['tenant.id=acme,plan=pro']);
      const read = propagator.extract(ROOT_CONTEXT, made, carrier.getter);
      expect(listOf(getBaggage(read))).toEqual([
        ['tenant.id', 'acme'],
        ['plan', 'pro'],
      ]);
    });

    test.each(['baggage', 'Baggage', 'BAGGAGE'])(
      "I2 the application's own %s header is kept behind, once",
      spelling => {
        const made = carrier.make({
          [spelling]: 'route=blue;p=1,plan=free,e=',
        });
        inject(acme, made);
        expect(carrier.sent(made)).toEqual([
          'tenant.id=acme,plan=pro,route=blue;p=1,e=',
        ]);
      },
    );

    test('I1 without baggage it is not touched', () => {
      const made = carrier.make({ baggage: 'route=blue', other: '1' });
      inject(ROOT_CONTEXT, made);
      expect(carrier.sent(made)).toEqual(['route=blue']);
    });

    test('I9 for several calls: each sends its own', () => {
      const made = carrier.make({});
      for (const [from, sent] of [
        [acme, ['tenant.id=acme,plan=pro']],
        [globex, ['tenant.id=globex']],
        [ROOT_CONTEXT, []],
        [ROOT_CONTEXT, []],
        [globex, ['tenant.id=globex']],
        [acme, ['tenant.id=acme,plan=pro']],
        [contextWith({}), []],
      ] as const) {
        inject(from, made);
        expect(carrier.sent(made)).toEqual(sent);
      }
    });

    test("I9, I2 for several calls: the application's own is in each", () => {
      const made = carrier.make({ Baggage: 'route=blue' });
      for (const [from, sent] of [
        [acme, 'tenant.id=acme,plan=pro,route=blue'],
        [globex, 'tenant.id=globex,route=blue'],
        [ROOT_CONTEXT, 'route=blue'],
        [acme, 'tenant.id=acme,plan=pro,route=blue'],
      ] as const) {
        inject(from, made);
        expect(carrier.sent(made)).toEqual([sent]);
      }
    });

    test('I9, I2 what the application writes between two calls', () => {
      const made = carrier.make({});
      inject(acme, made);
      carrier.setter.set(made, 'baggage', 'route=green');
      inject(ROOT_CONTEXT, made);
      expect(carrier.sent(made)).toEqual(['route=green']);
      inject(globex, made);
      expect(carrier.sent(made)).toEqual(['tenant.id=globex,route=green']);
    });

    test('T3 for a host that is not allowed it is taken out', () => {
      const strict = new BaggagePropagator({
        egress: { hosts: ['a.example'] },
      });
      const made = carrier.make({ Baggage: 'route=blue' });
      const span = new TracerProvider().getTracer('test').startSpan('GET', {
        kind: SpanKind.CLIENT,
        attributes: { 'server.address': 'b.example' },
      });
      strict.inject(trace.setSpan(acme, span), made, carrier.setter);
      expect(carrier.sent(made)).toEqual([]);
    });

    test('nothing is said', () => {
      inject(acme, carrier.make({ baggage: 'route=blue' }));
      expect(said).toEqual([]);
    });
  });
});

describe('I9 another propagator reads what is there', () => {
  /** As Sentry's does: what the carrier has is taken for the application's. */
  const reader: TextMapPropagator<Record<string, string>> = {
    inject: (_context, carrier, setter) => {
      const found = carrier.baggage;
      setter.set(
        carrier,
        'baggage',
        found ? `${found},sentry-x=1` : 'sentry-x=1',
      );
    },
    extract: context => context,
    fields: () => ['baggage'],
  };

  test('I9, I2 it finds nothing of an earlier call', () => {
    const propagator = withBaggageHeader(reader, new BaggagePropagator(), true);
    const carrier: Record<string, string> = { baggage: 'route=blue' };
    const sent = [acme, globex, ROOT_CONTEXT].map(from => {
      propagator.inject(from, carrier, defaultTextMapSetter);
      return carrier.baggage!.split(',').sort().join();
    });
    expect(sent).toEqual([
      'plan=pro,route=blue,sentry-x=1,tenant.id=acme',
      'route=blue,sentry-x=1,tenant.id=globex',
      'route=blue,sentry-x=1',
    ]);
  });
});

describe('E1 what a getter gives', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const read = (value: unknown) =>
    listOf(
      getBaggage(
        new BaggagePropagator().extract(ROOT_CONTEXT, undefined, {
          get: (_carrier, name) =>
            (name === 'baggage' ? value : undefined) as string,
          keys: () => [],
        }),
      ),
    );
  const BOTH = [
    ['a', 'ü'],
    ['b', '2', 'p'],
  ];

  test.each<[string, unknown]>([
    ['a string', 'a=%C3%BC,b=2;p'],
    ['a Buffer', Buffer.from('a=%C3%BC,b=2;p')],
    ['a Uint8Array', bytes('a=%C3%BC,b=2;p')],
    ['a part of a larger buffer', bytes('xxa=%C3%BC,b=2;pxx').subarray(2, 16)],
    [
      'bytes of another realm',
      runInNewContext('new Uint8Array(bytes)', {
        bytes: [...bytes('a=%C3%BC,b=2;p')],
      }),
    ],
    [
      'bytes that are shared',
      new Uint8Array(new SharedArrayBuffer(14))
        .fill(0)
        .map((_, i) => bytes('a=%C3%BC,b=2;p')[i]!),
    ],
    ['an array of strings', ['a=%C3%BC', 'b=2;p']],
    ['an array of Buffers', [Buffer.from('a=%C3%BC'), Buffer.from('b=2;p')]],
    ['an array of both', ['a=%C3%BC', bytes('b=2;p')]],
    [
      'an array with what is neither',
      [
        null,
        'a=%C3%BC',
        7,
        {},
        ['c=3'],
        undefined,
        Symbol('x'),
        bytes('b=2;p'),
      ],
    ],
    ['an array of another realm', runInNewContext('["a=%C3%BC", "b=2;p"]')],
    ['a frozen array', Object.freeze(['a=%C3%BC', 'b=2;p'])],
  ])('E1 %s', (_name, value) => {
    expect(read(value)).toEqual(BOTH);
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a number', 7],
    ['true', true],
    ['a symbol', Symbol('a=1')],
    ['an object', { a: '1' }],
    ['a String object', new String('a=1')],
    ['a function', () => 'a=1'],
    ['a promise', Promise.resolve('a=1')],
    ['an ArrayBuffer', new ArrayBuffer(3)],
    ['an empty Buffer', Buffer.alloc(0)],
    ['bytes that are no UTF-8', new Uint8Array([0xff, 0xfe])],
    ['words of two bytes', new Uint16Array([97, 61, 49])],
    ['an array of arrays', [['a=1']]],
    ['an empty array', []],
    ['a proxy that throws', throwingProxy()],
    ['an array with a proxy that throws', [throwingProxy()]],
  ])('E1, E11 %s gives nothing, and nothing is thrown', (_name, value) => {
    expect(read(value)).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['an empty array', []],
    ['an empty string', ''],
  ])(
    'E1 where it gives %s for baggage, Baggage and BAGGAGE are looked at',
    (_name, nothing) => {
      for (const spelling of ['Baggage', 'BAGGAGE']) {
        const get = (_carrier: unknown, name: string) =>
          (name === spelling ? 'a=1' : nothing) as string;
        const carrier = {
          baggage: nothing,
          Baggage: nothing,
          [spelling]: 'a=1',
        };
        const propagator = new BaggagePropagator();
        for (const read of [
          propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter),
          propagator.extract(ROOT_CONTEXT, 7, { get, keys: () => [] }),
        ]) {
          expect(listOf(getBaggage(read))).toEqual([['a', '1']]);
        }
      }
    },
  );

  test.each(['baggage', 'Baggage', 'BAGGAGE'])(
    'E1 %s is read from carriers that tell upper from lower case',
    spelling => {
      const text = 'a=1;p,b=%C3%BC';
      const get = (carrier: unknown, name: string) =>
        (carrier as Map<string, string>).get(name);
      const byName = (carrier: object, name: string) =>
        Reflect.get(carrier, name);
      const nats = natsHeaders();
      nats.set(spelling, text);
      const carriers: [unknown, TextMapGetter<never>][] = [
        [{ [spelling]: text }, defaultTextMapGetter],
        [
          Object.assign(Object.create(null), { [spelling]: text }),
          defaultTextMapGetter,
        ],
        [Object.freeze({ [spelling]: text }), defaultTextMapGetter],
        [{ [spelling]: Buffer.from(text) }, defaultTextMapGetter],
        [{ [spelling]: [text] }, defaultTextMapGetter],
        [{ [spelling]: text }, { get: byName, keys: Object.keys }],
        [{ [spelling]: Buffer.from(text) }, { get: byName, keys: Object.keys }],
        [new Map([[spelling, text]]), { get, keys: () => [] }],
        [new Headers({ [spelling]: text }), { get, keys: () => [] }],
        [nats, { get, keys: () => [] }],
      ] as never;
      for (const [carrier, getter] of carriers) {
        const read = new BaggagePropagator().extract(
          ROOT_CONTEXT,
          carrier as never,
          getter,
        );
        expect(listOf(getBaggage(read))).toEqual([
          ['a', '1', 'p'],
          ['b', 'ü'],
        ]);
      }
    },
  );

  test('E1 environment variables are a carrier', () => {
    process.env.BAGGAGE = 'a=1';
    try {
      const read = new BaggagePropagator().extract(
        ROOT_CONTEXT,
        process.env,
        defaultTextMapGetter,
      );
      expect(listOf(getBaggage(read))).toEqual([['a', '1']]);
    } finally {
      delete process.env.BAGGAGE;
    }
  });

  test.each([null, undefined, 7, 'baggage', Symbol('carrier')])(
    'E1, E11 %p as a carrier gives nothing, and nothing is said',
    carrier => {
      const propagator = new BaggagePropagator();
      expect(propagator.extract(acme, carrier, defaultTextMapGetter)).toBe(
        acme,
      );
      expect(said).toEqual([]);
    },
  );
});

describe('I8, E11 what refuses', () => {
  const propagator = new BaggagePropagator();
  const fails = () => {
    throw new Error('secret');
  };

  test.each<[string, unknown]>([
    ['a frozen object', Object.freeze({})],
    ['a frozen object with baggage', Object.freeze({ baggage: 'route=blue' })],
    ['a sealed object', Object.seal({})],
    ['an object that takes no more', Object.preventExtensions({ host: 'a' })],
    [
      'a setter that throws',
      Object.defineProperty({}, 'baggage', { set: fails }),
    ],
    [
      'a getter that throws',
      Object.defineProperty({}, 'baggage', { get: fails, enumerable: true }),
    ],
    ['a proxy that throws', throwingProxy()],
    ['Headers that are immutable', Response.error().headers],
    ['a Map whose set throws', Object.assign(new Map(), { set: fails })],
    ['a number', 7],
    ['a string', 'baggage'],
    ['a symbol', Symbol('carrier')],
  ])('I8, E11 %s: nothing is thrown, once or again', (_name, carrier) => {
    const strict = new BaggagePropagator({ egress: { hosts: ['a.example'] } });
    const setters: TextMapSetter<unknown>[] = [
      defaultTextMapSetter,
      {
        set: (map, name, text) =>
          void (map as Map<string, string>).set(name, text),
      },
    ];
    for (const by of [propagator, strict]) {
      for (const setter of setters) {
        for (const from of [acme, globex, ROOT_CONTEXT]) {
          by.inject(from, carrier, setter);
          by.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
        }
      }
    }
    expect(said.join()).not.toContain('secret');
  });

  test('I8, D1 a frozen carrier is said once', () => {
    const own = new BaggagePropagator();
    for (let i = 0; i < 100; i++)
      own.inject(acme, Object.freeze({}), defaultTextMapSetter);
    expect(said).toEqual([
      'warn @otel-baggage/propagator baggage not sent, because the carrier or its setter threw (1 since last said)',
    ]);
  });

  test('I8 a setter that throws', () => {
    const own = new BaggagePropagator();
    expect(() => own.inject(acme, {}, { set: fails })).not.toThrow();
    expect(said.join()).toContain('the carrier or its setter threw');
  });

  test('E11 a getter that throws: the context that was given', () => {
    const own = new BaggagePropagator();
    const getter = { get: fails, keys: fails };
    expect(own.extract(acme, {}, getter)).toBe(acme);
    expect(said).toEqual([
      'warn @otel-baggage/propagator baggage not read, because the carrier or its getter threw (1 since last said)',
    ]);
  });

  test('I9 a sealed carrier with a place for baggage is used for several calls', () => {
    const carrier = Object.seal<Record<string, string>>({ baggage: '' });
    propagator.inject(acme, carrier, defaultTextMapSetter);
    expect(carrier.baggage).toBe('tenant.id=acme,plan=pro');
    propagator.inject(globex, carrier, defaultTextMapSetter);
    expect(carrier.baggage).toBe('tenant.id=globex');
  });
});
