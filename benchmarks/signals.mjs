import {
  ROOT_CONTEXT,
  createContextKey,
  propagation,
} from '@opentelemetry/api';
import { BaggageLogRecordProcessor as UpstreamLogRecordProcessor } from '@opentelemetry/baggage-log-record-processor';
import { BaggageSpanProcessor as UpstreamSpanProcessor } from '@opentelemetry/baggage-span-processor';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { BaggageLogRecordProcessor } from '@otel-baggage/log-record-processor';
import {
  baggageViews,
  createBaggageAttributesProcessor,
} from '@otel-baggage/metrics';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';
import { fresh } from './harness.mjs';
import { idle } from './idle.mjs';
import { leastAttributes, leastProcessor } from './least.mjs';

export const KEYS = ['tenant.id', 'user.id'];
const isCopied = key => KEYS.includes(key);

const header = (count, i) =>
  Array.from({ length: count }, (_, n) =>
    n === 0
      ? `tenant.id=acme-${i % 977}`
      : n === 1
        ? `user.id=u-${i}`
        : `key.${n}=value-${n}`,
  ).join(',');

const propagator = new BaggagePropagator();
const OTHER_KEY = createContextKey('other');

/** A context as a request has it, with baggage that nothing has seen yet. */
export const contexts = {
  none: () => ROOT_CONTEXT.setValue(OTHER_KEY, 1),
  received: (count, i) =>
    propagator.extract(
      ROOT_CONTEXT,
      { baggage: fresh(header(count, i)) },
      { get: carrier => carrier.baggage, keys: Object.keys },
    ),
  made: (count, i) =>
    propagation.setBaggage(
      ROOT_CONTEXT,
      propagation.createBaggage(
        Object.fromEntries(
          header(count, i)
            .split(',')
            .map(member => member.split('=').map(fresh))
            .map(([key, value]) => [key, { value }]),
        ),
      ),
    ),
};

const provider = spanProcessors => new TracerProvider({ spanProcessors });

const tracers = {
  none: provider([idle]),
  upstream: provider([idle, new UpstreamSpanProcessor(isCopied)]),
  ours: provider([idle, new BaggageSpanProcessor({ included: KEYS })]),
  least: provider([idle, leastProcessor(KEYS)]),
};

const loggers = {
  none: [idle],
  upstream: [idle, new UpstreamLogRecordProcessor(isCopied)],
  ours: [idle, new BaggageLogRecordProcessor({ included: KEYS })],
  least: [idle, leastProcessor(KEYS)],
};

/** One span of a provider. */
export function spanWorkOf(tracerProvider) {
  const tracer = tracerProvider.getTracer('bench');
  return context => {
    const span = tracer.startSpan('GET /', undefined, context);
    span.end();
    return span;
  };
}

/** One log record of a provider. */
export function logWorkOf(loggerProvider) {
  const logger = loggerProvider.getLogger('bench');
  return context => logger.emit({ body: 'served', context });
}

const spanWork = mapValues(tracers, spanWorkOf);
const logWork = mapValues(loggers, processors =>
  logWorkOf(new LoggerProvider({ processors })),
);

export function mapValues(object, map) {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, map(value)]),
  );
}

/** One row: the same work of each contender, on inputs made alike. */
export function row(name, goal, work, prepare, batch) {
  return {
    name,
    goal,
    contenders: mapValues(work, run => ({ prepare, run, batch })),
  };
}

/** By entries of the baggage. */
const GOALS = {
  reused: { 3: 0.45, 10: 0.3, 64: 0.1 },
  fresh: { 3: 0.7, 10: 0.3, 64: 0.2 },
};

function rowsOf(signal, work) {
  const counts = [3, 10, 64];
  const name = (count, kind) => `${signal}, 2 of ${count} keys, ${kind}`;
  const reused = (count, requests) => {
    const inFlight = Array.from({ length: requests }, (_, i) =>
      contexts.received(count, i),
    );
    return row(
      name(count, `reused, ${requests} in flight`),
      GOALS.reused[count],
      work,
      i => inFlight[i % requests],
    );
  };
  const freshOf = (make, count, kind) =>
    row(
      name(count, kind),
      GOALS.fresh[count],
      work,
      i => contexts[make](count, i),
      count === 64 ? 16 : undefined,
    );
  return [
    ...counts.flatMap(count => [1, 64, 512].map(n => reused(count, n))),
    ...counts.map(count => freshOf('received', count, 'fresh')),
    ...counts.map(count => freshOf('made', count, 'hand-made')),
    row(`${signal}, no baggage`, undefined, work, () => contexts.none()),
  ];
}

export const spanRows = rowsOf('span', spanWork);
export const logRows = rowsOf('log record', logWork);

export function meterProviderWith(views) {
  return new MeterProvider({
    views,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE),
        exportIntervalMillis: 1e9,
      }),
    ],
  });
}

export function counterOf(meterProvider) {
  return meterProvider.getMeter('bench').createCounter('requests');
}

const tenantContext = i =>
  propagator.extract(
    ROOT_CONTEXT,
    { baggage: fresh(`tenant.id=tenant-${i % 50},user.id=u-${i}`) },
    { get: carrier => carrier.baggage, keys: Object.keys },
  );
/** As of 50 requests at the same time. */
const ofRequests = Array.from({ length: 50 }, (_, i) => tenantContext(i));
const tenantOf = context =>
  propagation.getBaggage(context)?.getEntry('tenant.id')?.value;

const tenants = new Map(ofRequests.map(each => [each, tenantOf(each)]));

/** What an application gives to its counters. */
const CALLERS = { 'http.route': '/', 'http.method': 'GET', 'http.status': 200 };

/**
 * One counter that is given its attributes, and one that gets the same from
 * baggage.
 *
 * @param least the second one, as lean as can be
 * @param goals of the ratio, with reused and with fresh baggage
 */
export function metricRowsOf(byHand, ours, least, goals) {
  /** Both read the baggage themselves. */
  const reading = (prepare, attributes) =>
    mapValues({ ours, least }, counter => ({
      prepare,
      run: context => counter.add(1, attributes, context),
    }));
  const ofRequest = i => ofRequests[i % 50];
  const tenantOfRequest = i => tenants.get(ofRequest(i));
  return [
    {
      name: 'counter.add, three more, reused',
      goal: goals.reused,
      contenders: {
        byHand: {
          prepare: tenantOfRequest,
          run: value => byHand.add(1, { ...CALLERS, 'tenant.id': value }),
        },
        ...reading(ofRequest, CALLERS),
      },
    },
    {
      name: 'counter.add, three more, fresh',
      goal: goals.fresh,
      contenders: {
        byHand: {
          prepare: tenantContext,
          run: context =>
            byHand.add(1, { ...CALLERS, 'tenant.id': tenantOf(context) }),
        },
        ...reading(tenantContext, CALLERS),
      },
    },
    {
      name: 'counter.add, baggage reused',
      goal: goals.reused,
      contenders: {
        byHand: {
          prepare: tenantOfRequest,
          run: value => byHand.add(1, { 'tenant.id': value }),
        },
        ...reading(ofRequest),
      },
    },
    {
      // Who does it by hand reads the baggage too.
      name: 'counter.add, fresh baggage',
      goal: goals.fresh,
      contenders: {
        byHand: {
          prepare: tenantContext,
          run: context => byHand.add(1, { 'tenant.id': tenantOf(context) }),
        },
        ...reading(tenantContext),
      },
    },
  ];
}

export const metricRows = metricRowsOf(
  counterOf(meterProviderWith([])),
  counterOf(meterProviderWith(baggageViews({ included: ['tenant.id'] }))),
  counterOf(
    meterProviderWith([
      {
        instrumentName: '*',
        attributesProcessors: [leastAttributes('tenant.id')],
      },
    ]),
  ),
  { reused: 1.15, fresh: 1.25 },
);

const wildcard = createBaggageAttributesProcessor({ included: ['*'] });
const wildcardCounter = counterOf(
  meterProviderWith(baggageViews({ included: ['*'] })),
);
const all = propagation.getBaggage(contexts.received(64, 1)).getAllEntries();
const attributesOfAll = {
  ...Object.fromEntries(all.map(([key, { value }]) => [key, value])),
};
const byHand = counterOf(meterProviderWith([]));

/** @param least is given the attributes that the baggage has */
const wildcardRow = (name, run, least) => ({
  name,
  goal: 10,
  contenders: {
    ...mapValues({ one: 1, many: 64 }, count => {
      const context = contexts.received(count, 1);
      return { prepare: () => context, run };
    }),
    least: { prepare: () => attributesOfAll, run: least },
  },
});

/** 64 entries in terms of one, the baggage reused. */
export const wildcardRows = [
  wildcardRow(
    '64 entries, wildcard: the view',
    context => wildcard.process({}, context),
    attributes => ({ ...attributes }),
  ),
  wildcardRow(
    '64 entries, wildcard: three more',
    context => wildcard.process(CALLERS, context),
    attributes => ({ ...attributes, ...CALLERS }),
  ),
  wildcardRow(
    '64 entries, wildcard: counter.add',
    context => wildcardCounter.add(1, undefined, context),
    attributes => byHand.add(1, { ...attributes }),
  ),
];
