import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Attributes, Baggage, Context, Tracer } from '@opentelemetry/api';
import {
  ROOT_CONTEXT,
  SpanKind,
  defaultTextMapSetter,
  diag,
  propagation,
  trace,
} from '@opentelemetry/api';
import { Metadata } from '@grpc/grpc-js';
import {
  ALLOW_ALL_BAGGAGE_KEYS,
  BaggageSpanProcessor,
} from '@opentelemetry/baggage-span-processor';
import { suppressTracing } from '@opentelemetry/core';
import {
  BasicTracerProvider,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import * as sdkTrace from '@opentelemetry/sdk-trace';
import { captureDiag } from '@otel-baggage/test-support';
import { BaggagePropagator } from './baggage-propagator';
import { keepDestination } from './destination';

const HOSTS = ['*.internal.example.com', 'localhost', '10.0.0.1:80'];
const propagator = new BaggagePropagator({ egress: { hosts: HOSTS } });
const baggage = propagation.createBaggage({ 'tenant.id': { value: 'acme' } });
const withBaggage = propagation.setBaggage(ROOT_CONTEXT, baggage);

const none = new TraceIdRatioBasedSampler(0);
const sampled = new BasicTracerProvider().getTracer('test');
const tracers: [string, Tracer][] = [
  ['sampled', sampled],
  ['sampled, sdk-trace', new sdkTrace.TracerProvider().getTracer('test')],
  [
    'not sampled',
    keepingDestinations(
      new BasicTracerProvider({ sampler: none }).getTracer('test'),
    ),
  ],
];

/** As `@otel-baggage/node` adds it to the tracers of an SDK. */
function keepingDestinations(tracer: Tracer): Tracer {
  return Object.create(tracer, {
    startSpan: {
      value(...args: Parameters<Tracer['startSpan']>) {
        const span = tracer.startSpan(...args);
        keepDestination(span, args[1]?.kind, args[1]?.attributes);
        return span;
      },
    },
  });
}

/** The header that is sent in a context, if any. */
function sent(from: Context, carrier: Record<string, string> = {}) {
  propagator.inject(from, carrier, defaultTextMapSetter);
  return carrier.baggage;
}

function contextOf(
  tracer: Tracer,
  attributes: Attributes,
  kind = SpanKind.CLIENT,
): Context {
  return trace.setSpan(
    withBaggage,
    tracer.startSpan('GET', { kind, attributes }),
  );
}

afterEach(() => diag.disable());

describe.each(tracers)('T3 a request that is %s', (_name, tracer) => {
  test.each<[string, Attributes]>([
    ['an address', { 'server.address': 'localhost' }],
    [
      'an address and a port',
      { 'server.address': '10.0.0.1', 'server.port': 80 },
    ],
    [
      'stable conventions',
      {
        'server.address': 'a.internal.example.com',
        'server.port': 8080,
        'url.full': 'http://a.internal.example.com:8080/x?y=http://evil.com/',
      },
    ],
    [
      'conventions before them',
      {
        'net.peer.name': 'a.internal.example.com',
        'net.peer.port': 8080,
        'http.url': 'http://a.internal.example.com:8080/x',
        'http.host': 'a.internal.example.com:8080',
      },
    ],
    [
      'a port in letters',
      { 'server.address': '10.0.0.1', 'server.port': '80' },
    ],
    ['a URL alone', { 'url.full': 'https://localhost/' }],
    ['a URL with a user', { 'url.full': 'https://u:p@localhost:1/' }],
    ['a URL whose port is left out', { 'url.full': 'http://10.0.0.1/' }],
    [
      'an address whose port the URL has',
      { 'net.peer.name': '10.0.0.1', 'http.url': 'http://10.0.0.1:80/' },
    ],
    ['an upper-case URL', { 'url.full': 'HTTP://LOCALHOST/' }],
    [
      'IPv6 without brackets is no host here',
      { 'server.address': 'localhost', 'url.full': 'http://localhost/[::2]' },
    ],
    [
      'both conventions',
      {
        'server.address': 'localhost',
        'net.peer.name': 'a.internal.example.com',
      },
    ],
  ])('is sent baggage: %s', (_what, attributes) => {
    // The second time the decision is remembered.
    for (let i = 0; i < 2; i++) {
      expect(sent(contextOf(tracer, attributes))).toBe('tenant.id=acme');
    }
  });

  test.each<[string, Attributes]>([
    ['nothing known', {}],
    [
      'only what is no destination',
      { 'http.host': 'localhost', 'url.path': '/' },
    ],
    ['another host', { 'server.address': 'evil.com' }],
    ['another port', { 'server.address': '10.0.0.1', 'server.port': 81 }],
    ['no port', { 'server.address': '10.0.0.1' }],
    [
      'another port in the URL',
      { 'net.peer.name': '10.0.0.1', 'http.url': 'http://10.0.0.1:81/' },
    ],
    [
      'ports that disagree',
      {
        'server.address': '10.0.0.1',
        'server.port': 80,
        'url.full': 'http://10.0.0.1:81/',
      },
    ],
    ['the port of the scheme', { 'url.full': 'https://10.0.0.1/' }],
    [
      'a port that is no number',
      { 'server.address': '10.0.0.1', 'server.port': NaN },
    ],
    ['a name that goes on', { 'server.address': 'localhost.evil.com' }],
    [
      'a URL of another host',
      { 'server.address': 'localhost', 'url.full': 'http://evil.com/' },
    ],
    [
      'an address of another host',
      { 'server.address': 'evil.com', 'url.full': 'http://localhost/' },
    ],
    [
      'conventions that disagree',
      { 'server.address': 'localhost', 'net.peer.name': 'evil.com' },
    ],
    [
      'a URL of the other conventions',
      { 'server.address': 'localhost', 'http.url': 'http://evil.com/' },
    ],
    [
      'a user that looks like a host',
      { 'url.full': 'http://localhost@evil.com/' },
    ],
    [
      'a user and a password that do',
      { 'url.full': 'http://localhost:80@evil.com/' },
    ],
    ['a query before the host', { 'url.full': 'http://evil.com?@localhost/' }],
    ['a fragment before it', { 'url.full': 'http://evil.com#@localhost/' }],
    ['a backslash', { 'url.full': 'http://evil.com\\@localhost/' }],
    ['a backslash after it', { 'url.full': 'http://localhost\\@evil.com/' }],
    ['encoded dots', { 'url.full': 'http://evil.com%2f.localhost/' }],
    ['a tab', { 'url.full': 'http://local\thost/' }],
    ['no slashes', { 'url.full': 'http:localhost/' }],
    [
      'another path before the scheme',
      { 'url.full': 'evil.com/http://localhost/' },
    ],
    ['no path: it may be cut', { 'url.full': 'http://localhost' }],
    ['no string', { 'url.full': ['http://localhost/'] }],
    ['an address that is no string', { 'server.address': ['localhost'] }],
    ['an empty address', { 'server.address': '' }],
    [
      'a proxy, with the host in the path',
      {
        'server.address': 'localhost',
        'url.full': 'http://localhosthttp://evil.com/',
      },
    ],
    [
      'a proxy with a port',
      {
        'server.address': 'localhost',
        'url.full': 'http://localhost:3128http://evil.com/',
      },
    ],
    [
      'an IPv6 host that the instrumentation took for none',
      { 'server.address': 'localhost', 'url.full': 'http://::ffff:8.8.8.8/' },
    ],
  ])('is sent none: %s', (_what, attributes) => {
    for (let i = 0; i < 2; i++) {
      expect(sent(contextOf(tracer, attributes))).toBeUndefined();
    }
  });

  test('attributes that are set after the start count', () => {
    const from = contextOf(tracer, {});
    const span = trace.getSpan(from)!;
    expect(sent(from)).toBeUndefined();
    span.setAttributes({ 'server.address': 'localhost' });
    expect(sent(from)).toBe('tenant.id=acme');
    span.setAttribute('server.address', 'evil.com');
    expect(sent(from)).toBeUndefined();
  });

  test('after the span has ended nothing is known', () => {
    const from = contextOf(tracer, { 'server.address': 'localhost' });
    trace.getSpan(from)!.end();
    expect(sent(from)).toBeUndefined();
  });

  test('the Host header of the request counts too', () => {
    const from = contextOf(tracer, {
      'server.address': 'localhost',
      'url.full': 'http://localhost/x',
    });
    expect(sent(from, { host: 'a.internal.example.com' })).toBeDefined();
    for (const name of ['host', 'Host', 'HOST']) {
      expect(sent(from, { [name]: 'evil.com' })).toBeUndefined();
      expect(sent(from, { [name]: 'evil.com, localhost' })).toBeUndefined();
    }
  });

  test('the headers of a message may have any names', () => {
    const from = contextOf(
      tracer,
      { 'server.address': 'localhost' },
      SpanKind.PRODUCER,
    );
    expect(sent(from, { host: 'a field of the message' })).toBeDefined();
  });

  test.each([SpanKind.INTERNAL, SpanKind.SERVER, SpanKind.CONSUMER])(
    'a span of kind %s says nothing: what it has comes from a request',
    kind => {
      const from = contextOf(tracer, { 'server.address': 'localhost' }, kind);
      expect(sent(from)).toBeUndefined();
    },
  );

  test('many destinations, each decided by itself', () => {
    for (let i = 0; i < 100; i++) {
      for (const host of [
        'evil.com',
        'localhost',
        `${i}.internal.example.com`,
        `${i}.com`,
      ]) {
        const from = contextOf(tracer, {
          'server.address': host,
          'server.port': i % 3,
          'url.full': `http://${host}:${i % 3}/${i}`,
        });
        expect([host, sent(from) !== undefined]).toEqual([
          host,
          !host.endsWith(`l.com`) && !host.endsWith(`${i}.com`),
        ]);
      }
    }
  });
});

describe('T3 nothing is sent', () => {
  test('without a span', () => {
    expect(sent(withBaggage)).toBeUndefined();
  });

  test('with a span from elsewhere', () => {
    const remote = trace.setSpanContext(withBaggage, {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags: 1,
      isRemote: true,
    });
    expect(sent(remote)).toBeUndefined();
  });

  test('with the span that the SDK makes of a request that is not sampled', () => {
    const tracer = new BasicTracerProvider({ sampler: none }).getTracer('test');
    expect(
      sent(contextOf(tracer, { 'server.address': 'localhost' })),
    ).toBeUndefined();
  });

  test('with tracing suppressed', () => {
    const from = contextOf(sampled, { 'server.address': 'localhost' });
    expect(sent(suppressTracing(from))).toBeUndefined();
  });

  test('with an empty list of hosts', () => {
    const nobody = new BaggagePropagator({ egress: { hosts: [] } });
    const carrier = {};
    const from = contextOf(sampled, { 'server.address': 'localhost' });
    nobody.inject(from, carrier, defaultTextMapSetter);
    expect(carrier).toEqual({});
  });

  test('where a limit of the SDK may have cut the address', () => {
    const attributes = { 'server.address': 'a.internal.example.com.evil.com' };
    const [cut, whole] = ['a.internal.example.com'.length, 100].map(
      attributeValueLengthLimit =>
        new BasicTracerProvider({
          spanLimits: { attributeValueLengthLimit },
        }).getTracer('test'),
    );
    const from = contextOf(cut!, attributes);
    expect(trace.getSpan(from)).toMatchObject({
      attributes: { 'server.address': 'a.internal.example.com' },
    });
    expect(sent(from)).toBeUndefined();
    expect(
      sent(contextOf(whole!, { 'server.address': 'a.internal.example.com' })),
    ).toBe('tenant.id=acme');
  });

  test('where a limit of the SDK has left out attributes', () => {
    const tracer = new BasicTracerProvider({
      spanLimits: { attributeCountLimit: 1 },
    }).getTracer('test');
    expect(
      sent(
        contextOf(tracer, {
          'server.address': 'localhost',
          'url.full': 'http://evil.com/',
        }),
      ),
    ).toBeUndefined();
  });
});

describe('T3 a destination that the baggage names', () => {
  const from = propagation.setBaggage(
    ROOT_CONTEXT,
    propagation.createBaggage({ 'server.address': { value: 'localhost' } }),
  );
  const tracer = new BasicTracerProvider({
    spanProcessors: [new BaggageSpanProcessor(ALLOW_ALL_BAGGAGE_KEYS)],
  }).getTracer('test');

  test('is none: an outsider may have put it there', () => {
    const span = tracer.startSpan('send', { kind: SpanKind.PRODUCER }, from);
    expect(span).toMatchObject({
      attributes: { 'server.address': 'localhost' },
    });
    expect(sent(trace.setSpan(from, span))).toBeUndefined();
  });

  test('does not hide the one that the instrumentation gives', () => {
    const attributes = {
      'server.address': 'localhost',
      'url.full': 'http://localhost/',
    };
    const kind = SpanKind.CLIENT;
    const span = keepingDestinations(tracer).startSpan(
      'GET',
      { kind, attributes },
      from,
    );
    expect(sent(trace.setSpan(from, span))).toBe('server.address=localhost');
  });

  test('is none with a URL either, where nobody has kept what was given', () => {
    const names = {
      'server.address': 'localhost',
      'url.full': 'http://localhost/',
    };
    const old = {
      'net.peer.name': 'localhost',
      'http.url': 'http://localhost/',
    };
    for (const claims of [names, old, { ...names, ...old }]) {
      const from = propagation.setBaggage(
        ROOT_CONTEXT,
        propagation.createBaggage(
          Object.fromEntries(
            Object.entries(claims).map(([key, value]) => [key, { value }]),
          ),
        ),
      );
      const kind = SpanKind.CLIENT;
      const attributes = { 'server.address': 'evil.example' };
      const span = tracer.startSpan('GET', { kind, attributes }, from);
      expect(sent(trace.setSpan(from, span))).toBeUndefined();
    }
  });

  test('is none with a port that it names', () => {
    const from = propagation.setBaggage(
      ROOT_CONTEXT,
      propagation.createBaggage({ 'server.port': { value: '80' } }),
    );
    const kind = SpanKind.CLIENT;
    const attributes = { 'server.address': '10.0.0.1' };
    const span = tracer.startSpan('send', { kind, attributes }, from);
    expect(sent(trace.setSpan(from, span))).toBeUndefined();
  });

  test('I8 baggage that cannot be read', () => {
    const foreign = {
      getEntry: () => {
        throw new Error('no');
      },
      getAllEntries: () => [['a', { value: '1' }]],
    } as unknown as Baggage;
    const context = contextOf(sampled, { 'server.address': 'localhost' });
    expect(sent(propagation.setBaggage(context, foreign))).toBeUndefined();
  });
});

describe('T3 what an earlier request left in a carrier', () => {
  const internal = contextOf(sampled, { 'server.address': 'localhost' });
  const external = contextOf(sampled, { 'server.address': 'evil.com' });
  const withoutBaggage = propagation.deleteBaggage(external);
  const toMetadata = {
    set: (to: Metadata, key: string, value: string) => to.set(key, value),
  };

  test.each([
    ['external', external],
    ['external without baggage', withoutBaggage],
    ['unknown', withBaggage],
  ])('is taken from metadata of gRPC: %s', (_name, next) => {
    const metadata = new Metadata();
    metadata.set('other', 'x');
    propagator.inject(internal, metadata, toMetadata);
    expect(metadata.get('baggage')).toEqual(['tenant.id=acme']);
    propagator.inject(next, metadata, toMetadata);
    expect(metadata.getMap()).toEqual({ other: 'x' });
  });

  test('is taken from an object, whatever the case of its name', () => {
    const carrier = { baggage: 'tenant.id=acme', other: 'x' };
    expect(sent(external, carrier)).toBeUndefined();
    expect(carrier).toEqual({ other: 'x' });

    const copied: Record<string, string> = { Baggage: 'tenant.id=acme' };
    sent(external, copied);
    expect(copied).toEqual({});
  });

  test('is taken from Headers and from a Map', () => {
    for (const carrier of [
      new Headers({ baggage: 'a=1' }),
      new Map([['baggage', 'a=1']]),
    ]) {
      propagator.inject(external, carrier, { set: () => undefined });
      expect(carrier.has('baggage')).toBe(false);
    }
  });

  test.each([
    [null],
    [undefined],
    ['a string'],
    [7],
    [Object.freeze({ baggage: 'a=1' })],
    [
      {
        remove: () => {
          throw new Error('no');
        },
      },
    ],
    [Object.create(null)],
    [[]],
  ])('I8 inject does not throw with the carrier %p', carrier => {
    expect(() =>
      propagator.inject(external, carrier, { set: () => undefined }),
    ).not.toThrow();
  });

  test('without egress.hosts a carrier is not touched', () => {
    const carrier = { baggage: 'a=1' };
    new BaggagePropagator().inject(
      withoutBaggage,
      carrier,
      defaultTextMapSetter,
    );
    expect(carrier).toEqual({ baggage: 'a=1' });
  });
});

describe('T3 D1 what is said', () => {
  test('of destinations that are not known, once', () => {
    const said = captureDiag();
    const fresh = new BaggagePropagator({ egress: { hosts: HOSTS } });
    for (let i = 0; i < 3; i++) {
      fresh.inject(withBaggage, {}, defaultTextMapSetter);
    }
    expect(said).toEqual([
      'warn @otel-baggage/propagator baggage not sent, because no span says where the request goes and egress.hosts is set (1 since last said)',
    ]);
  });

  test('of hosts that are not allowed, to who asks for it', () => {
    const said = captureDiag();
    const fresh = new BaggagePropagator({ egress: { hosts: HOSTS } });
    const external = contextOf(sampled, { 'server.address': 'evil.com' });
    for (let i = 0; i < 3; i++) {
      fresh.inject(external, {}, defaultTextMapSetter);
    }
    expect(said).toEqual([
      'debug @otel-baggage/propagator baggage not sent to a host that egress.hosts does not name (1 since last said)',
    ]);
  });

  test('nothing where there is no baggage', () => {
    const said = captureDiag();
    const fresh = new BaggagePropagator({ egress: { hosts: HOSTS } });
    fresh.inject(ROOT_CONTEXT, {}, defaultTextMapSetter);
    fresh.inject(suppressTracing(withBaggage), {}, defaultTextMapSetter);
    expect(said).toEqual([]);
  });
});

test('D3 options that are wrong', () => {
  for (const egress of [
    null,
    7,
    [],
    { host: ['localhost'] },
    { hosts: null },
    { hosts: 'localhost' },
    { hosts: ['http://localhost'] },
    { hosts: [7] },
    { keys: null },
    { keys: { includes: ['a'] } },
    { keys: { included: 'a' } },
    { keys: { excluded: [''] } },
    { keys: ['a'] },
  ]) {
    expect(() => new BaggagePropagator({ egress: egress as never })).toThrow(
      TypeError,
    );
  }
});

describe('keepDestination', () => {
  const tracer = new BasicTracerProvider({ sampler: none }).getTracer('a', '1');
  const start = (kind?: SpanKind, attributes?: Attributes) => {
    const span = tracer.startSpan('GET', { kind, attributes });
    keepDestination(span, kind, attributes);
    return span;
  };

  test('spans that are sampled stay as they are', () => {
    const span = new BasicTracerProvider().getTracer('a').startSpan('GET');
    const before = Reflect.ownKeys(span);
    keepDestination(span, SpanKind.CLIENT, {});
    expect(Reflect.ownKeys(span)).toEqual(before);
  });

  test.each([undefined, SpanKind.INTERNAL, SpanKind.SERVER, SpanKind.CONSUMER])(
    'spans of kind %s that are not sampled stay as they are',
    kind => {
      expect(Reflect.ownKeys(start(kind))).toEqual(
        Reflect.ownKeys(tracer.startSpan('work')),
      );
    },
  );

  test('a client span that is not sampled still is one that does nothing', () => {
    const span = start(SpanKind.CLIENT);
    expect(span.constructor).toBe(tracer.startSpan('work').constructor);
    expect(span.isRecording()).toBe(false);
    const same = span
      .setAttribute('a', 1)
      .setAttributes({ b: 2 })
      .addEvent('c')
      .addLink({ context: span.spanContext() })
      .addLinks([])
      .setStatus({ code: 1 })
      .updateName('d');
    expect(same).toBe(span);
    expect(span.recordException(new Error())).toBeUndefined();
    expect(span.end()).toBeUndefined();
  });

  test('the attributes of the instrumentation are not changed', () => {
    const attributes = { 'server.address': 'localhost' };
    const span = start(SpanKind.CLIENT, attributes);
    span.setAttribute('server.address', 'evil.com');
    expect(attributes).toEqual({ 'server.address': 'localhost' });
  });
});

test('one that is not registered takes nothing out of the requests of others', async () => {
  const server = createServer((request, response) =>
    response.end(request.headers.baggage),
  );
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  try {
    propagator.inject(withBaggage, {}, defaultTextMapSetter);
    const response = await fetch(`http://127.0.0.1:${port}`, {
      headers: { baggage: 'a=1', connection: 'close' },
    });
    expect(await response.text()).toBe('a=1');
  } finally {
    server.close();
  }
});
