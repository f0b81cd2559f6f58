import {
  DiagLogLevel,
  ROOT_CONTEXT,
  diag,
  defaultTextMapGetter as getter,
  defaultTextMapSetter as setter,
  propagation,
} from '@opentelemetry/api';
import { W3CBaggagePropagator } from '@opentelemetry/core';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { createBaggageAttributesProcessor } from '@otel-baggage/metrics';
import { fresh } from './harness.mjs';
import { leastPropagator } from './least.mjs';

/** Bytes of the headers: over the limit of a baggage, and all that is looked at. */
export const SIZES = [8192, 16384, 65536];

/** As a service sends it: members of 30 to 40 bytes. */
export function benign(size) {
  let header = '';
  for (let i = 0; header.length < size; i++) {
    header += `tenant.key-${i}=value-of-this-one-${i},`;
  }
  return header.slice(0, header.lastIndexOf(',', size - 1));
}

const upstream = new W3CBaggagePropagator();
const plain = new BaggagePropagator();

const extract = propagator => ({
  prepare: header => ({ baggage: header }),
  run: carrier => propagator.extract(ROOT_CONTEXT, carrier, getter),
});

/** Where each part of a baggage is used once. */
const used = propagator => ({
  prepare: header => ({ baggage: header }),
  run: carrier =>
    propagation
      .getBaggage(propagator.extract(ROOT_CONTEXT, carrier, getter))
      ?.getAllEntries(),
});

const inject = (propagator, contextOf) => ({
  prepare: contextOf,
  run: context => {
    const out = {};
    propagator.inject(context, out, setter);
    return out;
  },
});

const received = propagator => header =>
  propagator.extract(ROOT_CONTEXT, { baggage: header }, getter);

/** As an application makes it of what it was sent. */
const made = header =>
  propagation.setBaggage(
    ROOT_CONTEXT,
    propagation.createBaggage(
      Object.fromEntries(
        Array.from({ length: 64 }, (_, i) => [
          `key-${i}`,
          {
            value: header.slice(
              (i * header.length) >> 6,
              ((i + 1) * header.length) >> 6,
            ),
          },
        ]),
      ),
    ),
  );

/** A carrier that has the header of somebody else. */
const behind = propagator => ({
  prepare: header => ({ baggage: header }),
  run: carrier => {
    propagator.inject(OWN, carrier, setter);
    return carrier;
  },
});
const OWN = propagation.setBaggage(
  ROOT_CONTEXT,
  propagation.createBaggage({ 'tenant.id': { value: 'acme' } }),
);

/** While this runs diagnostics are on. */
const withDiagnostics = ({ prepare, run }) => ({
  prepare: header => {
    diag.setLogger(QUIET, {
      logLevel: DiagLogLevel.ALL,
      suppressOverrideMessage: true,
    });
    return prepare(header);
  },
  run: input => {
    const result = run(input);
    diag.disable();
    return result;
  },
});
const nothing = () => {};
const QUIET = {
  error: nothing,
  warn: nothing,
  info: nothing,
  debug: nothing,
  verbose: nothing,
};

const measure = () => {
  const processor = createBaggageAttributesProcessor({ included: ['*'] });
  return {
    prepare: received(plain),
    run: context => processor.process({}, context),
  };
};

/** What of a request a header can make slow, ours and upstream's. */
export const paths = {
  extract: {
    ours: extract(plain),
    upstream: extract(upstream),
    least: extract(leastPropagator),
  },
  'extract, ingress': {
    ours: extract(
      new BaggagePropagator({ ingress: { included: ['tenant.*', 'user.?d'] } }),
    ),
    upstream: extract(upstream),
    least: extract(leastPropagator),
  },
  "extract, sensitive: 'drop'": {
    ours: extract(new BaggagePropagator({ sensitive: 'drop' })),
    upstream: extract(upstream),
    least: extract(leastPropagator),
  },
  'extract, diagnostics on': {
    ours: withDiagnostics(extract(new BaggagePropagator())),
    upstream: withDiagnostics(extract(upstream)),
    least: withDiagnostics(extract(leastPropagator)),
  },
  'extract and read all': {
    ours: used(plain),
    upstream: used(upstream),
    least: used(leastPropagator),
  },
  'inject what came in': {
    ours: inject(plain, received(plain)),
    upstream: inject(upstream, received(upstream)),
  },
  'inject what was made': {
    ours: inject(plain, made),
    upstream: inject(upstream, made),
    least: inject(leastPropagator, made),
  },
  'inject before a header': {
    ours: behind(new BaggagePropagator()),
  },
  'measure, wildcard': { ours: measure() },
};

const repeated = part => size => part.repeat(Math.ceil(size / part.length));
const numbered = member => size => {
  let header = '';
  for (let i = 0; header.length < size; i++) header += member(i);
  return header;
};

/** Headers that are meant to cost: of reviews, and what `worst-header.mjs` finds. */
const SHAPES = {
  commas: repeated(','),
  'a=1,': repeated('a=1,'),
  'a=,': repeated('a=,'),
  spaces: repeated(' '),
  semicolons: size => 'a=1' + repeated(';')(size),
  'a=%ff,': repeated('a=%ff,'),
  'bad triplets': repeated('a=%f,'),
  'one endless value': size => 'a=' + repeated('x')(size),
  'k1=,k2=,': numbered(i => `k${i}=,`),
  'short keys': numbered(i => `${i.toString(36)}=,`),
  'a few keys': numbered(i => `${(i % 300).toString(36)}=,`),
  'values of spaces': repeated(' '),
  'values of é': repeated('é'),
  'values of a=x;': repeated('a=x;'),
};

/** By path, what the search found worst. */
const WORST = {
  'extract, ingress': ['short keys', 'a few keys'],
  "extract, sensitive: 'drop'": ['short keys', 'k1=,k2=,'],
  'extract, diagnostics on': ['short keys'],
  'extract and read all': ['short keys'],
  'inject what came in': ['one endless value', 'short keys'],
  'inject what was made': ['values of spaces', 'values of é', 'values of a=x;'],
  'inject before a header': ['short keys'],
  'measure, wildcard': ['short keys'],
};

function worstRow(path, shape, size) {
  const { ours, upstream, least } = paths[path];
  const contender = ({ prepare, run }, header) => ({
    prepare: () => prepare(fresh(header)),
    run,
    batch: 1,
  });
  const header = SHAPES[shape](size).slice(0, size);
  return {
    name: `${path}: ${shape}, ${size / 1024} KiB`,
    contenders: {
      benign: contender(ours, benign(size)),
      ours: contender(ours, header),
      ...(upstream && { upstream: contender(upstream, header) }),
      ...(least && { least: contender(least, header) }),
    },
    goal: upstream && 2,
    options: { rounds: 11 },
  };
}

/** At most ten times a benign header of the size, and twice upstream's time. */
export const worstRows = [
  ...Object.keys(SHAPES)
    .filter(shape => !shape.startsWith('values'))
    .flatMap(shape => SIZES.map(size => worstRow('extract', shape, size))),
  ...Object.entries(WORST).flatMap(([path, shapes]) =>
    shapes.flatMap(shape =>
      [8192, 65536].map(size => worstRow(path, shape, size)),
    ),
  ),
];
