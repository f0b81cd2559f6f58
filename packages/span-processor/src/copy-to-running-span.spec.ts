import type { Baggage, Context, Span } from '@opentelemetry/api';
import {
  context,
  diag,
  DiagLogLevel,
  propagation,
  ROOT_CONTEXT,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { RPCType, setRPCMetadata } from '@opentelemetry/core';
import {
  AlwaysOffSampler,
  InMemorySpanExporter,
  type Sampler,
  SimpleSpanProcessor,
  type SpanLimits,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { baggageSources, recordDiag } from '@otel-baggage/test-support';
import {
  BaggageSpanProcessor,
  copyBaggageToSpan,
  runWithBaggageOnSpan,
} from './index';

let messages: string[];
beforeEach(() => {
  messages = recordDiag(DiagLogLevel.WARN);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
});
afterEach(() => {
  context.disable();
  diag.disable();
});

function setUp(
  processors: BaggageSpanProcessor[],
  sampler?: Sampler,
  spanLimits?: SpanLimits,
) {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    sampler,
    spanLimits,
    spanProcessors: [...processors, new SimpleSpanProcessor({ exporter })],
  });
  const attributesOf = (name: string) =>
    exporter.getFinishedSpans().find(span => span.name === name)?.attributes;
  return { provider, tracer: provider.getTracer('test'), attributesOf };
}

function withBaggage(baggage: Baggage): Context {
  return propagation.setBaggage(ROOT_CONTEXT, baggage);
}

describe.each(baggageSources)('A8 copyTo with %s', (_source, baggageOf) => {
  const late = withBaggage(baggageOf({ 'tenant.id': 'acme', 'user.id': '42' }));

  test('a running span gets what is selected, named as at the start', () => {
    const processor = new BaggageSpanProcessor({
      included: ['tenant.*'],
      prefix: 'app.',
    });
    const { tracer, attributesOf } = setUp([processor]);
    const span = tracer.startSpan('server', {}, ROOT_CONTEXT);
    processor.copyTo(span, late);
    span.end();
    expect(attributesOf('server')).toEqual({ 'app.tenant.id': 'acme' });
  });

  test('the context is the active one where none is given', () => {
    const processor = new BaggageSpanProcessor({ included: ['tenant.id'] });
    const { tracer, attributesOf } = setUp([processor]);
    const span = tracer.startSpan('server');
    context.with(late, () => processor.copyTo(span));
    span.end();
    expect(attributesOf('server')).toEqual({ 'tenant.id': 'acme' });
  });

  test('A8 it wins over what came from the baggage of the start, A4 over nothing else', () => {
    const processor = new BaggageSpanProcessor({ included: ['*.id'] });
    const { tracer, attributesOf } = setUp([processor]);
    const span = tracer.startSpan(
      'server',
      { attributes: { 'user.id': 'by hand' } },
      withBaggage(baggageOf({ 'tenant.id': 'from the request' })),
    );
    processor.copyTo(span, late);
    span.end();
    expect(attributesOf('server')).toEqual({
      'user.id': 'by hand',
      'tenant.id': 'acme',
    });
  });

  test('A4 what an instrumentation recorded in the place of baggage stays', () => {
    const processor = new BaggageSpanProcessor({ included: ['*.id'] });
    const { tracer, attributesOf } = setUp([processor]);
    const span = tracer.startSpan(
      'server',
      {},
      withBaggage(baggageOf({ 'tenant.id': 'from the request' })),
    );
    span.setAttribute('tenant.id', 'recorded');
    processor.copyTo(span, late);
    span.end();
    expect(attributesOf('server')).toMatchObject({ 'tenant.id': 'recorded' });
  });

  test('A8 of several the last wins, also where the SDK cuts values', () => {
    const processors = [
      new BaggageSpanProcessor({ included: ['tenant.id'] }),
      new BaggageSpanProcessor({ included: ['tenant.id'], prefix: 'app.' }),
    ];
    const { tracer, attributesOf } = setUp(processors, undefined, {
      attributeValueLengthLimit: 3,
    });
    const span = tracer.startSpan(
      'server',
      {},
      withBaggage(baggageOf({ 'tenant.id': 'claimed' })),
    );
    for (const tenant of ['first', 'second']) {
      const checked = withBaggage(baggageOf({ 'tenant.id': tenant }));
      for (const processor of processors) processor.copyTo(span, checked);
    }
    span.end();
    expect(attributesOf('server')).toEqual({
      'tenant.id': 'sec',
      'app.tenant.id': 'sec',
    });
  });

  test('nothing happens to a span that has ended', () => {
    const processor = new BaggageSpanProcessor({ included: ['*'] });
    const { tracer, attributesOf } = setUp([processor]);
    const span = tracer.startSpan('server', {}, ROOT_CONTEXT);
    span.end();
    processor.copyTo(span, late);
    expect(attributesOf('server')).toEqual({});
    expect(messages).toEqual([]);
  });

  test('nothing happens to a span that is not recorded', () => {
    const processor = new BaggageSpanProcessor({ included: ['*'] });
    const { tracer } = setUp([processor], new AlwaysOffSampler());
    const span = tracer.startSpan('server', {}, ROOT_CONTEXT);
    expect(() => processor.copyTo(span, late)).not.toThrow();
    expect(messages).toEqual([]);
  });

  test('A4 nothing is set on a span that does not show its attributes', () => {
    const { tracer, attributesOf } = setUp([]);
    const span = tracer.startSpan('server');
    const wrapped = new Proxy(span, {
      get(target, property) {
        if (property === 'attributes') return undefined;
        const value = Reflect.get(target, property);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    expect(wrapped.isRecording()).toBe(true);
    new BaggageSpanProcessor({ included: ['*'] }).copyTo(wrapped, late);
    span.end();
    expect(attributesOf('server')).toEqual({});
  });
});

test('A8 copyTo without baggage does nothing', () => {
  const processor = new BaggageSpanProcessor({ included: ['*'] });
  const { tracer, attributesOf } = setUp([processor]);
  const span = tracer.startSpan('server');
  processor.copyTo(span);
  processor.copyTo(span, ROOT_CONTEXT);
  span.end();
  expect(attributesOf('server')).toEqual({});
});

describe('A8 runWithBaggageOnSpan', () => {
  const selectTenant = () =>
    new BaggageSpanProcessor({ included: ['tenant.id'] });

  test('the running span, its later children and the context have the entries', async () => {
    const { tracer, attributesOf } = setUp([selectTenant()]);
    const result = await tracer.startActiveSpan('server', async server => {
      tracer.startSpan('before').end();
      const awaited = await runWithBaggageOnSpan(
        { 'tenant.id': 'acme', other: 'x' },
        async () => {
          await new Promise(resolve => setImmediate(resolve));
          tracer.startSpan('child').end();
          return propagation.getActiveBaggage()?.getEntry('other')?.value;
        },
      );
      expect(propagation.getActiveBaggage()).toBeUndefined();
      server.end();
      return awaited;
    });
    expect(result).toBe('x');
    expect(attributesOf('before')).toEqual({});
    expect(attributesOf('server')).toEqual({ 'tenant.id': 'acme' });
    expect(attributesOf('child')).toEqual({ 'tenant.id': 'acme' });
  });

  test('entries that were there remain in the baggage, behind the new ones', () => {
    const { tracer } = setUp([selectTenant()]);
    const received = withBaggage(
      propagation.createBaggage({ 'user.id': { value: '42' } }),
    );
    const keys = context.with(received, () =>
      tracer.startActiveSpan('server', () =>
        runWithBaggageOnSpan({ 'tenant.id': 'acme' }, () =>
          propagation
            .getActiveBaggage()!
            .getAllEntries()
            .map(([key]) => key),
        ),
      ),
    );
    expect(keys).toEqual(['tenant.id', 'user.id']);
  });

  test('the server span has them where a framework made a span of the middleware', () => {
    const { tracer, attributesOf } = setUp([selectTenant()]);
    const server = tracer.startSpan('server');
    const inRequest = setRPCMetadata(trace.setSpan(ROOT_CONTEXT, server), {
      type: RPCType.HTTP,
      span: server,
    });
    context.with(inRequest, () =>
      tracer.startActiveSpan('middleware', middleware => {
        runWithBaggageOnSpan({ 'tenant.id': 'acme' }, () => middleware.end());
      }),
    );
    server.end();
    expect(attributesOf('middleware')).toEqual({ 'tenant.id': 'acme' });
    expect(attributesOf('server')).toEqual({ 'tenant.id': 'acme' });
  });

  test('work that goes on after the response leaves the ended server span alone', () => {
    const { tracer, attributesOf } = setUp([selectTenant()]);
    const server = tracer.startSpan('server');
    const inRequest = setRPCMetadata(trace.setSpan(ROOT_CONTEXT, server), {
      type: RPCType.HTTP,
      span: server,
    });
    server.end();
    context.with(inRequest, () =>
      runWithBaggageOnSpan({ 'tenant.id': 'acme' }, () =>
        tracer.startSpan('job').end(),
      ),
    );
    expect(attributesOf('server')).toEqual({});
    expect(attributesOf('job')).toEqual({ 'tenant.id': 'acme' });
    expect(messages).toEqual([]);
  });

  test('each of several processors applies its own selection', () => {
    const { tracer, attributesOf } = setUp([
      selectTenant(),
      new BaggageSpanProcessor({ included: ['user.*'], prefix: 'app.' }),
      new BaggageSpanProcessor(() => false),
    ]);
    tracer.startActiveSpan('server', server => {
      runWithBaggageOnSpan({ 'tenant.id': 'acme', 'user.id': '42' }, () => {});
      server.end();
    });
    expect(attributesOf('server')).toEqual({
      'tenant.id': 'acme',
      'app.user.id': '42',
    });
  });

  test('a processor that did not see the span start does nothing to it', () => {
    const unregistered = selectTenant();
    const other = setUp([selectTenant()]);
    const own = setUp([new BaggageSpanProcessor({ included: ['user.id'] })]);
    other.tracer.startSpan('elsewhere').end();
    own.tracer.startActiveSpan('server', server => {
      runWithBaggageOnSpan({ 'tenant.id': 'acme', 'user.id': '42' }, () => {});
      server.end();
    });
    expect(own.attributesOf('server')).toEqual({ 'user.id': '42' });
    expect(other.attributesOf('elsewhere')).toEqual({});
    expect(unregistered).toBeDefined();
  });

  test('a span that is not sampled: the function runs, with the baggage', () => {
    const { tracer } = setUp([selectTenant()], new AlwaysOffSampler());
    const value = tracer.startActiveSpan('server', () =>
      runWithBaggageOnSpan(
        { 'tenant.id': 'acme' },
        () => propagation.getActiveBaggage()!.getEntry('tenant.id')!.value,
      ),
    );
    expect(value).toBe('acme');
    expect(messages).toEqual([]);
  });

  test('no span at all: the function runs, with the baggage', () => {
    const value = runWithBaggageOnSpan(
      { 'tenant.id': 'acme' },
      () => propagation.getActiveBaggage()!.getEntry('tenant.id')!.value,
    );
    expect(value).toBe('acme');
  });

  test('after shutdown nothing fails and nothing more is exported', async () => {
    const { provider, tracer, attributesOf } = setUp([selectTenant()]);
    const before = tracer.startSpan('before');
    await provider.shutdown();
    const after = tracer.startSpan('after');
    for (const span of [before, after]) {
      const ran = context.with(trace.setSpan(ROOT_CONTEXT, span), () =>
        runWithBaggageOnSpan({ 'tenant.id': 'acme' }, () => true),
      );
      expect(ran).toBe(true);
      span.end();
    }
    expect(attributesOf('before')).toBeUndefined();
    expect(attributesOf('after')).toBeUndefined();
  });

  test('a handler that loaded another copy of this package finds the processors', async () => {
    const { tracer, attributesOf } = setUp([selectTenant()]);
    let copy!: { runWithBaggageOnSpan: typeof runWithBaggageOnSpan };
    await jest.isolateModulesAsync(async () => {
      copy = await import('./index');
    });
    expect(copy.runWithBaggageOnSpan).not.toBe(runWithBaggageOnSpan);
    tracer.startActiveSpan('server', server => {
      copy.runWithBaggageOnSpan({ 'tenant.id': 'acme' }, () => {});
      server.end();
    });
    expect(attributesOf('server')).toEqual({ 'tenant.id': 'acme' });
  });

  test('what the function throws is thrown', () => {
    expect(() =>
      runWithBaggageOnSpan({}, () => {
        throw new RangeError('of the function');
      }),
    ).toThrow(new RangeError('of the function'));
  });

  test.each<[string, unknown]>([
    ['an optional value', { a: undefined }],
    ['a list', { a: ['1'] }],
    ['a string', 'a=1'],
    ['null', null],
  ])('C2a with %s the function runs', (_name, entries) => {
    expect(runWithBaggageOnSpan(entries as never, () => 'done')).toBe('done');
  });
});

describe('A8 copyBaggageToSpan', () => {
  test('the span of a context gets the baggage of that context', () => {
    const { tracer, attributesOf } = setUp([
      new BaggageSpanProcessor({ included: ['tenant.id'] }),
    ]);
    const span: Span = tracer.startSpan('consumer');
    const given = propagation.setBaggage(
      trace.setSpan(ROOT_CONTEXT, span),
      propagation.createBaggage({ 'tenant.id': { value: 'acme' } }),
    );
    copyBaggageToSpan();
    copyBaggageToSpan(ROOT_CONTEXT);
    expect((span as unknown as { attributes: object }).attributes).toEqual({});
    copyBaggageToSpan(given);
    span.end();
    expect(attributesOf('consumer')).toEqual({ 'tenant.id': 'acme' });
  });
});
