import type { DiagLogger, TextMapPropagator } from '@opentelemetry/api';
import * as api from '@opentelemetry/api';
import * as core from '@opentelemetry/core';
import * as sdkNode from '@opentelemetry/sdk-node';
import { withBaggage } from '@otel-baggage/node';

interface Propagation {
  /** Names of the headers written, sorted. */
  headers: string[];
  baggage?: string;
  fields: string[];
  traceId?: string;
  /** Of the baggage read. */
  keys?: string[];
  warnings: number;
}

/** The function of SDK 3, which other versions of the types do not have. */
type StartNodeSdk = (options?: object) => { shutdown(): Promise<void> };
const { startNodeSdk } = sdkNode as { startNodeSdk?: StartNodeSdk };

type Start = (
  propagator: TextMapPropagator | null | undefined,
  baggage: boolean,
) => { shutdown(): Promise<void> };

const starts: [string, Start][] = [
  [
    'NodeSDK',
    (propagator, baggage) => {
      const config =
        propagator === undefined ? {} : { textMapPropagator: propagator };
      const sdk = new sdkNode.NodeSDK(baggage ? withBaggage(config) : config);
      sdk.start();
      return sdk;
    },
  ],
];
if (startNodeSdk) {
  starts.push([
    'startNodeSdk',
    (propagator, baggage) => {
      const options = {
        logLevel: 'none',
        ...(propagator === undefined
          ? {}
          : { propagators: propagator === null ? [] : [propagator] }),
      };
      return startNodeSdk(baggage ? withBaggage(options) : options);
    },
  ]);
}

const TRACE = ['traceparent'];
const BAGGAGE = ['baggage'];

const traceContext = new core.W3CTraceContextPropagator();
const upstreamBaggage = new core.W3CBaggagePropagator();
const composite = (...propagators: TextMapPropagator[]) =>
  new core.CompositePropagator({ propagators });
const own: TextMapPropagator = {
  inject: (_context, carrier, setter) => setter.set(carrier, 'x-own', '1'),
  extract: context => context,
  fields: () => ['x-own'],
};

let warnings = 0;
const silent = () => undefined;
const logger: DiagLogger = {
  error: silent,
  warn: () => warnings++,
  info: silent,
  debug: silent,
  verbose: silent,
};

const environment = { ...process.env };

beforeEach(() => {
  process.env.OTEL_TRACES_EXPORTER = 'console';
  process.env.OTEL_LOGS_EXPORTER = 'none';
  process.env.OTEL_METRICS_EXPORTER = 'none';
  process.env.OTEL_NODE_RESOURCE_DETECTORS = 'none';
});
afterEach(() => {
  process.env = { ...environment };
});

/** Starts an SDK and looks at what it writes into and reads from a request. */
async function propagate(
  start: Start,
  propagator: TextMapPropagator | null | undefined,
  baggage: boolean,
): Promise<Propagation> {
  api.diag.setLogger(logger, {
    logLevel: api.DiagLogLevel.WARN,
    suppressOverrideMessage: true,
  });
  warnings = 0;
  const sdk = start(propagator, baggage);
  try {
    const carrier: Record<string, string> = {};
    const request = api.trace.setSpanContext(api.ROOT_CONTEXT, {
      traceId: '1'.repeat(32),
      spanId: '2'.repeat(16),
      traceFlags: 1,
    });
    api.propagation.inject(
      api.propagation.setBaggage(
        request,
        api.propagation.createBaggage({ 'tenant.id': { value: 'a=b' } }),
      ),
      carrier,
    );
    const received = api.propagation.extract(api.ROOT_CONTEXT, {
      traceparent: `00-${'3'.repeat(32)}-${'4'.repeat(16)}-01`,
      baggage: 'a%20b=1',
    });
    return {
      headers: Object.keys(carrier).sort(),
      baggage: carrier.baggage,
      fields: api.propagation.fields().sort(),
      traceId: api.trace.getSpanContext(received)?.traceId,
      keys: api.propagation
        .getBaggage(received)
        ?.getAllEntries()
        .map(([key]) => key),
      warnings,
    };
  } finally {
    await sdk.shutdown();
    for (const registered of ['trace', 'metrics', 'context', 'propagation']) {
      (api as unknown as Record<string, { disable(): void }>)[
        registered
      ]!.disable();
    }
    api.diag.disable();
  }
}

describe.each(starts)('%s', (_name, start) => {
  test.each<[string, string | undefined, string[]]>([
    ['nothing', undefined, [...TRACE, ...BAGGAGE]],
    ['an empty variable', '', [...TRACE, ...BAGGAGE]],
    ['the default', 'tracecontext,baggage', [...TRACE, ...BAGGAGE]],
    ['another order', 'baggage,tracecontext', [...BAGGAGE, ...TRACE]],
    ['baggage alone', 'baggage', BAGGAGE],
    ['a name twice', 'baggage,tracecontext,baggage', [...BAGGAGE, ...TRACE]],
    ['spaces', ' tracecontext , baggage ', [...TRACE, ...BAGGAGE]],
    ['b3', 'b3,baggage', ['b3', ...BAGGAGE]],
    [
      'b3multi',
      'baggage,b3multi',
      [...BAGGAGE, 'x-b3-traceid', 'x-b3-spanid', 'x-b3-sampled'],
    ],
    ['an unknown name', 'tracecontext,unknown,baggage', [...TRACE, ...BAGGAGE]],
    ['no baggage', 'tracecontext', TRACE],
    ['only unknown names', 'unknown', []],
    ['none', 'none', []],
    ['none among others', 'baggage,none', []],
  ])('OTEL_PROPAGATORS with %s is honoured', async (_title, value, headers) => {
    if (value !== undefined) process.env.OTEL_PROPAGATORS = value;
    const plain = await propagate(start, undefined, false);
    const ours = await propagate(start, undefined, true);

    expect(plain.headers).toEqual([...headers].sort());
    expect(ours.headers).toEqual(plain.headers);
    expect(ours.fields).toEqual(plain.fields);
    expect(ours.traceId).toBe(plain.traceId);
    expect(ours.warnings).toBe(plain.warnings);
    expectOurs(ours, headers.includes('baggage'));
    expect(plain.keys).not.toEqual(['a%20b']);
  });

  test.each<[string, TextMapPropagator | null | undefined, string[]]>([
    ['none', undefined, [...TRACE, ...BAGGAGE]],
    ['null', null, []],
    ['trace context', traceContext, [...TRACE, ...BAGGAGE]],
    ["upstream's for baggage", upstreamBaggage, BAGGAGE],
    [
      "upstream's for both",
      composite(upstreamBaggage, traceContext),
      [...BAGGAGE, ...TRACE],
    ],
    ["a person's own", own, ['x-own', ...BAGGAGE]],
    [
      "a person's own and upstream's",
      composite(own, composite(upstreamBaggage)),
      ['x-own', ...BAGGAGE],
    ],
  ])('a propagator given in code: %s', async (_title, propagator, headers) => {
    const ours = await propagate(start, propagator, true);
    expect(ours.headers).toEqual([...headers].sort());
    expectOurs(ours, headers.includes('baggage'));
  });
});

test('OTEL_PROPAGATORS has jaeger where the SDK has it', async () => {
  process.env.OTEL_PROPAGATORS = 'jaeger,baggage';
  const [, start] = starts[0]!;
  const plain = await propagate(start, undefined, false);
  const ours = await propagate(start, undefined, true);
  expect(ours.headers.filter(name => !name.startsWith('uberctx'))).toEqual(
    plain.headers.filter(name => !name.startsWith('uberctx')),
  );
  expectOurs(ours, true);
});

test('V the limits of the environment hold', async () => {
  process.env.OTEL_BAGGAGE_MAX_BYTES = '5';
  const [, start] = starts[0]!;
  const ours = await propagate(start, undefined, true);
  expect(ours.headers).toEqual(TRACE);
  expect(ours.keys).toBeUndefined();
});

test('T1 the ingress keys of the environment hold', async () => {
  process.env.OTEL_BAGGAGE_INGRESS_KEYS = 'tenant.*';
  const [, start] = starts[0]!;
  const ours = await propagate(start, undefined, true);
  expect(ours.headers).toEqual([...BAGGAGE, ...TRACE]);
  expect(ours.keys).toBeUndefined();
});

test.each([
  ['T2', 'OTEL_BAGGAGE_EGRESS_KEYS', 'user.*'],
  ['T3', 'OTEL_BAGGAGE_EGRESS_HOSTS', 'internal.example'],
  ['T4', 'OTEL_BAGGAGE_SENSITIVE_KEYS', 'tenant.*'],
])('%s %s of the environment holds', async (_rule, name, value) => {
  process.env[name] = value;
  const [, start] = starts[0]!;
  const ours = await propagate(start, undefined, true);
  expect(ours.headers).toEqual(TRACE);
  expect(ours.keys).toEqual(['a%20b']);
});

/** Upstream reads the key as `a b`. */
function expectOurs({ keys, baggage }: Propagation, carried: boolean): void {
  expect(keys).toEqual(carried ? ['a%20b'] : undefined);
  expect(baggage).toBe(carried ? 'tenant.id=a%3Db' : undefined);
}
