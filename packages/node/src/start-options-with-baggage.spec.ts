import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { startOptionsWithBaggage } from './start-options-with-baggage';

const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
});

const included = ['tenant.*'];
const traceContext = new W3CTraceContextPropagator();
const processor = {
  onStart: () => undefined,
  onEnd: () => undefined,
  onEmit: () => undefined,
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
};

test('has our parts before those of the user, and leaves the rest', () => {
  const options = Object.freeze({
    logLevel: 'warn',
    propagators: [traceContext],
    spanProcessors: [processor],
    logRecordProcessors: [processor],
    views: [],
  });
  const completed = startOptionsWithBaggage(options, { included });
  expect(completed.logLevel).toBe('warn');
  expect(completed.propagators).toEqual([
    traceContext,
    expect.any(BaggagePropagator),
  ]);
  expect(completed.spanProcessors).toEqual([expect.anything(), processor]);
  expect(completed.logRecordProcessors).toEqual([expect.anything(), processor]);
  expect(completed.views).toHaveLength(4);
});

test('makes what the environment asks for', () => {
  process.env.OTEL_PROPAGATORS = 'baggage,tracecontext';
  process.env.OTEL_TRACES_EXPORTER = 'console,zipkin';
  process.env.OTEL_LOGS_EXPORTER = 'console';
  const completed = startOptionsWithBaggage({}, { included });
  expect(completed.propagators?.[0]).toBeInstanceOf(BaggagePropagator);
  expect(completed.propagators).toHaveLength(2);
  expect(completed.spanProcessors).toHaveLength(2);
  expect(completed.logRecordProcessors).toHaveLength(2);
});

test('empty lists stay empty: they switch a signal off', () => {
  const completed = startOptionsWithBaggage(
    { propagators: [], spanProcessors: [], logRecordProcessors: [] },
    { included },
  );
  expect(completed.propagators).toEqual([]);
  expect(completed.spanProcessors).toEqual([]);
  expect(completed.logRecordProcessors).toEqual([]);
});

test.each([
  ['OTEL_SDK_DISABLED', 'true'],
  ['OTEL_CONFIG_FILE', 'otel.yaml'],
])('with %s the options come back as they are', (name, value) => {
  process.env[name] = value;
  const options = { spanProcessors: [processor] };
  expect(startOptionsWithBaggage(options, { included })).toBe(options);
});

test('D3 wrong options throw', () => {
  expect(() =>
    startOptionsWithBaggage({}, { included: 'a' as unknown as string[] }),
  ).toThrow(TypeError);
});
