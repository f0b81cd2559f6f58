import { ApplicationProcess, exportTo } from './support/application-process';
import { OtlpReceiver, type ReceivedDataPoint } from './support/otlp-receiver';
import {
  baggageOf,
  numberOf,
  sendAll,
  type TestRequest,
} from './support/requests';

const REQUESTS = 240;
const CONCURRENCY = 20;
const TENANTS = 12;
/** Keys of the baggage that are not included. */
const OTHER_KEYS = ['plan', 'hop'];

/** Each request of a test makes one to every path. */
const PATHS = ['/buy', '/stock', '/price', '/ship', '/receipt'];
const HTTP = '@opentelemetry/instrumentation-http';
const UNDICI = '@opentelemetry/instrumentation-undici';
const CLIENTS_BY_SCOPE = { [HTTP]: 1, [UNDICI]: 3 };
/** Older versions of the instrumentation use the older name by default. */
const SERVER_DURATIONS = [
  'http.server.request.duration',
  'http.server.duration',
];
const CLIENT_DURATIONS = [
  'http.client.request.duration',
  'http.client.duration',
];

const REGISTER = '@otel-baggage/node/register';
const ATTACH = '@otel-baggage/node/attach';
const AUTO = '@opentelemetry/auto-instrumentations-node/register';
const KEYS = { OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.*' };
const FROM_ENVIRONMENT = {
  ...KEYS,
  OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,undici,express',
};

interface Setup {
  title: string;
  app: string;
  nodeOptions: string[];
  env?: Record<string, string>;
}

const setups: Setup[] = [
  {
    title: 'CommonJS, NodeSDK(withBaggage())',
    app: 'app.cjs',
    nodeOptions: ['--require', './application/telemetry.cjs'],
  },
  {
    title: 'ES modules, NodeSDK(withBaggage()), keys from the environment',
    app: 'app.mjs',
    nodeOptions: [
      // `module.register()`, from Node 26 on.
      '--disable-warning=DEP0205',
      '--import',
      './application/telemetry.mjs',
    ],
    env: KEYS,
  },
  {
    title: 'CommonJS, --require register',
    app: 'app.cjs',
    nodeOptions: ['--require', REGISTER],
    env: FROM_ENVIRONMENT,
  },
  {
    title: 'ES modules, --import register',
    app: 'app.mjs',
    nodeOptions: ['--import', REGISTER],
    env: FROM_ENVIRONMENT,
  },
  {
    title: 'CommonJS, attach before a NodeSDK of its own',
    app: 'app.cjs',
    nodeOptions: [
      '--require',
      ATTACH,
      '--require',
      './application/own-sdk.cjs',
    ],
    env: KEYS,
  },
  {
    title: 'CommonJS, attach before the register of the auto-instrumentations',
    app: 'app.cjs',
    nodeOptions: ['--require', ATTACH, '--require', AUTO],
    env: FROM_ENVIRONMENT,
  },
];
// SDK 3.0 has no `startNodeSdk`.
if (process.env.MATRIX_SDK === 'sdk3') {
  const nodeOptions = ['--require', './application/start-node-sdk.cjs'];
  setups.push(
    {
      title: 'CommonJS, startNodeSdk(withBaggage())',
      app: 'app.cjs',
      nodeOptions,
      env: KEYS,
    },
    {
      title: 'CommonJS, startNodeSdk(withBaggage()) with a configuration file',
      app: 'app.cjs',
      nodeOptions,
      env: {
        OTEL_CONFIG_FILE: 'application/otel.yaml',
        // The file says nothing of metrics.
        OTEL_BAGGAGE_METRIC_ATTRIBUTE_KEYS: 'tenant.*',
      },
    },
  );
}

/** Some tenants ask more often than others; a few requests have no baggage. */
function planRequests(url: string): TestRequest[] {
  return Array.from({ length: REQUESTS }, (_, n) => {
    const index = (n * n + 3 * n) % (TENANTS + 5);
    const tenant = index < TENANTS ? `t-${index}` : undefined;
    return { number: n + 1, tenant, url: `${url}/buy?tenant=${tenant ?? ''}` };
  });
}

describe.each(setups)('$title', ({ app, nodeOptions, env }) => {
  let receiver: OtlpReceiver;
  let application: ApplicationProcess;
  let requests: TestRequest[];
  let answers: Record<string, string | null>[];
  let ended: { code: number; stderr: string };

  beforeAll(async () => {
    receiver = await OtlpReceiver.start();
    application = await ApplicationProcess.start(
      `application/${app}`,
      nodeOptions,
      { ...exportTo(receiver.endpoint), ...env },
    );
    requests = planRequests(application.url);
    const bodies = await sendAll(requests, CONCURRENCY);
    answers = bodies.map(body => JSON.parse(body));
    ended = await application.end();
  }, 120_000);
  afterAll(async () => {
    application?.kill();
    await receiver?.stop();
  });

  test('the process ends well and without a word', () => {
    expect(ended).toEqual({ code: 0, stderr: '' });
  });

  test('I5 every path is asked with the baggage of its own request', () => {
    const headers = requests.map(request => {
      const header = baggageOf(request);
      const direct = ['/buy', '/stock', '/price', '/ship'];
      return {
        ...Object.fromEntries(direct.map(path => [path, header ?? null])),
        '/receipt': header === undefined ? 'hop=back' : `${header},hop=back`,
      };
    });
    expect(answers).toEqual(headers);
  });

  test('A1 A6 every span has the tenant of its own request, and no other entry', () => {
    const { spans } = receiver;
    expect(mistaken(spans)).toEqual([]);
    expect(holdersOfOthers(spans)).toEqual([]);

    const count = (kind: string, scope?: string) =>
      spans.filter(
        span => span.kind === kind && (scope ?? span.scope) === span.scope,
      ).length;
    expect(count('server')).toBe(REQUESTS * PATHS.length);
    expect(count('internal', 'application')).toBe(REQUESTS * PATHS.length);
    for (const [scope, times] of Object.entries(CLIENTS_BY_SCOPE)) {
      expect([scope, count('client', scope)]).toEqual([
        scope,
        REQUESTS * times,
      ]);
    }
    expect(
      count('internal', '@opentelemetry/instrumentation-express'),
    ).toBeGreaterThanOrEqual(REQUESTS * 2);
  });

  test('A1 A6 every log record has the tenant of its own request, and no other entry', () => {
    const { logRecords } = receiver;
    expect(mistaken(logRecords)).toEqual([]);
    expect(holdersOfOthers(logRecords)).toEqual([]);
    expect(logRecords.length).toBe(REQUESTS * PATHS.length);
  });

  test('A1 A6 M2 a counter has as many of each tenant as were sent', () => {
    const points = receiver.dataPoints.filter(({ name }) => name === 'handled');
    for (const { attributes } of points) {
      expect(attributes['tenant.id'] ?? '').toBe(attributes['asked.tenant']);
    }
    expect(byTenant(points)).toEqual(sent(PATHS.length));
    expect(holdersOfOthers(receiver.dataPoints)).toEqual([]);
  });

  test('A6 M2 the durations of HTTP servers have as many of each tenant as were sent', () => {
    const points = measuredBy(SERVER_DURATIONS);
    expect(byTenant(points)).toEqual(sent(PATHS.length));
  });

  test('A6 M2 the durations of HTTP clients have as many of each tenant as were sent', () => {
    // The exporters are clients, too, and of no tenant.
    const isExport = ({ attributes }: ReceivedDataPoint) =>
      attributes['server.port'] === receiver.port ||
      attributes['net.peer.port'] === receiver.port;
    const all = measuredBy(CLIENT_DURATIONS);
    for (const { attributes } of all.filter(isExport)) {
      expect(attributes).not.toHaveProperty(['tenant.id']);
    }
    const points = all.filter(point => !isExport(point));
    const of = (scope: string) =>
      byTenant(points.filter(point => point.scope === scope));
    expect(of(HTTP)).toEqual(sent(CLIENTS_BY_SCOPE[HTTP]));
    // They are measured in the context of whoever opened the connection.
    expect(of(UNDICI)).toEqual({ none: total(sent(CLIENTS_BY_SCOPE[UNDICI])) });
  });

  test('M8 no other metric has a tenant', () => {
    const names = receiver.dataPoints
      .filter(({ attributes }) => tenantOf(attributes) !== undefined)
      .map(({ name }) => name)
      .filter(name => name !== 'handled')
      .filter(
        name => ![...SERVER_DURATIONS, ...CLIENT_DURATIONS].includes(name),
      );
    expect(names).toEqual([]);
  });

  /** Those whose tenant is not the one that the request of their trace has. */
  function mistaken<T extends { traceId: string; attributes: object }>(
    items: readonly T[],
  ): T[] {
    const tenants = new Map(
      requests.map(({ number, tenant }) => [number, tenant]),
    );
    return items.filter(
      ({ traceId, attributes }) =>
        !tenants.has(numberOf(traceId)) ||
        tenants.get(numberOf(traceId)) !== tenantOf(attributes),
    );
  }

  function measuredBy(names: readonly string[]): ReceivedDataPoint[] {
    return receiver.dataPoints.filter(({ name }) => names.includes(name));
  }

  /** How many requests of each tenant there were, each counted so often. */
  function sent(times: number): Record<string, number> {
    return sumsOf(requests.map(({ tenant }) => [tenant, times]));
  }
});

function byTenant(
  points: readonly ReceivedDataPoint[],
): Record<string, number> {
  return sumsOf(points.map(point => [tenantOf(point.attributes), point.count]));
}

function sumsOf(
  counts: readonly (readonly [tenant: string | undefined, count: number])[],
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [tenant = 'none', count] of counts) {
    sums[tenant] = (sums[tenant] ?? 0) + count;
  }
  return sums;
}

function total(sums: Record<string, number>): number {
  return Object.values(sums).reduce((sum, count) => sum + count, 0);
}

function holdersOfOthers<T extends { attributes: object }>(
  items: readonly T[],
): T[] {
  return items.filter(({ attributes }) =>
    OTHER_KEYS.some(key => key in attributes),
  );
}

function tenantOf(attributes: { 'tenant.id'?: unknown }): string | undefined {
  return attributes['tenant.id'] as string | undefined;
}
