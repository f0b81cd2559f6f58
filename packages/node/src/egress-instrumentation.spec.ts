import type { Span, SpanOptions } from '@opentelemetry/api';
import {
  ROOT_CONTEXT,
  SpanKind,
  defaultTextMapSetter,
  propagation,
  trace,
} from '@opentelemetry/api';
import {
  InstrumentationBase,
  registerInstrumentations,
} from '@opentelemetry/instrumentation';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { knowingDestinations } from './egress-instrumentation';
import { withBaggage } from './with-baggage';

/** Of a client that is not patched: the test starts its spans. */
class ClientInstrumentation extends InstrumentationBase {
  constructor() {
    super('client', '1', {});
  }

  init(): undefined {
    return undefined;
  }

  start(options: SpanOptions): Span {
    return this.tracer.startSpan('GET', options);
  }
}

const propagator = new BaggagePropagator({ egress: { hosts: ['localhost'] } });
const toLocalhost = {
  kind: SpanKind.CLIENT,
  attributes: { 'server.address': 'localhost' },
};

/** Whether a request gets baggage whose span the instrumentation starts. */
function isSent(instrumentation: ClientInstrumentation): boolean {
  const baggage = propagation.createBaggage({ a: { value: '1' } });
  const carrier = {};
  propagator.inject(
    trace.setSpan(
      propagation.setBaggage(ROOT_CONTEXT, baggage),
      instrumentation.start(toLocalhost),
    ),
    carrier,
    defaultTextMapSetter,
  );
  return 'baggage' in carrier;
}

const one = new ClientInstrumentation();
const other = new ClientInstrumentation();
const tracerProvider = new tracing.BasicTracerProvider({
  sampler: new tracing.AlwaysOffSampler(),
});

test('T3 the destination of a request that is not sampled is known', () => {
  registerInstrumentations({ instrumentations: [one, other], tracerProvider });
  expect([isSent(one), isSent(other)]).toEqual([false, false]);

  const disable = registerInstrumentations({
    instrumentations: knowingDestinations([one, [other]]) as [],
    tracerProvider,
  });
  expect([isSent(one), isSent(other)]).toEqual([true, true]);
  disable();
});

test('T3 what is no list of instrumentations stays what it is', () => {
  expect(knowingDestinations(undefined)).toBeUndefined();
  expect(knowingDestinations(null)).toBeNull();
});

describe('T3 withBaggage', () => {
  const instrumentations = [one, [other]];

  test('leaves the instrumentations alone without egress.hosts', () => {
    for (const options of [{}, { egress: { keys: {} } }, { ingress: {} }]) {
      const config = withBaggage({ instrumentations }, options);
      expect(config.instrumentations).toBe(instrumentations);
    }
  });

  test('gives no instrumentations where there are none', () => {
    const config = withBaggage({}, { egress: { hosts: [] } });
    expect('instrumentations' in config).toBe(false);
  });

  test.each<[string, () => object, string | undefined]>([
    ['egress.hosts', () => ({ egress: { hosts: ['localhost'] } }), undefined],
    ['OTEL_BAGGAGE_EGRESS_HOSTS', () => ({}), 'localhost'],
  ])('has them know the destinations with %s', (_name, options, variable) => {
    if (variable) process.env.OTEL_BAGGAGE_EGRESS_HOSTS = variable;
    process.env.OTEL_TRACES_SAMPLER = 'always_off';
    try {
      const fresh = new ClientInstrumentation();
      const sdk = new NodeSDK(
        withBaggage(
          { instrumentations: [fresh], spanProcessors: [], metricReaders: [] },
          options(),
        ),
      );
      sdk.start();
      expect(isSent(fresh)).toBe(true);
      void sdk.shutdown();
    } finally {
      delete process.env.OTEL_BAGGAGE_EGRESS_HOSTS;
      delete process.env.OTEL_TRACES_SAMPLER;
      trace.disable();
      propagation.disable();
    }
  });
});
