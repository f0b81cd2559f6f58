// What two copies of the packages must have in common (rule A9): what the one
// makes, the other recognises.

const api = require('@opentelemetry/api');
const {
  AsyncLocalStorageContextManager,
} = require('@opentelemetry/context-async-hooks');
const {
  CompositePropagator,
  W3CTraceContextPropagator,
} = require('@opentelemetry/core');
const {
  AlwaysOffSampler,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} = require('@opentelemetry/sdk-trace');
const {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} = require('@opentelemetry/sdk-metrics');

const { ROOT_CONTEXT, SpanKind, context, propagation, trace } = api;
const getter = api.defaultTextMapGetter;
const setter = api.defaultTextMapSetter;

/** As some peers write it: legal, and not as we encode it (rule I5). */
const HEADER = 'sig=a+b==;p=%41,tenant.id=%61cme';

/**
 * @param one a copy: `{ core, propagator, internal, spanProcessor, metrics }`,
 *   `internal` being that of the propagator
 * @param other another copy
 * @returns what came of it, by name
 */
module.exports = async function exchange(one, other) {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  const received = new one.propagator.BaggagePropagator().extract(
    ROOT_CONTEXT,
    { baggage: HEADER },
    getter,
  );
  const full = `${HEADER},big=${'%c3%a9'.repeat(1350)}`;
  const result = {
    'I5 passed on': injectedBy(other, received),
    'I5 near the limit': injectedBy(other, extractedBy(one, full)) === full,
    'I5 with an entry more': injectedBy(
      other,
      other.core.contextWithBaggage({ more: 1 }, received),
    ),
    'I5 with an entry set by the API': injectedBy(
      other,
      withEntry(received, 'more', '1'),
    ),
    'I5 createBaggage of it': other.core.serializeBaggage(
      other.core.createBaggage(propagation.getBaggage(received)),
    ).header,
    'T2 only what may leave': injectedBy(other, received, {
      egress: { keys: { included: ['sig'] } },
    }),
    'T3b its propagator within a composite': written(
      other.internal.withBaggageHeader(
        new CompositePropagator({
          propagators: [
            new one.propagator.BaggagePropagator({
              egress: { keys: { included: ['sig'] } },
            }),
          ],
        }),
        {},
        true,
      ),
      received,
    ),
    'I9 one object for a call of each': calls(one, other, {}),
    'I9 the same, completed propagators': calls(one, other, {}, completed),
    "I9, I2 with the application's own": calls(one, other, { baggage: 'a=1' }),
    'T3 an unsampled request': unsampled(one, other),
    'A8 the span': onSpan(one, other, received),
    'M9 the duration': await onDuration(one, other, received),
  };
  context.disable();
  return result;
};

/** The same for all copies. */
module.exports.EXPECTED = {
  'I5 passed on': HEADER,
  'I5 near the limit': true,
  'I5 with an entry more': `more=1,${HEADER}`,
  'I5 with an entry set by the API': `${HEADER},more=1`,
  'I5 createBaggage of it': HEADER,
  'T2 only what may leave': 'sig=a+b==;p=%41',
  'T3b its propagator within a composite': 'sig=a+b==;p=%41',
  'I9 one object for a call of each': ['x=1,y=1', 'z=2', undefined, 'x=1,y=1'],
  'I9 the same, completed propagators': [
    'x=1,y=1',
    'z=2',
    undefined,
    'x=1,y=1',
  ],
  "I9, I2 with the application's own": [
    'x=1,y=1,a=1',
    'z=2,a=1',
    'a=1',
    'x=1,y=1,a=1',
  ],
  'T3 an unsampled request': { allowed: 'a=1', other: undefined },
  'A8 the span': { 'tenant.id': 'checked', 'http.method': 'GET' },
  'M9 the duration': { 'tenant.id': 'checked' },
};

function extractedBy({ propagator }, baggage) {
  return new propagator.BaggagePropagator().extract(
    ROOT_CONTEXT,
    { baggage },
    getter,
  );
}

function injectedBy({ propagator }, from, options) {
  return written(new propagator.BaggagePropagator(options), from);
}

function written(propagator, from) {
  const carrier = {};
  propagator.inject(from, carrier, setter);
  return carrier.baggage;
}

/** As a part of others, of which one has no part for baggage. */
const completed = ({ internal, propagator }) =>
  internal.withBaggageHeader(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator()] }),
    new propagator.BaggagePropagator(),
    true,
  );

const alone = ({ propagator }) => new propagator.BaggagePropagator();

/** The two copies in turn write into the headers of one message (rule I9). */
function calls(one, other, carrier, make = alone) {
  const { contextWithBaggage } = one.core;
  const both = contextWithBaggage({ x: 1, y: 1 }, ROOT_CONTEXT);
  return [
    [one, both],
    [other, contextWithBaggage({ z: 2 }, ROOT_CONTEXT)],
    [one, ROOT_CONTEXT],
    [other, both],
  ].map(([copy, from]) => {
    make(copy).inject(from, carrier, setter);
    return carrier.baggage;
  });
}

function withEntry(from, key, value) {
  return propagation.setBaggage(
    from,
    propagation.getBaggage(from).setEntry(key, { value }),
  );
}

/** The one keeps where the request goes, the other decides by it. */
function unsampled(one, other) {
  const tracer = new TracerProvider({
    sampler: new AlwaysOffSampler(),
  }).getTracer('test');
  const propagator = new other.propagator.BaggagePropagator({
    egress: { hosts: ['a.example'] },
  });
  const sentTo = host => {
    const kind = SpanKind.CLIENT;
    const attributes = { 'server.address': host };
    const span = tracer.startSpan('GET', { kind, attributes });
    one.internal.keepDestination(span, kind, attributes);
    const active = trace.setSpan(ROOT_CONTEXT, span);
    return written(propagator, one.core.contextWithBaggage({ a: 1 }, active));
  };
  return { allowed: sentTo('a.example'), other: sentTo('b.example') };
}

/** The processor is of the one, the middleware has the other. */
function onSpan(one, other, received) {
  const exporter = new InMemorySpanExporter();
  const tracer = new TracerProvider({
    spanProcessors: [
      new one.spanProcessor.BaggageSpanProcessor({ included: ['tenant.id'] }),
      new SimpleSpanProcessor({ exporter }),
    ],
  }).getTracer('test');
  const attributes = { 'http.method': 'GET' };
  const span = tracer.startSpan('GET', { attributes }, received);
  context.with(trace.setSpan(received, span), () =>
    other.spanProcessor.runWithBaggageOnSpan({ 'tenant.id': 'checked' }, () =>
      span.end(),
    ),
  );
  return exporter.getFinishedSpans()[0].attributes;
}

/** The view is of the one, the middleware has the other. */
async function onDuration(one, other, received) {
  const exporter = new InMemoryMetricExporter(
    AggregationTemporality.CUMULATIVE,
  );
  const provider = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter })],
    views: one.metrics.baggageViews({ included: ['tenant.id'] }),
  });
  const duration = provider.getMeter('test').createHistogram('duration');
  const tracer = new TracerProvider().getTracer('test');
  const served = trace.setSpan(received, tracer.startSpan('GET'));
  context.with(served, () =>
    other.spanProcessor.runWithBaggageOnSpan(
      { 'tenant.id': 'checked' },
      () => {},
    ),
  );
  duration.record(1, {}, served);
  await provider.forceFlush();
  await provider.shutdown();
  const [{ scopeMetrics }] = exporter.getMetrics();
  return scopeMetrics[0].metrics[0].dataPoints[0].attributes;
}
