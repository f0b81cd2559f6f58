// As in a server: with many requests in flight, whatever their values are.

import {
  ROOT_CONTEXT,
  defaultTextMapGetter as getter,
  defaultTextMapSetter as setter,
  propagation,
} from '@opentelemetry/api';
import { W3CBaggagePropagator } from '@opentelemetry/core';
import { contextWithBaggage } from '@otel-baggage/core';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { fresh } from './harness.mjs';
import { leastPropagator } from './least.mjs';

const propagators = {
  ours: new BaggagePropagator(),
  upstream: new W3CBaggagePropagator(),
  least: leastPropagator,
};

/** Values that need encoding, as people have them. */
const NEEDS_ENCODING = {
  space: i => `Jo Doe ${i}`,
  'UTF-8': i => `Zoë Müller ${i}`,
  JSON: i => `{"a":"b","n":${i}}`,
  URL: i => `https://shop.example/cart?item=${i}&n=1`,
};
const KINDS = Object.values(NEEDS_ENCODING);

const plain = (n, i) => `value-${n}-${i}`;
/** Half of them need encoding. */
const mixed = (n, i) => (n % 2 === 0 ? KINDS[(n / 2) % 4](i) : plain(n, i));
const always = kind => (n, i) => kind(i + n);

const entriesOf = (count, i, valueOf) =>
  Array.from({ length: count }, (_, n) => [`key${n}`, valueOf(n, i)]);

const record = (count, i, valueOf) =>
  Object.fromEntries(
    entriesOf(count, i, valueOf).map(([key, value]) => [
      fresh(key),
      { value: fresh(value) },
    ]),
  );

const carrier = (count, i, valueOf) => ({
  baggage: fresh(
    entriesOf(count, i, valueOf)
      .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
      .join(','),
  ),
});

const contextOf = baggage => propagation.setBaggage(ROOT_CONTEXT, baggage);
const received = (propagator, count, i) =>
  propagator.extract(ROOT_CONTEXT, carrier(count, i, mixed), getter);

/** Ways to a context with baggage. */
const SOURCES = {
  "the API's": (_, count, i) =>
    contextOf(propagation.createBaggage(record(count, i, mixed))),
  contextWithBaggage: (_, count, i) =>
    contextWithBaggage(record(count, i, mixed), ROOT_CONTEXT),
  'received, changed': (propagator, count, i) =>
    contextOf(
      propagation
        .getBaggage(received(propagator, count, i))
        .setEntry('key1', { value: `Jo Doe ${i}` }),
    ),
  received,
};

const inject = propagator => context => {
  const out = {};
  propagator.inject(context, out, setter);
  return out;
};
const extract = propagator => from =>
  propagator.extract(ROOT_CONTEXT, from, getter);
const forward = propagator => from =>
  inject(propagator)(propagator.extract(ROOT_CONTEXT, from, getter));

/** @param prepareFor makes the `prepare` of a propagator */
const row = (name, goal, count, prepareFor, work) => ({
  name,
  goal,
  contenders: Object.fromEntries(
    Object.entries(propagators).map(([who, propagator]) => [
      who,
      {
        prepare: prepareFor(propagator),
        run: work(propagator),
        batch: count === 64 ? 16 : undefined,
      },
    ]),
  ),
});

const againRow = (source, make, count, requests) =>
  row(
    `again, ${source}, ${count}, ${requests} in flight`,
    10,
    count,
    propagator => {
      const inFlight = Array.from({ length: requests }, (_, i) =>
        make(propagator, count, i),
      );
      return i => inFlight[i % requests];
    },
    inject,
  );

const firstRow = (name, count, valueOf) =>
  row(
    `first time, ${name}, ${count}`,
    2.5,
    count,
    () => i => contextOf(propagation.createBaggage(record(count, i, valueOf))),
    inject,
  );

const headerRow = (name, goal, count, valueOf, work) =>
  row(
    `${name}, ${count}`,
    goal,
    count,
    () => i => carrier(count, i, valueOf),
    work,
  );

const COUNTS = [3, 10, 64];

export const inFlightRows = [
  ...Object.entries(SOURCES).flatMap(([source, make]) =>
    COUNTS.flatMap(count =>
      [1, 64, 512].map(requests => againRow(source, make, count, requests)),
    ),
  ),
  ...COUNTS.map(count => firstRow('plain', count, plain)),
  ...COUNTS.map(count => firstRow('half encoded', count, mixed)),
  ...Object.entries(NEEDS_ENCODING).map(([name, kind]) =>
    firstRow(name, 3, always(kind)),
  ),
  ...[1, ...COUNTS].flatMap(count => [
    headerRow('extract key0 ..., plain', 7, count, plain, extract),
    headerRow('extract key0 ..., encoded', 5, count, mixed, extract),
  ]),
  headerRow('forward key0 ..., plain', 8, 64, plain, forward),
  headerRow(
    'forward key0 ..., one encoded',
    8,
    64,
    (n, i) => (n === 0 ? NEEDS_ENCODING.space(i) : plain(n, i)),
    forward,
  ),
];
