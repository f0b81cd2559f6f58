import type { Attributes } from '@opentelemetry/api';
import {
  ROOT_CONTEXT,
  SpanKind,
  context as contextApi,
  propagation,
  trace,
} from '@opentelemetry/api';
import {
  ALLOW_ALL_BAGGAGE_KEYS,
  BaggageSpanProcessor as UpstreamProcessor,
} from '@opentelemetry/baggage-span-processor';
import { W3CBaggagePropagator } from '@opentelemetry/core';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';
import fc from 'fast-check';
import { attachBaggage } from './index';

const ALLOWED = 'orders.internal.example.com';
const HOSTS = [ALLOWED, 'localhost', '10.0.0.9:443'];

/** What says where a request goes, in both conventions. */
const NAMES = [
  'server.address',
  'server.port',
  'url.full',
  'net.peer.name',
  'net.peer.port',
  'http.url',
  'http.host',
  'peer.service',
];
const claim = fc.constantFrom(
  ALLOWED,
  'localhost',
  `http://${ALLOWED}/`,
  'http://localhost:80/',
  'https://user@localhost/',
  '80',
  '443',
);
const prefix = fc.constantFrom(
  '',
  '',
  'server.',
  'url.',
  'net.',
  'net.peer.',
  'http.',
  'x.',
);
const claims = prefix.chain(start =>
  fc
    .dictionary(
      fc
        .constantFrom(...NAMES)
        .map(name =>
          name.startsWith(start) ? name.slice(start.length) : name,
        ),
      claim,
      { minKeys: 1 },
    )
    .map(entries => ({ prefix: start, entries })),
);

/** What the instrumentation says: nothing of a destination, or another one. */
const evil = fc.constantFrom(
  'evil.example',
  '10.0.0.9',
  'localhost.evil.example',
  'x.localhost',
);
const own: fc.Arbitrary<Attributes> = fc.oneof(
  fc.constantFrom<Attributes>(
    {},
    { 'rpc.system': 'x' },
    { 'server.port': 80 },
    { 'net.peer.port': 443 },
    { 'peer.service': 'orders' },
  ),
  evil.map((host): Attributes => ({ 'server.address': host })),
  evil.map((host): Attributes => ({
    'net.peer.name': host,
    'net.peer.port': 80,
  })),
  evil.map((host): Attributes => ({ 'url.full': `http://${host}/localhost/` })),
  evil.map((host): Attributes => ({
    'http.url': `http://${host}//localhost/`,
  })),
  evil.map((host): Attributes => ({
    'server.address': host,
    'server.port': 80,
    'url.full': `http://${host}/?http://localhost/`,
  })),
);

/** Who copies baggage onto spans besides what is attached. */
const copiers: Record<string, (start: string) => SpanProcessor[]> = {
  nobody: () => [],
  'our processor': start => [
    new BaggageSpanProcessor({ included: ['*'], prefix: start }),
  ],
  'our processor with names of its own': () => [
    new BaggageSpanProcessor({ included: ['*'], attributeName: renamed() }),
  ],
  "upstream's processor": () => [new UpstreamProcessor(ALLOW_ALL_BAGGAGE_KEYS)],
  "upstream's processor behind ours": start => [
    new BaggageSpanProcessor({ included: ['*'], prefix: start }),
    new UpstreamProcessor(ALLOW_ALL_BAGGAGE_KEYS),
  ],
};
const attached: Record<string, (start: string) => object> = {
  'no keys': () => ({ included: [] }),
  'all keys': start => ({ included: ['*'], prefix: start }),
  'names of its own': () => ({ included: ['*'], attributeName: renamed() }),
};

/** An `attributeName` that makes of any key one of {@link NAMES}. */
function renamed(): () => string {
  let next = 0;
  return () => NAMES[next++ % NAMES.length]!;
}

const samplers = [new AlwaysOnSampler(), new AlwaysOffSampler()];
const ways = Object.keys(copiers).flatMap(copier =>
  Object.keys(attached).map(keys => [copier, keys] as const),
);

afterEach(() => {
  for (const api of [trace, propagation, contextApi]) api.disable();
});

/** The header that is sent for a span of such attributes. */
function sent(
  copier: string,
  keys: string,
  start: string,
  entries: Record<string, string>,
  attributes: Attributes,
  kind: SpanKind,
  isLate: boolean,
  isSampled: boolean,
): string | undefined {
  for (const api of [trace, propagation]) api.disable();
  attachBaggage({ ...attached[keys]!(start), egress: { hosts: HOSTS } });
  const provider = new BasicTracerProvider({
    sampler: samplers[isSampled ? 0 : 1]!,
    spanProcessors: copiers[copier]!(start),
  });
  trace.setGlobalTracerProvider(provider);
  propagation.setGlobalPropagator(new W3CBaggagePropagator());
  const from = propagation.setBaggage(
    ROOT_CONTEXT,
    propagation.createBaggage(
      Object.fromEntries(
        Object.entries({ tenant: 'acme', ...entries }).map(([key, value]) => [
          key,
          { value },
        ]),
      ),
    ),
  );
  // Some instrumentations say it after the start.
  const span = trace
    .getTracer('client')
    .startSpan('send', { kind, ...(isLate ? {} : { attributes }) }, from);
  if (isLate) span.setAttributes(attributes);
  const carrier: { baggage?: string } = {};
  propagation.inject(trace.setSpan(from, span), carrier);
  return carrier.baggage;
}

const goingOut = fc.constantFrom(SpanKind.CLIENT, SpanKind.PRODUCER);

test.each(ways)(
  'T3a baggage names no destination: copied by %s, attached with %s',
  (copier, keys) => {
    fc.assert(
      fc.property(
        claims,
        own,
        goingOut,
        fc.boolean(),
        fc.boolean(),
        ({ prefix: start, entries }, attributes, kind, isLate, isSampled) => {
          expect(
            sent(
              copier,
              keys,
              start,
              entries,
              attributes,
              kind,
              isLate,
              isSampled,
            ),
          ).toBeUndefined();
        },
      ),
      { numRuns: 300 },
    );
  },
);

test.each(ways)(
  'T3 an allowed destination has its baggage: copied by %s, attached with %s',
  (copier, keys) => {
    const address: Attributes = {
      'server.address': ALLOWED,
      'server.port': 80,
      'url.full': `http://${ALLOWED}/`,
    };
    for (const isSampled of [true, false]) {
      const header = sent(
        copier,
        keys,
        '',
        { user: 'x' },
        address,
        SpanKind.CLIENT,
        false,
        isSampled,
      );
      expect(header).toBe('tenant=acme,user=x');
    }
  },
);
