import type { Context, TextMapPropagator } from '@opentelemetry/api';
import {
  ROOT_CONTEXT,
  SpanKind,
  context as contextApi,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { JaegerPropagator } from '@opentelemetry/propagator-jaeger';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { BaggagePropagator } from './baggage-propagator';
import { withBaggageHeader } from './propagator-with-baggage';
import type { BaggageTrustOptions } from './types';

const baggage = propagation.createBaggage({
  'tenant.id': { value: 'acme' },
  password: { value: 'hidden' },
});
const tracer = new BasicTracerProvider().getTracer('test');

function requestTo(host: string): Context {
  return trace.setSpan(
    propagation.setBaggage(ROOT_CONTEXT, baggage),
    tracer.startSpan('GET', {
      kind: SpanKind.CLIENT,
      attributes: { 'server.address': host },
    }),
  );
}

/** As where the environment has chosen Jaeger's and no baggage header. */
const guard = (options: BaggageTrustOptions) =>
  withBaggageHeader(
    new JaegerPropagator(),
    new BaggagePropagator(options),
    false,
  );

/** The names of the headers that are written. */
function written(propagator: TextMapPropagator, from: Context): string[] {
  const carrier = {};
  propagator.inject(from, carrier, defaultTextMapSetter);
  return Object.keys(carrier).sort();
}

function read(
  propagator: TextMapPropagator,
  carrier: Record<string, string>,
  from = ROOT_CONTEXT,
) {
  return propagator.extract(from, carrier, defaultTextMapGetter);
}

const keysOf = (context: Context) =>
  propagation
    .getBaggage(context)
    ?.getAllEntries()
    .map(([key]) => key);

test('T3 other headers have no baggage for a host that is not allowed, and the trace context', () => {
  const propagator = guard({ egress: { hosts: ['localhost'] } });
  expect(written(propagator, requestTo('localhost'))).toEqual([
    'uber-trace-id',
    'uberctx-password',
    'uberctx-tenant.id',
  ]);
  expect(written(propagator, requestTo('evil.com'))).toEqual(['uber-trace-id']);
  const unknown = propagation.setBaggage(ROOT_CONTEXT, baggage);
  expect(written(propagator, unknown)).toEqual([]);
});

describe('a propagator that writes in the active context alone, as that of Sentry 11', () => {
  const manager = new AsyncLocalStorageContextManager();
  beforeAll(() => contextApi.setGlobalContextManager(manager));
  afterAll(() => contextApi.disable());

  const active: TextMapPropagator = {
    inject(context, carrier, setter) {
      if (context !== contextApi.active()) return;
      setter.set(carrier, 'trace', 'here');
    },
    extract: context => context,
    fields: () => ['trace'],
  };

  test.each<[string, BaggageTrustOptions, string[]]>([
    ['T3 not allowed', { egress: { hosts: ['localhost'] } }, ['trace']],
    [
      'T2 only some entries',
      { egress: { keys: { included: ['tenant.id'] } } },
      ['baggage', 'trace'],
    ],
  ])('%s: it writes its trace', (_title, options, headers) => {
    const propagator = withBaggageHeader(
      active,
      new BaggagePropagator(options),
      true,
    );
    contextApi.with(requestTo('evil.com'), () => {
      expect(written(propagator, contextApi.active())).toEqual(headers);
    });
    // What is not active stays so.
    expect(written(propagator, requestTo('evil.com'))).not.toContain('trace');
  });
});

test('T2 T4 other headers have the entries that are sent', () => {
  expect(
    written(
      guard({ egress: { keys: { included: ['tenant.*'] } } }),
      requestTo('localhost'),
    ),
  ).toEqual(['uber-trace-id', 'uberctx-tenant.id']);
  expect(written(guard({ sensitive: 'drop' }), requestTo('localhost'))).toEqual(
    ['uber-trace-id', 'uberctx-tenant.id'],
  );
});

test('T1 T4 of other headers the entries are accepted that may come in', () => {
  const headers = { 'uberctx-a': '1', 'uberctx-b': '2', 'uberctx-token': '3' };
  expect(keysOf(read(guard({}), headers))).toEqual(['a', 'b', 'token']);
  expect(
    keysOf(read(guard({ ingress: { included: ['a'] } }), headers)),
  ).toEqual(['a']);
  expect(keysOf(read(guard({ sensitive: 'drop' }), headers))).toEqual([
    'a',
    'b',
  ]);
});

test('T1 without such headers the very context that was given comes back', () => {
  const given = propagation.setBaggage(ROOT_CONTEXT, baggage);
  expect(read(guard({ ingress: { included: [] } }), {}, given)).toBe(given);
});

test('the fields are those of the other', () => {
  expect(guard({}).fields()).toEqual(new JaegerPropagator().fields());
});

test('D3 options that are wrong', () => {
  for (const options of [
    null,
    { maxBytes: 0 },
    { egress: { hosts: 'x' } },
    { sensitive: true },
  ]) {
    expect(() => guard(options as never)).toThrow(TypeError);
  }
});

describe("E4 T1 upstream's propagator is not used, however deep it is", () => {
  const composite = (...propagators: TextMapPropagator[]) =>
    new CompositePropagator({ propagators });
  const upstream = () => new W3CBaggagePropagator();
  const other = () => new W3CTraceContextPropagator();

  test.each([
    ['alone', upstream()],
    ['in a composite', composite(other(), upstream())],
    ['in two, alone', composite(other(), composite(upstream()))],
    ['in two', composite(composite(other(), upstream()), other())],
    ['in three', composite(composite(composite(upstream(), other())))],
  ])('%s', (_name, given) => {
    const propagator = withBaggageHeader(
      given,
      new BaggagePropagator({ ingress: { included: ['tenant'] } }),
      false,
    );
    // Upstream's decodes keys, and encodes them.
    expect(read(propagator, { baggage: 'ten%61nt=x' })).toBe(ROOT_CONTEXT);
    const carrier = {};
    propagator.inject(
      propagation.setBaggage(
        ROOT_CONTEXT,
        propagation.createBaggage({ 'a/b': { value: 'x' } }),
      ),
      carrier,
      defaultTextMapSetter,
    );
    expect(carrier).toEqual({});
  });
});
