import {
  ROOT_CONTEXT,
  SpanKind,
  context,
  createNoopMeter,
  metrics,
  propagation,
  ProxyTracerProvider,
  trace,
  type Attributes,
  type AttributeValue,
  type Context,
  type Span,
  type SpanOptions,
  type TextMapSetter,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import type { MeterProvider } from '@opentelemetry/sdk-metrics';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  BasicTracerProvider,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';
import { BaggagePropagator } from '@otel-baggage/propagator';
import {
  attachBaggage,
  contextWithBaggage,
  runWithBaggageOnSpan,
  withBaggage,
} from './index';
import { TestSdk, requestWith, resetApi, sentIn } from './test-data/test-sdk';
import type { BaggageOptions } from './types';

let sdk: TestSdk;
const warnings = jest.spyOn(process, 'emitWarning').mockReturnValue();
const said = () =>
  warnings.mock.calls.map(([message, options]) => [
    (options as { code?: string }).code,
    String(message),
  ]);
const codes = () => said().map(([code]) => code);

beforeEach(() => {
  sdk = new TestSdk();
});
afterEach(async () => {
  await sdk.stop();
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('OTEL_')) delete process.env[name];
  }
  warnings.mockClear();
});

const TENANT = { included: ['tenant.id'] };
const ACME = [{ 'tenant.id': 'acme' }];
const ON_ALL = { spans: ACME, logs: ACME, metrics: ACME };
const ON_NONE = { spans: [{}], logs: [{}], metrics: [{}] };

const ways: [string, (options?: BaggageOptions) => void][] = [
  ['withBaggage', options => void sdk.start(withBaggage(sdk.config, options))],
  [
    'attachBaggage before',
    options => {
      attachBaggage(options);
      sdk.start();
    },
  ],
  [
    'attachBaggage behind',
    options => {
      sdk.start();
      attachBaggage(options);
    },
  ],
];

describe.each(ways)('%s', (_way, start) => {
  test('R1 R2 the selected entries are on all three signals, and no other', async () => {
    start(TENANT);
    const request = requestWith('tenant.id=acme,user.id=42');
    expect(await sdk.recordIn(request)).toEqual(ON_ALL);
  });

  test('V from the environment alone', async () => {
    process.env.OTEL_BAGGAGE_ATTRIBUTE_KEYS = 'tenant.id';
    start();
    expect(await sdk.recordIn(requestWith('tenant.id=acme'))).toEqual(ON_ALL);
  });

  test('V options in code win over the environment, field by field', async () => {
    process.env.OTEL_BAGGAGE_ATTRIBUTE_KEYS = 'user.id';
    process.env.OTEL_BAGGAGE_ATTRIBUTE_PREFIX = 'app.';
    process.env.OTEL_BAGGAGE_METRIC_ATTRIBUTE_KEYS = 'none';
    start(TENANT);
    expect(await sdk.recordIn(requestWith('tenant.id=acme'))).toEqual({
      spans: [{ 'app.tenant.id': 'acme' }],
      logs: [{ 'app.tenant.id': 'acme' }],
      metrics: [{}],
    });
  });

  test('A1 nothing is copied that nobody named', async () => {
    start({});
    expect(await sdk.recordIn(requestWith('tenant.id=acme'))).toEqual(ON_NONE);
  });

  test('false switches a signal off, and each has options of its own', async () => {
    start({
      ...TENANT,
      spans: { attributeName: key => `span.${key}` },
      logs: false,
      metrics: { attributeValue: value => value.length },
    });
    expect(await sdk.recordIn(requestWith('tenant.id=acme'))).toEqual({
      spans: [{ 'span.tenant.id': 'acme' }],
      logs: [{}],
      metrics: [{ 'tenant.id': 4 }],
    });
  });

  test('I5 E5 the propagator is the strict one, in both directions', () => {
    start(TENANT);
    const header = 'sig=a+b==,e=,p=%c3%a9;q=1';
    expect(sentIn(requestWith(header))).toEqual({ baggage: header });
  });

  test('T1 T2 the trust boundary is in force', () => {
    start({ ingress: { included: ['a', 'b'] }, egress: { keys: TENANT } });
    const request = requestWith('a=1,c=3');
    expect(propagation.getBaggage(request)?.getAllEntries()).toEqual([
      ['a', { value: '1' }],
    ]);
    expect(
      sentIn(contextWithBaggage({ 'tenant.id': 'x', b: '2' }, request)),
    ).toEqual({ baggage: 'tenant.id=x' });
  });

  test('OTEL_SDK_DISABLED switches it off', async () => {
    process.env.OTEL_SDK_DISABLED = 'true';
    start({});
    expect(trace.getTracer('test').startSpan('span').isRecording()).toBe(false);
    expect(warnings).not.toHaveBeenCalled();
  });
});

describe('spans', () => {
  const start = (options: BaggageOptions = TENANT) =>
    sdk.start(withBaggage(sdk.config, options));
  const tracer = () => trace.getTracer('test');
  const request = () => requestWith('tenant.id=acme');

  test('A4 what the instrumentation gives at the start stays', () => {
    start();
    const attributes = { 'tenant.id': 'by hand', other: 1 };
    tracer().startSpan('span', { attributes }, request()).end();
    expect(sdk.spans()).toEqual([attributes]);
  });

  test('A6 in all forms of startSpan and startActiveSpan', () => {
    start();
    const run = jest.fn(() => 'done');
    context.with(request(), () => {
      tracer().startSpan('span').end();
      expect(tracer().startActiveSpan('span', run)).toBe('done');
      expect(
        tracer().startActiveSpan('span', { kind: SpanKind.CLIENT }, span => {
          expect(trace.getActiveSpan()).toBe(span);
          span.end();
          return 1;
        }),
      ).toBe(1);
    });
    tracer().startActiveSpan('span', {}, request(), span => {
      expect(trace.getActiveSpan()).toBe(span);
      span.end();
    });
    tracer().startActiveSpan('span', {}, ROOT_CONTEXT, span => span.end());
    tracer().startSpan('span', { root: true }, request()).end();
    expect(sdk.spans()).toEqual([...ACME, ...ACME, ...ACME, {}, ...ACME]);
  });

  test('R1 a sampler can decide by tenant', () => {
    const seen: Attributes[] = [];
    sdk.start(
      withBaggage(
        {
          ...sdk.config,
          sampler: {
            shouldSample(_context, _id, _name, _kind, attributes) {
              seen.push({ ...attributes });
              return { decision: 2 };
            },
            toString: () => 'by tenant',
          },
        },
        TENANT,
      ),
    );
    tracer().startSpan('span', {}, request()).end();
    expect(seen).toEqual(ACME);
  });

  test('A8 what is set for a running span wins over what the request brought', () => {
    start();
    tracer().startActiveSpan('span', {}, requestWith('tenant.id=claimed'), s =>
      runWithBaggageOnSpan({ 'tenant.id': 'acme' }, () => s.end()),
    );
    tracer().startActiveSpan('span', {}, ROOT_CONTEXT, s =>
      runWithBaggageOnSpan({ 'tenant.id': 'acme' }, () => s.end()),
    );
    expect(sdk.spans()).toEqual([...ACME, ...ACME]);
  });

  test('A8 what is set in a span of a framework is on the server span that it started', () => {
    start();
    const kind = SpanKind.SERVER;
    tracer().startActiveSpan('request', { kind }, ROOT_CONTEXT, request => {
      tracer().startActiveSpan('handler', handler => {
        runWithBaggageOnSpan({ 'tenant.id': 'acme' }, () => handler.end());
      });
      request.end();
    });
    expect(sdk.spans()).toEqual([...ACME, ...ACME]);
  });

  test('E12 __proto__ is an ordinary key on spans and measurements', async () => {
    start({ included: ['__proto__', 'constructor'] });
    const { spans, metrics } = await sdk.recordIn(
      requestWith('__proto__=p,constructor=c'),
    );
    expect(Object.entries(spans![0]!).sort()).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ]);
    expect(Object.entries(metrics![0]!).sort()).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ]);
  });

  test('a tracer that was handed out before the SDK has them too', () => {
    const early = trace.getTracer('early');
    early.startSpan('nothing').end();
    start();
    early.startSpan('span', {}, request()).end();
    expect(sdk.spans()).toEqual(ACME);
  });

  test('R3 a tracer that has been used before it was attached has them too', () => {
    sdk.start();
    const used = trace.getTracer('used');
    used.startSpan('before', {}, request()).end();
    attachBaggage(TENANT);
    used.startSpan('behind', {}, request()).end();
    expect(sdk.spans()).toEqual([{}, ...ACME]);
  });
});

describe('metrics', () => {
  const start = (options: BaggageOptions = TENANT, more = {}) =>
    sdk.start(withBaggage({ ...sdk.config, ...more }, options));
  const meter = () => metrics.getMeter('test');
  const request = () => requestWith('tenant.id=acme');

  test('M3 all synchronous instruments have them, and keep what they were given', async () => {
    start();
    meter().createCounter('a').add(1, { own: 1 }, request());
    meter().createUpDownCounter('b').add(1, undefined, request());
    meter().createHistogram('c').record(1, { 'tenant.id': 'own' }, request());
    meter().createGauge('d').record(1, {}, request());
    context.with(request(), () => meter().createCounter('e').add(1));
    const attributes = async (name: string) =>
      (await sdk.series(name)).map(series => series.attributes);
    expect(await attributes('a')).toEqual([{ 'tenant.id': 'acme', own: 1 }]);
    expect(await attributes('b')).toEqual(ACME);
    expect(await attributes('c')).toEqual([{ 'tenant.id': 'own' }]);
    expect(await attributes('d')).toEqual(ACME);
    expect(await attributes('e')).toEqual(ACME);
  });

  test('M3 asynchronous instruments are left alone', async () => {
    start();
    const gauge = meter().createObservableGauge('gauge');
    gauge.addCallback(result => result.observe(1, { own: 1 }));
    const batch = meter().createObservableCounter('batch');
    meter().addBatchObservableCallback(
      result => result.observe(batch, 2),
      [batch],
    );
    await context.with(request(), async () => {
      expect(await sdk.series('gauge')).toEqual([
        { attributes: { own: 1 }, value: 1 },
      ]);
      expect(await sdk.series('batch')).toEqual([{ attributes: {}, value: 2 }]);
    });
  });

  test('M2 M5 one view of the user takes the tenant off no other metric, each is counted once', async () => {
    start(TENANT, {
      views: [
        { instrumentName: 'renamed', name: 'other' },
        { instrumentName: 'dropped', aggregation: { type: 1 } },
        { instrumentName: 'both*', description: 'one' },
      ],
    });
    for (const name of ['renamed', 'dropped', 'both', 'plain']) {
      meter().createCounter(name).add(1, {}, request());
    }
    const once = [{ attributes: { 'tenant.id': 'acme' }, value: 1 }];
    expect(await sdk.series('other')).toEqual(once);
    expect(await sdk.series('both')).toEqual(once);
    expect(await sdk.series('plain')).toEqual(once);
    expect(await sdk.series('dropped')).toEqual([]);
  });

  test('M5 instruments names what gets them', async () => {
    start({ ...TENANT, metrics: { instruments: ['http.*.duration', 'jobs'] } });
    for (const name of ['http.server.request.duration', 'jobs', 'other']) {
      meter().createHistogram(name).record(1, {}, request());
    }
    const tenants = async (name: string) =>
      (await sdk.series(name)).map(({ attributes }) => attributes['tenant.id']);
    expect(await tenants('http.server.request.duration')).toEqual(['acme']);
    expect(await tenants('jobs')).toEqual(['acme']);
    expect(await tenants('other')).toEqual([undefined]);
  });

  test.each([
    ['@opentelemetry/instrumentation-undici', 'http.client.request.duration'],
    ['@opentelemetry/instrumentation-pg', 'db.client.connection.count'],
    ['@opentelemetry/instrumentation-mysql2', 'db.client.connections.usage'],
    ['@opentelemetry/sdk-trace', 'otel.sdk.span.live'],
  ])('M8 %s: %s has none by default', async (scope, name) => {
    start();
    const instrument = metrics.getMeter(scope).createUpDownCounter(name);
    instrument.add(1, {}, request());
    expect(await sdk.series(name)).toEqual([{ attributes: {}, value: 1 }]);
  });

  test('M8 but where it is named', async () => {
    const name = 'http.client.request.duration';
    start({ ...TENANT, metrics: { instruments: ['*', name] } });
    metrics
      .getMeter('@opentelemetry/instrumentation-undici')
      .createHistogram(name)
      .record(1, {}, request());
    expect(await sdk.series(name)).toMatchObject([
      { attributes: { 'tenant.id': 'acme' } },
    ]);
  });

  test('M6 A10 the bounds are in force', async () => {
    start({ ...TENANT, metrics: { maxDistinctValues: 2 } });
    const counter = meter().createCounter('counter');
    for (const tenant of ['a', 'b', 'c', 'd', '']) {
      counter.add(1, {}, requestWith(`tenant.id=${tenant}`));
    }
    expect(await sdk.series('counter')).toEqual([
      { attributes: { 'tenant.id': 'a' }, value: 1 },
      { attributes: { 'tenant.id': 'b' }, value: 1 },
      { attributes: { 'tenant.id': '_other' }, value: 2 },
      { attributes: {}, value: 1 },
    ]);
  });

  test('M6a what the resource has, no wildcard lets in', async () => {
    sdk.start(
      withBaggage(
        {
          ...sdk.config,
          resource: resourceFromAttributes({
            team: 'payments',
            'cost.center': Promise.resolve('17'),
          }),
        },
        { metrics: { included: ['*'] } },
      ),
    );
    const request = requestWith('team=x,cost_center=1,tenant.id=acme');
    const { metrics } = await sdk.recordIn(request);
    expect(metrics).toEqual(ACME);
  });

  test('M9 what is measured of a request has what was set for its span', async () => {
    start();
    const duration = meter().createHistogram('http.server.request.duration');
    const span = trace.getTracer('test').startSpan('server');
    const server = trace.setSpan(requestWith('tenant.id=claimed'), span);
    context.with(server, () =>
      runWithBaggageOnSpan({ 'tenant.id': 'acme' }, () => undefined),
    );
    duration.record(1, {}, server);
    expect(await sdk.series('http.server.request.duration')).toMatchObject([
      { attributes: { 'tenant.id': 'acme' } },
    ]);
  });
});

describe('propagators', () => {
  const BAGGAGE = { baggage: 'a+b=1' };
  const EMPTY = 'e=,a+b=1'; // upstream's loses the first
  const fields = () => propagation.fields().sort();
  const start = (config: object, options?: BaggageOptions) =>
    sdk.start(withBaggage({ ...sdk.config, ...config }, options));

  test.each([
    ['alone', new W3CBaggagePropagator()],
    [
      'in a composite',
      new CompositePropagator({ propagators: [new W3CBaggagePropagator()] }),
    ],
    [
      'in a composite in a composite',
      new CompositePropagator({
        propagators: [
          new W3CTraceContextPropagator(),
          new CompositePropagator({
            propagators: [new W3CBaggagePropagator()],
          }),
        ],
      }),
    ],
  ])("upstream's becomes ours: %s", (_name, textMapPropagator) => {
    start({ textMapPropagator });
    expect(sentIn(requestWith(EMPTY))).toEqual({ baggage: EMPTY });
    expect(propagation.fields()).toContain('baggage');
  });

  test("upstream's under another name, as in a bundle, becomes ours", () => {
    const b = class extends W3CBaggagePropagator {};
    start({ textMapPropagator: new b() });
    expect(sentIn(requestWith(EMPTY))).toEqual({ baggage: EMPTY });
  });

  test('one without baggage gets ours behind it', () => {
    start({ textMapPropagator: new W3CTraceContextPropagator() });
    expect(fields()).toEqual(['baggage', 'traceparent', 'tracestate']);
    expect(sentIn(requestWith(BAGGAGE.baggage))).toEqual(BAGGAGE);
  });

  test('one of ours stays, with its own options', () => {
    start({ textMapPropagator: new BaggagePropagator({ maxEntries: 1 }) });
    expect(sentIn(requestWith('a=1,b=2'))).toEqual({ baggage: 'a=1' });
    expect(codes()).not.toContain('OTEL_BAGGAGE_OWN_PROPAGATOR');
  });

  test('D4 options that are not in force beside it are said', () => {
    start(
      { textMapPropagator: new BaggagePropagator({ maxEntries: 1 }) },
      { included: [], egress: { keys: { included: ['b'] } } },
    );
    expect(sentIn(requestWith('a=1,b=2'))).toEqual({ baggage: 'a=1' });
    expect(codes()).toEqual(['OTEL_BAGGAGE_OWN_PROPAGATOR']);
  });

  test.each([
    ['tracecontext', ['traceparent', 'tracestate']],
    ['b3', ['b3']],
    ['none', []],
  ])('OTEL_PROPAGATORS=%s is obeyed', (value, expected) => {
    process.env.OTEL_PROPAGATORS = value;
    start({});
    expect(propagation.fields()).toEqual(expected);
    expect(sentIn(contextWithBaggage({ a: 1 }, ROOT_CONTEXT))).toEqual({});
  });

  test('but what code gives is not what the environment chose', () => {
    process.env.OTEL_PROPAGATORS = 'tracecontext';
    start({ textMapPropagator: new W3CTraceContextPropagator() });
    expect(fields()).toContain('baggage');
  });

  test('null is obeyed', () => {
    start({ textMapPropagator: null });
    expect(propagation.fields()).toEqual([]);
  });

  test('I2 what another one writes is kept behind the entries, as it was', () => {
    const other = {
      inject: (_: Context, carrier: unknown, setter: TextMapSetter) =>
        setter.set(carrier, 'baggage', 'sentry-a=1;p=2,tenant.id=theirs,e='),
      extract: <T>(given: T) => given,
      fields: () => ['baggage', 'sentry-trace'],
    };
    start({ textMapPropagator: other });
    expect(
      sentIn(contextWithBaggage({ 'tenant.id': 'acme' }, ROOT_CONTEXT)),
    ).toEqual({ baggage: 'tenant.id=acme,sentry-a=1;p=2,e=' });
    expect(sentIn(ROOT_CONTEXT)).toEqual({
      baggage: 'sentry-a=1;p=2,tenant.id=theirs,e=',
    });
    expect(fields()).toEqual(['baggage', 'sentry-trace']);
  });

  test('R4 the registered one is still what it was', () => {
    class Own extends W3CTraceContextPropagator {
      readonly answer = 42;
    }
    start({ textMapPropagator: new Own() });
    const { _getGlobalPropagator: getGlobal } = propagation as unknown as {
      _getGlobalPropagator(): Own;
    };
    const found = getGlobal();
    expect(found).toBeInstanceOf(Own);
    expect(found.answer).toBe(42);
  });
});

describe('R4 the providers stay what they are', () => {
  /** As an SDK may be written. */
  class Private {
    #secret = 42;
    flushed = 0;
    get secret() {
      return this.#secret;
    }
    async forceFlush() {
      this.flushed += this.#secret;
    }
    async shutdown() {
      this.#secret = 0;
    }
  }
  class Tracers extends Private {
    getTracer() {
      return new BasicTracerProvider().getTracer('inner');
    }
  }

  test('members, classes and identity, with private fields too', async () => {
    attachBaggage(TENANT);
    const tracers = new Tracers();
    trace.setGlobalTracerProvider(tracers);
    const proxy = trace.getTracerProvider() as ProxyTracerProvider;
    expect(proxy.getDelegate()).toBe(tracers);
    expect(proxy.getDelegate()).toBeInstanceOf(Tracers);
    expect((proxy.getDelegate() as Tracers).secret).toBe(42);
    await (proxy.getDelegate() as Tracers).forceFlush();
    expect(tracers.flushed).toBe(42);
    await (proxy.getDelegate() as Tracers).shutdown();
    expect(tracers.secret).toBe(0);
    const span = trace
      .getTracer('test')
      .startSpan('span', {}, contextWithBaggage({ 'tenant.id': 'acme' }));
    expect((span as unknown as ReadableSpan).attributes).toEqual({
      'tenant.id': 'acme',
    });
  });

  test('D4 a frozen one is said, and works as it did', () => {
    attachBaggage(TENANT);
    const meter = { createCounter: jest.fn() };
    const frozen = Object.freeze({ getMeter: () => meter as never });
    metrics.setGlobalMeterProvider(frozen);
    expect(metrics.getMeter('test')).toBe(meter);
    expect(said().map(([code]) => code)).toEqual(['OTEL_BAGGAGE_NOT_ATTACHED']);
  });
});

describe('R1 in a bundle, whose classes have other names', () => {
  const named = (name: string, noop: object) => {
    const { constructor } = noop;
    const before = constructor.name;
    Object.defineProperty(constructor, 'name', {
      value: name,
      configurable: true,
    });
    return before;
  };
  /** One of each class of the API that does nothing. */
  const noops = [
    new ProxyTracerProvider().getDelegate(),
    createNoopMeter(),
    createNoopMeter().createCounter('counter'),
  ];
  let names: string[];

  beforeEach(() => {
    names = noops.map(noop => named('t', noop));
  });
  afterEach(() => {
    names.forEach((name, index) => named(name, noops[index]!));
  });

  test.each(ways)('%s', async (_way, start) => {
    start(TENANT);
    expect(await sdk.recordIn(requestWith('tenant.id=acme'))).toEqual(ON_ALL);
  });

  test('what does nothing once the SDK has ended does not grow', async () => {
    sdk.start(withBaggage(sdk.config, TENANT));
    const meters = metrics.getMeterProvider() as MeterProvider;
    await meters.shutdown();
    const counters = Array.from({ length: 20_000 }, () =>
      meters.getMeter('test').createCounter('counter'),
    );
    // It would be one call within the other.
    expect(() => counters.at(-1)!.add(1)).not.toThrow();
  });
});

describe('R3 early, late, twice, and beside another SDK', () => {
  test('what registers after disable() is wrapped, also in a registry that was deleted', async () => {
    attachBaggage(TENANT);
    new TestSdk().start();
    resetForNext();
    sdk.start();
    expect(await sdk.recordIn(requestWith('tenant.id=acme'))).toEqual(ON_ALL);
    resetForNext();
    Reflect.deleteProperty(globalThis, Symbol.for('opentelemetry.js.api.1'));
    const last = new TestSdk().start();
    expect(await last.recordIn(requestWith('tenant.id=acme'))).toEqual(ON_ALL);
    await last.stop();
  });

  test('withBaggage is for its own SDK, not for one that registers later', async () => {
    const own = new TestSdk();
    own.start(withBaggage(own.config, TENANT));
    resetForNext();
    sdk.start();
    expect(await sdk.recordIn(requestWith('tenant.id=acme'))).toEqual(ON_NONE);
    await own.stop();
  });

  test('attached twice the last options count, and each is counted once', async () => {
    attachBaggage({ included: ['user.id'] });
    attachBaggage(TENANT);
    sdk.start();
    const request = requestWith('tenant.id=acme,user.id=42');
    expect(await sdk.recordIn(request)).toEqual(ON_ALL);
    attachBaggage({ included: ['user.id'] });
    const counter = metrics.getMeter('test').createCounter('again');
    counter.add(1, {}, request);
    expect(await sdk.series('again')).toEqual([
      { attributes: { 'user.id': '42' }, value: 1 },
    ]);
  });

  test('D4 too late: said, with what is lost', async () => {
    sdk.start();
    const before = metrics.getMeter('test').createCounter('before');
    attachBaggage(TENANT);
    const request = requestWith('tenant.id=acme');
    before.add(1, {}, request);
    expect(await sdk.series('before')).toEqual([{ attributes: {}, value: 1 }]);
    expect(await sdk.recordIn(request)).toEqual(ON_ALL);
    expect(said()).toEqual([
      [
        'OTEL_BAGGAGE_TOO_LATE',
        expect.stringMatching(
          /before .* instruments .* --import @otel-baggage\/node\/attach/,
        ),
      ],
    ]);
  });

  test('D4 a second SDK is said', () => {
    sdk.start(withBaggage(sdk.config, TENANT));
    new NodeSDK({ ...new TestSdk().config }).start();
    expect(said().map(([code]) => code)).toEqual(['OTEL_BAGGAGE_SECOND_SDK']);
  });

  function resetForNext(): void {
    trace.disable();
    metrics.disable();
    propagation.disable();
    // As an application that starts the next one later.
    const { logs } = jest.requireActual('@opentelemetry/api-logs');
    logs.disable();
  }
});

describe('D4 what a person must know at the start', () => {
  test.each<[string, () => unknown, string, RegExp]>([
    [
      'an unknown variable',
      () => {
        process.env.OTEL_BAGGAGE_EGRES_HOSTS = 'localhost';
        attachBaggage(TENANT);
      },
      'OTEL_BAGGAGE_ENVIRONMENT',
      /OTEL_BAGGAGE_EGRES_HOSTS .* OTEL_BAGGAGE_EGRESS_HOSTS/,
    ],
    [
      'an invalid number',
      () => {
        process.env.OTEL_BAGGAGE_MAX_BYTES = '8k';
        attachBaggage(TENANT);
      },
      'OTEL_BAGGAGE_ENVIRONMENT',
      /OTEL_BAGGAGE_MAX_BYTES: .* default/,
    ],
    [
      'a trust list that names nothing',
      () => {
        process.env.OTEL_BAGGAGE_INGRESS_KEYS = ',';
        attachBaggage(TENANT);
      },
      'OTEL_BAGGAGE_ENVIRONMENT',
      /OTEL_BAGGAGE_INGRESS_KEYS: .* no baggage passes/,
    ],
    [
      'no key named anywhere',
      () => withBaggage({}),
      'OTEL_BAGGAGE_NO_KEYS',
      /OTEL_BAGGAGE_ATTRIBUTE_KEYS .* "included"/,
    ],
    [
      'options in the place of the configuration',
      () => withBaggage(TENANT, { included: [] }),
      'OTEL_BAGGAGE_MISPLACED_OPTIONS',
      /included.* second argument/,
    ],
  ])('%s', (_name, act, code, message) => {
    act();
    act();
    expect(said()).toEqual([[code, expect.stringMatching(message)]]);
    expect(warnings.mock.calls[0]![1]).toMatchObject({
      type: 'OtelBaggageWarning',
    });
  });

  test.each<[string, BaggageOptions]>([
    ['a key', TENANT],
    ['nothing, on purpose', { included: [] }],
    ['all switched off', { spans: false, logs: false, metrics: false }],
    ['a key of one signal', { logs: TENANT }],
  ])('nothing is said with %s', (_name, options) => {
    withBaggage({ serviceName: 'x' }, options);
    expect(said()).toEqual([]);
  });
});

describe('D3 what the programmer got wrong', () => {
  test.each<[string, unknown, string]>([
    [
      'a misspelt option',
      { include: ['a'] },
      'unknown option "include" in options; did you mean "included"?',
    ],
    [
      'one of a group',
      { egress: { host: [] } },
      'unknown option "host" in egress; did you mean "hosts"?',
    ],
    [
      'a text for a list',
      { included: 'a' },
      'included must be an array of patterns, got a string',
    ],
    [
      'a number in a list',
      { included: ['a', 7] },
      'included[1] must be a pattern, got the number 7',
    ],
    [
      'an invalid host',
      { egress: { hosts: ['http://a/'] } },
      '"http://a/" is not a valid host pattern',
    ],
    ['a signal', { spans: true }, 'spans must be options or false'],
    [
      'an option of metrics',
      { metrics: { instrument: ['a'] } },
      'unknown option "instrument"',
    ],
    [
      'instruments',
      { metrics: { instruments: 'a' } },
      'metrics.instruments must be an array of patterns, got a string',
    ],
    [
      'a limit',
      { maxBytes: '8k' },
      'maxBytes must be a positive integer, got a string',
    ],
    ['no options', 'included', 'options must be an object, got a string'],
  ])('%s', (_name, options, message) => {
    for (const call of [
      () => withBaggage({}, options as never),
      () => attachBaggage(options as never),
    ]) {
      expect(call).toThrow(TypeError);
      expect(call).toThrow(message);
    }
  });

  test('no configuration', () => {
    expect(() => withBaggage('shop' as never)).toThrow(
      'the configuration must be an object, got a string',
    );
    expect(withBaggage(undefined, TENANT)).toEqual({});
  });
});

test('R2 the configuration comes back as it is', () => {
  const config = { serviceName: 'shop', views: [] };
  const typed: { serviceName: string } = withBaggage(config, TENANT);
  expect(typed).toBe(config);
  expect(config).toEqual({ serviceName: 'shop', views: [] });
  resetApi();
});

describe.each(['attributes', 'data'])(
  'spans of Sentry, which tell their %s on request',
  shown => {
    const attributes: Attributes = {};
    const span = {
      isRecording: () => true,
      setAttribute: (name: string, value: AttributeValue) =>
        (attributes[name] = value),
      getSpanJSON: () => ({ [shown]: { ...attributes } }),
    };

    test('A4 A8 what is set wins over what the request brought, over nothing else', () => {
      attachBaggage({ included: ['*'] });
      trace.setGlobalTracerProvider({
        getTracer: () => ({
          startSpan: (_name: string, options: SpanOptions) => {
            Object.assign(attributes, options.attributes);
            return span as unknown as Span;
          },
          startActiveSpan: () => undefined as never,
        }),
      });
      const manager = new AsyncLocalStorageContextManager();
      context.setGlobalContextManager(manager);
      const received = requestWith('tenant.id=claimed,http.route=claimed');
      trace.getTracer('t').startActiveSpan('span', {}, received, started => {
        started.setAttribute('http.route', '/work');
        const set = { 'tenant.id': 'acme', 'http.route': 'x', plan: 'gold' };
        runWithBaggageOnSpan(set, () => undefined);
      });
      resetApi();
      expect(attributes).toEqual({
        'tenant.id': 'acme',
        'http.route': '/work',
        plan: 'gold',
      });
    });
  },
);
