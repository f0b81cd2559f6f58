import { Storefront } from './storefront';

/* eslint-disable @typescript-eslint/no-explicit-any */

const UNDER_LOAD = /load \d+ of 240 requests/;
const ALL_ARRIVED =
  'Spans, logs and metrics have as many requests of each tenant as were sent.';
/** What the load generator sends, by tenant, and how many of these fail. */
const SENT = { acme: 60, globex: 100, initech: 55, umbrella: 25 };
const FAILED = { acme: 2, globex: 2, initech: 2, umbrella: 5 };
const HOPS = [
  'client → gateway',
  'gateway → catalog',
  'gateway → orders',
  'orders → payments',
  'payments → provider.example',
  'orders → worker',
];
/** What the gateway adds, and the order in which it does. */
const GATEWAY_KEYS = [
  'tenant.id',
  'tenant.tier',
  'user.id',
  'session.id',
  'experiment.variant',
  'request.source',
  'feature.fraud-check',
];

jest.setTimeout(150_000);

const started: Storefront[] = [];

function start(args: string[], env?: Record<string, string>): Storefront {
  const storefront = new Storefront(args, env);
  started.push(storefront);
  return storefront;
}

async function cleanUp() {
  await Promise.all(started.splice(0).map(storefront => storefront.cleanUp()));
}

describe('the storefront that stays', () => {
  let shop: Storefront;

  beforeAll(async () => {
    shop = start(['--serve']);
    await shop.until(async () => shop.url);
  });

  afterAll(cleanUp);

  test.each([
    ['tenant.id', SENT],
    ['tenant.tier', { gold: 160, silver: 55, free: 25 }],
    ['experiment.variant', { A: 135, B: 105 }],
    ['request.source', { web: 135, mobile: 85, monitor: 20 }],
  ])('M2 counts by %s what the load generator sent', async (key, sent) => {
    const { rows } = await shop.get(`/api/stats?by=${key}`);
    expect(countsOf(rows, 'requests')).toEqual(sent);
  });

  test('A6 each tenant has its errors, spans and log lines', async () => {
    const { rows } = await shop.get('/api/stats?by=tenant.id');
    expect(countsOf(rows, 'errors')).toEqual(FAILED);
    expect(countsOf(rows, 'spans')).toEqual(forEachTenant(12, 10));
    expect(countsOf(rows, 'logs')).toEqual(forEachTenant(5, 4));
  });

  test('A1 keys that are not to be copied are on nothing, the others on all signals', async () => {
    const { keys } = await shop.get('/api/keys');
    const all = ['spans', 'logs', 'metrics'];
    expect(
      Object.fromEntries(keys.map(({ key, signals }: any) => [key, signals])),
    ).toEqual({
      'tenant.id': all,
      'tenant.tier': all,
      'experiment.variant': all,
      'request.source': all,
      'user.id': [],
      'session.id': [],
      'feature.fraud-check': [],
      'client.release': [],
    });
  });

  test('I5 a trace goes through all services, with the header at each hop', async () => {
    const { traces } = await shop.get(
      '/api/traces?key=tenant.id&value=globex&limit=240',
    );
    expect(traces).toHaveLength(SENT.globex);
    const { traceId, services } = traces.find(
      (one: any) => one.status === 'ok',
    );
    const { spans, hops } = await shop.get(`/api/traces/${traceId}`);
    expect(hops.map(nameOf)).toEqual(HOPS);
    const within = hops.filter(({ to }: any) => services.includes(to)).slice(1);
    expect(within).toHaveLength(4);
    for (const { sent, received, bytes, accepted, dropped } of within) {
      expect(received).toBe(sent);
      expect(bytes).toBe(sent.length);
      expect(keysOf(accepted)).toEqual([...GATEWAY_KEYS, 'client.release']);
      expect(accepted[3]).toMatchObject({ metadata: 'ttl=1800' });
      expect(dropped).toEqual([]);
    }
    for (const { attributes } of spans) {
      expect(attributes).toMatchObject({ 'tenant.id': 'globex' });
    }
  });

  test('the first finding says which tenant is slow and where, and leads to a trace of it', async () => {
    const { findings } = await shop.get('/api/state');
    const [{ text, traceId }] = findings;
    expect(text).toMatch(
      /^feature\.fraud-check=deep is slow: .* in payments "fraud check" \(always with tenant\.id=globex\)$/,
    );
    const { spans } = await shop.get(`/api/traces/${traceId}`);
    expect(spans[0].attributes['tenant.id']).toBe('globex');
    expect(findings.map((one: any) => one.text).join('\n')).toMatch(
      /umbrella fails more often: .* to provider\.example$/m,
    );
  });

  test('T1 T3 who a caller claims to be is dropped at the gateway, all baggage before the provider', async () => {
    const { hops, spans } = await shop.send(
      'tenant.id=globex,cart.id=<script>alert(1)</script>;ttl=5,bad key=1',
    );
    const [edge, next] = hops;
    expect(edge.dropped.map(({ reason }: any) => reason).sort()).toEqual([
      'invalid_key',
      'not_allowed',
    ]);
    expect(next.sent).toMatch(/^tenant\.id=visitor,.*,cart\.id=<script>/);
    expect(hops.at(-1).accepted).toContainEqual({
      key: 'cart.id',
      value: '<script>alert(1)</script>',
      metadata: 'ttl=5',
    });
    const provider = hops.find((hop: any) => nameOf(hop) === HOPS[4]);
    expect(provider).toMatchObject({ sent: null, bytes: 0 });
    expect(
      provider.dropped.map(({ key, reason }: any) => [key, reason]),
    ).toEqual(
      [...GATEWAY_KEYS, 'cart.id'].map(key => [key, 'host_not_allowed']),
    );
    for (const { attributes } of spans) {
      expect(attributes['tenant.id']).toBe('visitor');
    }
  });

  test('Ctrl-C ends it, and all that it started', async () => {
    shop.signal('SIGINT');
    expect([await shop.ended, shop.output]).toEqual([0, expect.any(String)]);
  });
});

describe('the storefront that ends', () => {
  afterEach(cleanUp);

  test('prints what reached spans, logs and metrics, and how to look around; no address that is dead then', async () => {
    const shop = start([]);

    expect([await shop.ended, shop.output]).toEqual([0, expect.any(String)]);
    const { output } = shop;
    const rows = output.split('\n').map(line => line.trim().split(/ {2,}/));
    expect(rows.find(([tenant]) => tenant === 'globex')).toEqual([
      'globex',
      '100',
      '100',
      '2',
      expect.stringMatching(/^\d+$/),
      String(forEachTenant(12, 10).globex),
      String(forEachTenant(5, 4).globex),
      '100',
    ]);
    expect(rows).toContainEqual(['user.id', 'gateway', 'nothing']);
    expect(rows).toContainEqual([
      'tenant.id',
      'gateway',
      'spans, logs, metrics',
    ]);
    expect(output).toContain('client.release=2026.1');
    expect(output).toContain('called 240 times, 0 with baggage');
    expect(output).not.toMatch(/127\.0\.0\.1|localhost|http:/);
    expect(output.trimEnd().split('\n').slice(-2)).toEqual([
      ALL_ARRIVED,
      'To look around on a page: npm start -- --serve',
    ]);
  });

  test('A1 T3 copies the keys and sends to the hosts that the environment names', async () => {
    const shop = start([], {
      OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.*,user.id',
      OTEL_BAGGAGE_EGRESS_HOSTS: 'localhost,127.0.0.1,*.example',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_SDK_DISABLED: 'true',
    });

    expect([await shop.ended, shop.output]).toEqual([0, expect.any(String)]);
    expect(shop.output).toMatch(/^user\.id +gateway +spans, logs, metrics$/m);
    expect(shop.output).toMatch(/^request\.source +gateway +nothing$/m);
    expect(shop.output).toContain('called 240 times, 240 with baggage');
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s in the middle of the round ends all',
    async (signal, code) => {
      const shop = start([]);
      await shop.says(UNDER_LOAD);
      shop.signal(signal);

      expect(await shop.ended).toBe(code);
    },
  );

  test('killed, its services end by themselves', async () => {
    const shop = start([]);
    await shop.says(UNDER_LOAD);
    shop.signal('SIGKILL');

    expect(await shop.ended).toBe('SIGKILL');
  });

  test('ends with 1 and a reason where a service ends', async () => {
    const shop = start(['--verbose']);
    const line = await shop.says(/catalog is ready at \S+ \(process \d+\)/);
    process.kill(Number(line.match(/process (\d+)/)![1]), 'SIGKILL');

    expect(await shop.ended).toBe(1);
    expect(shop.output).toContain('Failed: catalog ended with signal SIGKILL');
  });

  test('ends with 1 and a reason where an option is unknown', async () => {
    const shop = start(['--pigeons']);

    expect(await shop.ended).toBe(1);
    expect(shop.output).toMatch(/Failed: .*--pigeons/);
  });
});

/** A count of each value. */
function countsOf(rows: any[], what: string): Record<string, number> {
  return Object.fromEntries(
    rows
      .filter(({ value }) => value !== 'visitor')
      .map(row => [row.value, row[what]]),
  );
}

/** So many for each checkout that was paid, and for each that failed. */
function forEachTenant(paid: number, failed: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(SENT).map(([tenant, sent]) => {
      const without = FAILED[tenant as keyof typeof FAILED];
      return [tenant, paid * (sent - without) + failed * without];
    }),
  );
}

function nameOf({ from, to }: any): string {
  return `${from} → ${to.replace(/:\d+$/, '')}`;
}

function keysOf(accepted: any[]): string[] {
  return accepted.map(({ key }) => key);
}
