import type { ContextManager, Span, TracerProvider } from '@opentelemetry/api';
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import type { MeterProvider } from '@opentelemetry/sdk-metrics';
import { attachBaggage } from '../index';
import { TestSdk } from '../test-data/test-sdk';

const API = Symbol.for('opentelemetry.js.api.1');

interface Registry {
  version: string;
  context: ContextManager;
  trace: TracerProvider;
  metrics: MeterProvider;
}

const registry = () => (globalThis as unknown as { [API]: Registry })[API];

let sdk: TestSdk;
let version: string;
beforeEach(() => {
  attachBaggage({ included: ['tenant.id'] });
  sdk = new TestSdk().start();
  ({ version } = registry());
  // An older copy of the API has registered the SDK: ours ignores all of it.
  registry().version = '1.0.0';
});
afterEach(async () => {
  registry().version = version;
  await sdk.stop();
});

const baggage = propagation.createBaggage({ 'tenant.id': { value: 'acme' } });
const request = propagation.setBaggage(ROOT_CONTEXT, baggage);

test('R1 the active context is that of the SDK, where our copy of the API is a newer one', async () => {
  const { context: manager, trace: tracers, metrics } = registry();
  const tracer = tracers.getTracer('test');
  const spanIn = (parent: Span) =>
    manager.with(trace.setSpan(request, parent), () => {
      expect(context.active()).toBe(ROOT_CONTEXT);
      logs.getLogger('test').emit({ body: 'line' });
      metrics.getMeter('test').createCounter('orders').add(1);
      return tracer.startSpan('child');
    });
  const parent = tracer.startSpan('parent', {}, ROOT_CONTEXT);
  const child = spanIn(parent);
  expect(child.spanContext().traceId).toBe(parent.spanContext().traceId);
  tracer.startActiveSpan('active', {}, request, active => {
    expect(trace.getSpan(manager.active())).toBe(active);
    active.end();
  });
  child.end();

  expect(sdk.spans()).toEqual([
    { 'tenant.id': 'acme' },
    { 'tenant.id': 'acme' },
  ]);
  expect(await sdk.series('orders')).toEqual([
    { attributes: { 'tenant.id': 'acme' }, value: 1 },
  ]);
  expect(sdk.logs()).toEqual([{ 'tenant.id': 'acme' }]);
});
