import {
  ROOT_CONTEXT,
  SpanKind,
  baggageEntryMetadataFromString,
  defaultTextMapGetter as getter,
  defaultTextMapSetter as setter,
  propagation,
  trace,
} from '@opentelemetry/api';
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { keepDestination } from '@otel-baggage/propagator/internal';
import { fresh } from './harness.mjs';
import { idle } from './idle.mjs';
import { leastPropagator } from './least.mjs';

const propagators = {
  ours: new BaggagePropagator(),
  upstream: new W3CBaggagePropagator(),
  least: leastPropagator,
};

const plain = (count, i) =>
  Array.from({ length: count }, (_, n) =>
    n === 0
      ? `tenant.id=acme-${i % 977}`
      : n === 1
        ? `user.id=u-${i}`
        : n === 2
          ? `feature.flag=variant-${i % 7}`
          : `key.${n}=value-${n}-${i}`,
  ).join(',');

const encoded = (count, i) =>
  plain(count, i).replace(
    'feature.flag=',
    'user.name=Am%C3%A9lie%20' + i + ';ttl=60;internal,feature.flag=',
  );

/** A header of so many bytes, in ten members. */
const ofBytes = (bytes, i) =>
  Array.from(
    { length: 10 },
    (_, n) => `k${n}=${String(i).padEnd(bytes / 10 - 4, 'v')}`,
  ).join(',');

const handMade = (count, i) =>
  propagation.createBaggage(
    Object.fromEntries(
      plain(count, i)
        .split(',')
        .map(member => member.split('=').map(fresh))
        .map(([key, value], n) => [
          key,
          n === 1
            ? { value, metadata: baggageEntryMetadataFromString('ttl=60') }
            : { value },
        ]),
    ),
  );

const extract = propagator => carrier =>
  propagator.extract(ROOT_CONTEXT, carrier, getter);

const forward = propagator => carrier => {
  const context = propagator.extract(ROOT_CONTEXT, carrier, getter);
  const out = {};
  propagator.inject(context, out, setter);
  return out;
};

const readAndForward = propagator => carrier => {
  const context = propagator.extract(ROOT_CONTEXT, carrier, getter);
  const baggage = propagation.getBaggage(context);
  const out = {
    tenant: baggage.getEntry('tenant.id')?.value,
    user: baggage.getEntry('user.id')?.value,
  };
  propagator.inject(context, out, setter);
  return out;
};

const inject = propagator => context => {
  const out = {};
  propagator.inject(context, out, setter);
  return out;
};

/** Many entries fill the cache sooner. */
const BATCHES = { 64: 16, '64 entries': 16 };

/** One row for both propagators. */
function row(name, goal, prepare, work, options) {
  return {
    name,
    goal,
    options,
    contenders: Object.fromEntries(
      Object.entries(propagators).map(([who, propagator]) => [
        who,
        {
          prepare,
          run: work(propagator),
          batch: BATCHES[name.split(', ').at(-1)],
        },
      ]),
    ),
  };
}

const carrier = header => i => ({ baggage: fresh(header(i)) });
const headerOf = (make, count) => carrier(i => make(count, i));
const contextOf = (make, count) => i =>
  propagation.setBaggage(ROOT_CONTEXT, make(count, i));
const same = (make, count) => {
  const context = contextOf(make, count)(1);
  return () => context;
};

const bytes = { bytes: true };

export const rows = [
  row('extract, plain, 3 entries', 7, headerOf(plain, 3), extract, bytes),
  row('extract, plain, 64 entries', 7, headerOf(plain, 64), extract, bytes),
  row('extract, encoded + metadata, 3', 5, headerOf(encoded, 2), extract),
  row('extract, encoded + metadata, 64', 5, headerOf(encoded, 63), extract),
  row('forward unchanged, plain, 3', 7, headerOf(plain, 3), forward),
  row('forward unchanged, plain, 64', 7, headerOf(plain, 64), forward),
  row('forward unchanged, encoded, 3', 5, headerOf(encoded, 2), forward),
  row('forward unchanged, encoded, 64', 7, headerOf(encoded, 63), forward),
  row('read two keys, forward, 3', 6, headerOf(plain, 3), readAndForward),
  row('read two keys, forward, 64', 6, headerOf(plain, 64), readAndForward),
  row('inject hand-made, first time, 3', 2.5, contextOf(handMade, 3), inject),
  row('inject hand-made, first time, 64', 2.5, contextOf(handMade, 64), inject),
  row('inject the same again, 3', 20, same(handMade, 3), inject),
  row('inject the same again, 64', 20, same(handMade, 64), inject),
  row('no header: extract', 1, () => ({}), extract),
  row('no baggage: inject', 1, () => ROOT_CONTEXT, inject),
];

/** Growth: time per entry and per byte should not rise. */
export const growthRows = [
  ...[1, 8, 64].map(count =>
    row(
      `extract, ${count} entries`,
      undefined,
      headerOf(plain, count),
      extract,
    ),
  ),
  ...[100, 1000, 8000].map(size =>
    row(
      `extract, ${size / 1000} KB`,
      undefined,
      carrier(i => ofBytes(size, i)),
      extract,
    ),
  ),
];

const MB = 1e6;

function hostileRow(name, header) {
  const prepare = size => () => ({ baggage: header(size) });
  return {
    name,
    contenders: {
      '1 MB': {
        prepare: prepare(MB),
        batch: 4,
        run: extract(propagators.ours),
      },
      '10 MB': {
        prepare: prepare(10 * MB),
        batch: 4,
        run: extract(propagators.ours),
      },
    },
  };
}

const repeated = part => size => part.repeat(size / part.length);
// The string is made once: what is measured is the reading of it.
const once = make => {
  const made = new Map();
  return size => {
    if (!made.has(size)) {
      const header = make(size);
      made.set(size, typeof header === 'string' ? fresh(header) : header);
    }
    return made.get(size);
  };
};

/** Rule E10: a constant, whatever arrives. */
export const hostileRows = [
  ['commas', repeated(',')],
  ['a=1,', repeated('a=1,')],
  ['distinct members', size => distinct(size)],
  ['spaces', repeated(' ')],
  ['semicolons', size => 'a=1' + repeated(';')(size)],
  ['a=%ff,', size => 'a=%ff,'.repeat(Math.floor(size / 6))],
  ['bad triplets', size => 'a=%f,'.repeat(size / 5)],
  ['one endless value', size => 'a=' + repeated('x')(size)],
  ['header fields', size => new Array(size / 100).fill('a=1')],
].map(([name, header]) => hostileRow(name, once(header)));

function distinct(size) {
  let header = '';
  for (let i = 0; header.length < size; i++) header += `k${i}=,`;
  return header;
}

const tracer = new TracerProvider({ spanProcessors: [idle] }).getTracer(
  'bench',
);

/** What the HTTP instrumentations start the span of a request with. */
const attributesOf = i => ({
  'http.request.method': 'GET',
  'server.address': fresh('orders.internal.example.com'),
  'server.port': 443,
  'url.full': fresh(`https://orders.internal.example.com/orders/${i}`),
});

const kind = SpanKind.CLIENT;

const startClientSpan = (i, context) =>
  tracer.startSpan('GET', { kind, attributes: attributesOf(i) }, context);

/** As with `@otel-baggage/node`, where there is a policy. */
const startKeptSpan = (i, context) => {
  const attributes = attributesOf(i);
  const span = tracer.startSpan('GET', { kind, attributes }, context);
  keepDestination(span, kind, attributes);
  return span;
};

const withPolicy = new BaggagePropagator({
  egress: {
    keys: { excluded: ['internal.*'] },
    hosts: ['*.internal.example.com', 'localhost'],
  },
});

const contexts = [
  ['hand-made, first time, 3', contextOf(handMade, 3)],
  [
    'received, first time, 3',
    i =>
      propagators.ours.extract(
        ROOT_CONTEXT,
        { baggage: fresh(plain(3, i)) },
        getter,
      ),
  ],
  ['the same again, 3', same(handMade, 3)],
];

const policyRow = (name, goal, prepare, work) => ({
  name,
  goal,
  contenders: Object.fromEntries(
    [
      ['upstream', propagators.upstream],
      ['without', propagators.ours],
      ['with', withPolicy],
    ].map(([who, propagator]) => [who, { prepare, run: work(propagator) }]),
  ),
});

/** As the instrumentation of a client injects: its span is in the context. */
const ofClient = make => i => {
  const context = make(i);
  return trace.setSpan(context, startClientSpan(i, context));
};

/** All that the OpenTelemetry of an outgoing request does, but for headers of its own. */
const callOf = start => propagator => {
  const startSpan = propagator === withPolicy ? start : startClientSpan;
  const all = new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), propagator],
  });
  return ({ i, context }) => {
    const span = startSpan(i, context);
    const out = {};
    all.inject(trace.setSpan(context, span), out, setter);
    span.end();
    return out;
  };
};

/** What `egress` adds (rules T2, T3). */
export const policyRows = [
  ...contexts.map(([name, make]) =>
    policyRow(`inject ${name}`, undefined, ofClient(make), inject),
  ),
  ...[
    ['outgoing call', startClientSpan],
    ['outgoing call, node', startKeptSpan],
  ].flatMap(([title, start]) =>
    contexts.map(([name, make]) =>
      policyRow(
        `${title}, ${name}`,
        1.1,
        i => ({ i, context: make(i) }),
        callOf(start),
      ),
    ),
  ),
];
