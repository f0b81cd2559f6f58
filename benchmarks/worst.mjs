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
  extract: { ours: extract(plain), upstream: extract(upstream) },
  'extract, ingress': {
    ours: extract(
      new BaggagePropagator({ ingress: { included: ['tenant.*', 'user.?d'] } }),
    ),
    upstream: extract(upstream),
  },
  "extract, sensitive: 'drop'": {
    ours: extract(new BaggagePropagator({ sensitive: 'drop' })),
    upstream: extract(upstream),
  },
  'extract, diagnostics on': {
    ours: withDiagnostics(extract(new BaggagePropagator())),
    upstream: withDiagnostics(extract(upstream)),
  },
  'extract and read all': { ours: used(plain), upstream: used(upstream) },
  'inject what came in': {
    ours: inject(plain, received(plain)),
    upstream: inject(upstream, received(upstream)),
  },
  'inject what was made': {
    ours: inject(plain, made),
    upstream: inject(upstream, made),
  },
  'inject before a header': {
    ours: behind(new BaggagePropagator()),
  },
  'measure, wildcard': { ours: measure() },
};
