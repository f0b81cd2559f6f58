import { ROOT_CONTEXT, context, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { baggageViews } from '@otel-baggage/metrics';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { BaggageAttributeSelector } from './attribute-selector';
import { createBaggage } from './create-baggage';
import { DropDiagnostics } from './diagnostics';

/** A provider, and what its counter says: by signal and reason. */
function observe(views: ReturnType<typeof baggageViews> = []) {
  const exporter = new InMemoryMetricExporter(
    AggregationTemporality.CUMULATIVE,
  );
  const reader = new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: 1e9,
  });
  const meterProvider = new MeterProvider({ readers: [reader], views });
  const counted = async () => {
    await reader.forceFlush();
    const metrics = exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap(scope => scope.metrics)
      .filter(({ descriptor }) => descriptor.name === 'otel_baggage.dropped');
    return metrics.flatMap(metric =>
      metric.dataPoints.map(({ attributes, value }) => [attributes, value]),
    );
  };
  return { meterProvider, counted };
}

const throwing = {
  included: ['tenant.id'],
  attributeValue: () => {
    throw new Error('acme');
  },
};

const getter = {
  get: (carrier: string) => carrier,
  keys: () => ['baggage'],
};

test('what the propagator drops is counted by reason', async () => {
  const { meterProvider, counted } = observe();
  const propagator = new BaggagePropagator({ meterProvider, maxEntries: 2 });
  propagator.extract(ROOT_CONTEXT, 'a=1,b b=2,c=3,d=4,e=5', getter);
  expect(await counted()).toEqual([
    [
      {
        'otel_baggage.signal': 'propagation',
        'otel_baggage.reason': 'extract.invalid_key',
      },
      1,
    ],
    [
      {
        'otel_baggage.signal': 'propagation',
        'otel_baggage.reason': 'extract.max_entries',
      },
      2,
    ],
  ]);
});

test('a function is asked for the provider when it is first needed', async () => {
  const { meterProvider, counted } = observe();
  const source = jest.fn(() => meterProvider);
  const selector = new BaggageAttributeSelector(
    { ...throwing, meterProvider: source },
    new DropDiagnostics('test', 'spans'),
  );
  expect(source).not.toHaveBeenCalled();
  selector.select(createBaggage({ 'tenant.id': 'acme' }));
  expect(source).toHaveBeenCalledTimes(1);
  expect(await counted()).toEqual([
    [
      {
        'otel_baggage.signal': 'spans',
        'otel_baggage.reason': 'callback_error',
      },
      1,
    ],
  ]);
});

test('a view that drops does not count its own counting', async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  try {
    const observed: { meterProvider?: MeterProvider } = {};
    const { meterProvider, counted } = observe(
      baggageViews({
        ...throwing,
        meterProvider: () => observed.meterProvider!,
      }),
    );
    observed.meterProvider = meterProvider;
    const counter = meterProvider.getMeter('test').createCounter('requests');
    context.with(
      propagation.setBaggage(
        ROOT_CONTEXT,
        createBaggage({ 'tenant.id': 'acme' }),
      ),
      () => counter.add(1),
    );
    expect(await counted()).toEqual([
      [
        {
          'otel_baggage.signal': 'metrics',
          'otel_baggage.reason': 'callback_error',
        },
        1,
      ],
    ]);
  } finally {
    context.disable();
  }
});

test('it is off without a provider', () => {
  const propagator = new BaggagePropagator();
  expect(() => propagator.extract(ROOT_CONTEXT, 'b b=2', getter)).not.toThrow();
});

test('D3 what is no meter provider is refused', () => {
  const wrong = { meterProvider: {} } as never;
  expect(() => new BaggagePropagator(wrong)).toThrow(TypeError);
});

test('a provider that throws is not asked again, and nothing else fails', () => {
  const source = jest.fn(() => {
    throw new Error('no provider');
  });
  const propagator = new BaggagePropagator({ meterProvider: source });
  for (let i = 0; i < 3; i++) propagator.extract(ROOT_CONTEXT, 'b b', getter);
  expect(source).toHaveBeenCalledTimes(1);
});
