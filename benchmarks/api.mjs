// At the API: providers that were wrapped as they registered, beside the same
// providers that were not.

import { metrics, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { BaggageLogRecordProcessor } from '@otel-baggage/log-record-processor';
import { attachBaggage } from '@otel-baggage/node';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';
import { idle } from './idle.mjs';
import { leastAttributes } from './least.mjs';
import {
  KEYS,
  contexts,
  counterOf,
  logWorkOf,
  mapValues,
  meterProviderWith,
  metricRowsOf,
  row,
  spanWorkOf,
} from './signals.mjs';

const tracerProvider = (...processors) =>
  new TracerProvider({ spanProcessors: [...processors, idle] });
const loggerProvider = (...processors) =>
  new LoggerProvider({ processors: [...processors, idle] });

const wrapped = {
  tracerProvider: tracerProvider(),
  loggerProvider: loggerProvider(),
  meterProvider: meterProviderWith([]),
};
attachBaggage({ included: KEYS, metrics: { included: ['tenant.id'] } });
trace.setGlobalTracerProvider(wrapped.tracerProvider);
logs.setGlobalLoggerProvider(wrapped.loggerProvider);
metrics.setGlobalMeterProvider(wrapped.meterProvider);

const spanWork = mapValues(
  {
    none: tracerProvider(),
    processor: tracerProvider(new BaggageSpanProcessor({ included: KEYS })),
    wrapped: wrapped.tracerProvider,
  },
  spanWorkOf,
);
const logWork = mapValues(
  {
    none: loggerProvider(),
    processor: loggerProvider(
      new BaggageLogRecordProcessor({ included: KEYS }),
    ),
    wrapped: wrapped.loggerProvider,
  },
  logWorkOf,
);
const counters = mapValues(
  { none: meterProviderWith([]), wrapped: wrapped.meterProvider },
  counterOf,
);
const counterWork = mapValues(
  counters,
  counter => context => counter.add(1, { 'http.route': '/' }, context),
);

const reused = contexts.received(3, 1);
const withBaggage = {
  reused: () => reused,
  fresh: i => contexts.received(3, i),
};

/** What is added to the work without baggage attributes. */
export const addedRows = [
  ['span', spanWork, 1.5],
  ['log record', logWork],
].flatMap(([signal, work, goal]) =>
  Object.entries(withBaggage).map(([kind, prepare]) =>
    row(`${signal}, 2 of 3 keys, ${kind}`, goal, work, prepare),
  ),
);

/** A counter that is wrapped by hand. */
const leastCounter = {
  add: (value, attributes, context) =>
    counters.none.add(value, tenantOnly.process(attributes, context), context),
};
const tenantOnly = leastAttributes('tenant.id');

export const measurementRows = metricRowsOf(
  counters.none,
  counters.wrapped,
  leastCounter,
  { reused: 1.15, fresh: 1.25 },
);

/** Where there is no baggage. */
export const withoutBaggageRows = [
  ['span', spanWork],
  ['log record', logWork],
  ['counter.add', counterWork],
].map(([signal, { none, wrapped: ours }]) =>
  row(`${signal}, no baggage`, 1.03, { none, wrapped: ours }, () =>
    contexts.none(),
  ),
);
