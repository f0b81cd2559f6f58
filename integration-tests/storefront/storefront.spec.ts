import { createServer } from 'node:net';
import { Collector } from '../two-services/collector';
import { Storefront } from './storefront';

/* eslint-disable @typescript-eslint/no-explicit-any */

const IN_PROCESS = '--queue=in-process';
/** What the output says then. */
const STARTING = /^queue +in-process$/m;
const UNDER_LOAD = /load +\d+ of 240 requests/;
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
  'synthetic',
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
    shop = start([IN_PROCESS, '--serve']);
    await shop.isDone();
  });

  afterAll(cleanUp);

  test.each([
    ['tenant.id', SENT],
    ['tenant.tier', { gold: 160, silver: 55, free: 25 }],
    ['experiment.variant', { A: 135, B: 105 }],
    ['request.source', { web: 135, mobile: 85, monitor: 20 }],
    ['synthetic', { false: 220, true: 20 }],
  ])('M2 counts by %s what the load generator sent', async (key, sent) => {
    const { load } = await shop.state();
    expect(load.byValue[key]).toEqual(sent);

    const { rows } = await shop.get(`/api/stats?by=${key}`);
    expect(countsOf(rows, 'sent')).toEqual(sent);
    expect(countsOf(rows, 'requests')).toEqual(sent);
    expect(countsOf(rows, 'dataPoints')).toEqual(sent);
  });

  test('A6 each tenant has its errors, spans and log lines', async () => {
    const { rows } = await shop.get('/api/stats?by=tenant.id');
    expect(countsOf(rows, 'errors')).toEqual(FAILED);
    // 12 spans and a line of each service; without the receipt 10 and 4.
    expect(countsOf(rows, 'spans')).toEqual(forEachTenant(12, 10));
    expect(countsOf(rows, 'logs')).toEqual(forEachTenant(5, 4));
    for (const { p50, p95 } of rows) expect(p95).toBeGreaterThanOrEqual(p50);
  });

  test('the requests of all seconds are those that were sent', async () => {
    const { series } = await shop.get('/api/stats?by=tenant.id');
    const sums: Record<string, number> = {};
    for (const { values } of series) {
      for (const [tenant, count] of Object.entries<any>(values)) {
        sums[tenant] = (sums[tenant] ?? 0) + count;
      }
    }
    expect(sums).toEqual(SENT);
  });

  test('A1 says which keys are kept out, and they are on nothing', async () => {
    const { keptOut } = await shop.state();
    const keys = keptOut.map(({ key }: any) => key);
    expect(keys).toEqual(['user.id', 'session.id', 'feature.fraud-check']);

    const { traces } = await shop.get('/api/traces?limit=240');
    expect(traces).toHaveLength(240);
    const { spans, logs } = await shop.get(`/api/traces/${traces[0].traceId}`);
    for (const { attributes } of [...spans, ...logs]) {
      for (const key of keys) expect(attributes).not.toHaveProperty([key]);
    }
  });

  test('says which tenant is slow, where, and because of which flag', async () => {
    const { findings } = await shop.state();
    expect(findings[0]).toMatch(
      /^globex is slowest: p95 \d+ ms against \d+ ms of the others; \d+ % of its time in payments "fraud check" \(flag feature\.fraud-check=deep\)$/,
    );
    expect(findings[1]).toMatch(/^11 requests failed: .*umbrella 5/);
    expect(findings[1]).toMatch(/in payments "POST" to provider\.example$/);
  });

  test('I5 a trace goes through all services, with the header at each hop', async () => {
    const { traces } = await shop.get(
      '/api/traces?key=tenant.id&value=globex&limit=240',
    );
    expect(traces).toHaveLength(SENT.globex);
    const { traceId, services } = traces.find(
      (one: any) => one.status === 'ok',
    );
    expect(services.sort()).toEqual(
      ['gateway', 'catalog', 'orders', 'payments', 'worker'].sort(),
    );

    const { spans, hops, logs } = await shop.get(`/api/traces/${traceId}`);
    expect(hops.map(nameOf)).toEqual(HOPS);
    expect(hops[0]).toMatchObject({
      sent: 'client.release=2026.1',
      received: 'client.release=2026.1',
      limit: 8192,
      accepted: [{ key: 'client.release', value: '2026.1' }],
      dropped: [],
    });
    const within = hops.filter(({ to }: any) => services.includes(to)).slice(1);
    for (const { sent, received, bytes, accepted, dropped } of within) {
      expect(received).toBe(sent);
      expect(bytes).toBe(sent.length);
      expect(keysOf(accepted)).toEqual([...GATEWAY_KEYS, 'client.release']);
      expect(accepted[3]).toMatchObject({ metadata: 'ttl=1800' });
      expect(dropped).toEqual([]);
    }
    for (const { fromBaggage, attributes } of spans) {
      expect(fromBaggage).toHaveLength(5);
      expect(attributes['tenant.id']).toBe('globex');
    }
    expect(logs.map(({ service }: any) => service).sort()).toEqual(
      services.sort(),
    );
  });

  test('a log line of a tenant leads to its trace', async () => {
    const { logs } = await shop.get(
      '/api/logs?key=tenant.id&value=umbrella&limit=1000',
    );
    expect(logs).toHaveLength(5 * (25 - 5) + 4 * 5);
    const trace = await shop.get(`/api/traces/${logs[0].traceId}`);
    expect(trace.logs).toContainEqual(logs[0]);
  });

  describe('a header that somebody types', () => {
    test('T1 who the caller claims to be is not accepted', async () => {
      const { hops, spans } = await shop.send(
        'tenant.id=globex,user.id=admin,feature.fraud-check=none,cart.id=7',
      );
      const [edge, next] = hops;
      expect(edge.dropped.map(whatAndWhy)).toEqual([
        ['tenant.id', 'not_allowed'],
        ['user.id', 'not_allowed'],
        ['feature.fraud-check', 'not_allowed'],
      ]);
      expect(edge.accepted).toEqual([{ key: 'cart.id', value: '7' }]);
      expect(next.sent).toContain('tenant.id=visitor');
      expect(next.sent).toContain('cart.id=7');
      expect(next.sent).not.toMatch(/globex|admin|none/);
      for (const { attributes } of spans) {
        expect(attributes['tenant.id']).toBe('visitor');
      }
    });

    test('E3 E5 E7 broken members are dropped, the others kept', async () => {
      const { hops } = await shop.send(
        'a=1,no value,naïve=1,half=%2,name=ü,b=2,日本=1',
      );
      expect(hops[0].sent).toBe(
        'a=1,no value,naïve=1,half=%2,name=ü,b=2,日本=1',
      );
      expect(hops[0].accepted).toEqual([
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ]);
      expect(
        hops[0].dropped.map(({ position, reason }: any) => [position, reason]),
      ).toEqual([
        [1, 'invalid_key'],
        [2, 'invalid_key'],
        [3, 'invalid_value'],
        [4, 'invalid_value'],
        [6, 'invalid_key'],
      ]);
      expect(hops[1].sent).toMatch(/,a=1,b=2$/);
    });

    test('I6 no value or metadata can add a line or an entry', async () => {
      const { hops } = await shop.send(
        'note=a%0D%0Aset-cookie:%20b=c%2Cx=1;p=%0D%0A,__proto__=polluted',
      );
      const last = hops.at(-1);
      expect(last.to).toBe('worker');
      expect(keysOf(last.accepted)).toEqual([
        ...GATEWAY_KEYS,
        'note',
        '__proto__',
      ]);
      expect(last.sent).not.toMatch(/[\r\n]/);
    });

    test('E9 of a header that is too large goes on what fits, after what the gateway adds', async () => {
      const header = Array.from(
        { length: 30 },
        (_, index) => `part-${index}=${'x'.repeat(400)}`,
      ).join(',');
      const { hops } = await shop.send(header);
      const [edge, next] = hops;
      expect(edge.bytes).toBe(header.length);
      expect(edge.accepted).toHaveLength(20);
      expect(new Set(edge.dropped.map(({ reason }: any) => reason))).toEqual(
        new Set(['max_bytes']),
      );
      expect(next.bytes).toBeLessThanOrEqual(8192);
      expect(keysOf(next.accepted).slice(0, 8)).toEqual(GATEWAY_KEYS);
      expect(next.dropped.map(whatAndWhy)).toEqual([['part-19', 'max_bytes']]);
    });

    test('E10 what lies behind 64 KiB is not looked at', async () => {
      const header = `a=1,${' '.repeat(70_000)},b=2`;
      const { hops } = await shop.send(header);
      expect(hops[0].bytes).toBe(header.length);
      expect(hops[0].accepted).toEqual([{ key: 'a', value: '1' }]);
      expect(hops[1].sent).not.toContain('b=2');
    });

    test('an empty header is one too', async () => {
      const { hops } = await shop.send('');
      expect(hops[0]).toMatchObject({
        received: '',
        accepted: [],
        dropped: [],
      });
    });

    test.each(['a=1\r\nx: 2', 'a=1\nb', 'a=\u0000'])(
      'what HTTP cannot carry is refused with a reason: %j',
      async header => {
        expect(await shop.post('/api/send', { header })).toEqual({
          error: expect.stringContaining('HTTP cannot carry'),
        });
      },
    );

    test('what the gateway does not read is refused with a reason', async () => {
      const header = `a=${'x'.repeat(140_000)}`;
      expect(await shop.post('/api/send', { header })).toMatchObject({
        status: 431,
        error: expect.stringContaining('128 KiB'),
      });
    });

    test('the presets can all be sent', async () => {
      const { presets } = await shop.get('/api/presets');
      expect(presets.map(({ name }: any) => name)).toEqual([
        'valid',
        'broken',
        'oversized',
        'hostile',
      ]);
      for (const { header } of presets) {
        const { hops } = await shop.send(header);
        expect(hops.map(nameOf)).toEqual(HOPS);
      }
    });

    test('it is counted, as sent and as received', async () => {
      const { rows } = await shop.get('/api/stats?by=tenant.id');
      const visitor = rows.find(({ value }: any) => value === 'visitor');
      expect(visitor.requests).toBeGreaterThan(0);
      expect(visitor.sent).toBe(visitor.requests);
      expect(visitor.dataPoints).toBe(visitor.requests);
      expect((await shop.state()).load.sent).toBe(240);
    });
  });

  describe('the provider on another host', () => {
    const toProvider = ({ hops }: any) =>
      hops.find((hop: any) => nameOf(hop) === HOPS[4]);

    test('T3 gets no baggage', async () => {
      const hop = toProvider(await shop.send('cart.id=7'));
      expect(hop).toMatchObject({ sent: null, received: null, bytes: 0 });
      expect(hop.dropped.map(whatAndWhy)).toEqual(
        [...GATEWAY_KEYS, 'cart.id'].map(key => [key, 'host_not_allowed']),
      );
    });

    test('T3 gets all of it where the policy is switched off, and none again when on', async () => {
      expect(await shop.post('/api/egress', { policy: 'off' })).toEqual({
        policy: 'off',
      });
      const open = toProvider(await shop.send('cart.id=7'));
      expect(open.received).toBe(open.sent);
      expect(keysOf(open.accepted)).toEqual([...GATEWAY_KEYS, 'cart.id']);
      expect(open.dropped).toEqual([]);

      await shop.post('/api/egress', { policy: 'on' });
      const closed = toProvider(await shop.send('cart.id=7'));
      expect(closed).toMatchObject({ sent: null, received: null });
    });
  });

  describe('the API is for the page alone', () => {
    const body = JSON.stringify({ header: 'a=1' });
    const json = { 'content-type': 'application/json' };

    test.each([
      ['another origin', { ...json, origin: 'http://evil.example' }, 403],
      ['no origin that can be told', { ...json, origin: 'null' }, 403],
      ['a form', { 'content-type': 'text/plain' }, 415],
    ])('%s is refused', async (_what, headers, status) => {
      const response = await fetch(`${shop.url}/api/send`, {
        method: 'POST',
        headers,
        body,
      });
      expect(response.status).toBe(status);
    });

    test('its own origin is not', async () => {
      const response = await fetch(`${shop.url}/api/send`, {
        method: 'POST',
        headers: { ...json, origin: shop.url! },
        body,
      });
      expect(response.status).toBe(200);
    });

    test.each(['/', '/none', '/api/state', '/api/none'])(
      'every answer says that its type is not to be guessed: %s',
      async path => {
        const { headers } = await fetch(`${shop.url}${path}`);
        expect(headers.get('x-content-type-options')).toBe('nosniff');
      },
    );

    test('every service says so as well', async () => {
      const { prometheus } = await shop.state();
      expect(prometheus).not.toEqual([]);
      for (const url of prometheus) {
        const { headers } = await fetch(url);
        expect(headers.get('x-content-type-options')).toBe('nosniff');
      }
    });

    test.each([
      '/../package.json',
      '/%2e%2e/package.json',
      '/..%2fvite.config.js',
    ])('no file outside of the page is served: %s', async path => {
      expect((await fetch(`${shop.url}${path}`)).status).toBe(404);
    });

    test('what is not known is 404', async () => {
      expect((await fetch(`${shop.url}/api/traces/abc`)).status).toBe(404);
      expect((await fetch(`${shop.url}/api/stats?by=user.id`)).status).toBe(
        404,
      );
    });
  });

  test('the page is told of changes', async () => {
    const response = await fetch(`${shop.url}/api/events`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    await shop.send('a=1');
    let text = '';
    for await (const chunk of response.body as any) {
      text += Buffer.from(chunk);
      if (text.includes('event: change')) break;
    }
    expect(text).toContain('event: change\ndata: {}\n\n');
  });

  test('Ctrl-C ends it, and all that it started', async () => {
    shop.signal('SIGINT');
    expect([await shop.ended, shop.output]).toEqual([0, expect.any(String)]);
  });
});

describe('the storefront that ends', () => {
  afterEach(cleanUp);

  test('shows the round in tables, and ends with 0', async () => {
    const shop = start([IN_PROCESS]);

    expect([await shop.ended, shop.output]).toEqual([0, expect.any(String)]);
    const rows = shop.output
      .split('\n')
      .filter(line => line.startsWith('│'))
      .map(line =>
        line
          .split('│')
          .map(cell => cell.trim())
          .slice(1, -1),
      );
    const globex = rows.find(([tenant]) => tenant === 'globex');
    expect(globex).toEqual([
      'globex',
      '100',
      '100',
      '2',
      expect.stringMatching(/^\d+$/),
      String(forEachTenant(12, 10).globex),
      '100',
      String(forEachTenant(5, 4).globex),
    ]);
    expect(rows).toContainEqual([
      'user.id',
      'not in OTEL_BAGGAGE_ATTRIBUTE_KEYS',
    ]);
    expect(shop.output).toContain('client.release=2026.1');
    expect(shop.output).toContain('globex is slowest');
    expect(shop.output).toContain('called 240 times, 0 with baggage');
    for (const line of shop.output.split('\n')) {
      if (line.startsWith('│')) expect(line.length).toBeLessThanOrEqual(110);
    }
  });

  test('A1 copies the keys that OTEL_BAGGAGE_ATTRIBUTE_KEYS names, whatever else the shell says', async () => {
    const shop = start([IN_PROCESS], {
      OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.*,user.id',
      OTEL_BAGGAGE_EXCLUDED_ATTRIBUTE_KEYS: 'tenant.tier',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_SDK_DISABLED: 'true',
    });

    await shop.isDone();
    const { keys, keptOut } = await shop.state();
    expect(keys).toEqual(['tenant.id', 'user.id']);
    expect(keptOut).toContainEqual({
      key: 'tenant.tier',
      reason: 'in OTEL_BAGGAGE_EXCLUDED_ATTRIBUTE_KEYS',
    });
    expect(await shop.ended).toBe(0);
  });

  test('sends to a collector, with no header of anybody, and says so', async () => {
    const collector = new Collector();
    const shop = start([IN_PROCESS], {
      ...(await collector.start()),
      OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.id',
    });
    const code = await shop.ended;
    collector.stop();

    expect([code, shop.output]).toEqual([
      0,
      expect.stringMatching(/^telemetry +http:\/\/127\.0\.0\.1:\d+$/m),
    ]);
    const counts = new Map<unknown, number>();
    for (const { name, attributes, value } of collector.itemsOf('gateway')) {
      if (name === 'shop.requests') counts.set(attributes['tenant.id'], value);
    }
    expect(Object.fromEntries(counts)).toEqual(SENT);
    expect(collector.bodies.join()).not.toMatch(/user\.id|u-2001/);
  });

  test('ends with 1 and the reason where there is no collector', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise(done => server.once('listening', done));
    const { port } = server.address() as any;
    await new Promise(done => server.close(done));
    const endpoint = `http://127.0.0.1:${port}`;
    const shop = start([IN_PROCESS], { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });

    expect(await shop.ended).toBe(1);
    expect(shop.output).toContain(
      `Failed: no collector at OTEL_EXPORTER_OTLP_ENDPOINT (${endpoint}): connect ECONNREFUSED`,
    );
  });

  test.each([
    ['SIGINT', 'while it starts', STARTING, 130],
    ['SIGINT', 'in the middle of the round', UNDER_LOAD, 130],
    ['SIGTERM', 'in the middle of the round', UNDER_LOAD, 143],
  ] as const)('%s %s ends all', async (signal, _when, text, code) => {
    const shop = start([IN_PROCESS]);
    await shop.says(text);
    shop.signal(signal);

    expect(await shop.ended).toBe(code);
  });

  test.each([
    ['while it starts', STARTING],
    ['in the middle of the round', UNDER_LOAD],
  ])('killed %s, its services end by themselves', async (_when, text) => {
    const shop = start([IN_PROCESS]);
    await shop.says(text);
    shop.signal('SIGKILL');

    expect(await shop.ended).toBe('SIGKILL');
  });

  test('ends with 1 and a reason where a service ends', async () => {
    const shop = start([IN_PROCESS, '--verbose']);
    const line = await shop.says(/catalog listens on \S+ \(process \d+\)/);
    process.kill(Number(line.match(/process (\d+)/)![1]), 'SIGKILL');

    expect(await shop.ended).toBe(1);
    expect(shop.output).toContain('Failed: catalog ended with signal SIGKILL');
  });

  test('ends with 1 and a reason where it is told nonsense', async () => {
    const shop = start(['--queue=pigeons']);

    expect(await shop.ended).toBe(1);
    expect(shop.output).toContain('Failed: --queue is redis or in-process');
  });
});

/** A count of each tenant that the load generator sends for. */
function countsOf(rows: any[], what: string): Record<string, number> {
  return Object.fromEntries(rows.map(row => [row.value, row[what]]));
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

function whatAndWhy({ key, reason }: any): [string, string] {
  return [key, reason];
}

function keysOf(accepted: any[]): string[] {
  return accepted.map(({ key }) => key);
}
