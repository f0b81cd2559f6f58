import { ViewProcess } from './view-process';

jest.setTimeout(120_000);

let view: ViewProcess;
afterEach(() => view.stop());

const APPLICATIONS: [string, string[], string, string][] = [
  ['with Express, untouched', ['--', 'node', 'app.cjs'], 'express', 'shop'],
  ['with Fastify, untouched', ['--', 'node', 'app.cjs'], 'fastify', 'shop'],
  [
    'with an SDK of its own',
    ['--', 'node', 'app.cjs'],
    'own-sdk',
    'own-service',
  ],
  [
    'with an SDK that is loaded before it',
    ['--', 'node', '--require', './telemetry.cjs', 'app.cjs'],
    'own-sdk',
    'own-service',
  ],
];

test.each(APPLICATIONS)(
  'an application %s is on the page, with the header at each hop',
  async (_name, args, folder, service) => {
    view = new ViewProcess(args, folder, {
      OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.id',
      // Of a vendor: nothing is to go there.
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:9/v1/traces',
    });
    const app = await view.app();
    await fetch(app, { headers: { baggage: 'tenant.id=acme,bad key=1' } });
    const trace = await view.until(async () => {
      const { traces } = await view.get('/api/traces');
      if (traces.length === 0) return undefined;
      const found = await view.get(`/api/traces/${traces[0].traceId}`);
      return found.hops.length > 1 ? found : undefined;
    });
    expect(trace.hops).toMatchObject([
      {
        from: 'client',
        to: service,
        received: 'tenant.id=acme,bad key=1',
        accepted: [{ key: 'tenant.id', value: 'acme' }],
        dropped: [{ position: 1, offset: 15, reason: 'invalid_key' }],
      },
      { from: service, to: service, sent: 'tenant.id=acme' },
    ]);
    expect(trace.spans[0].attributes).toMatchObject({ 'tenant.id': 'acme' });
    const { destinations } = await view.get('/api/destinations');
    expect(destinations).toMatchObject([
      { calls: 1, withBaggage: 1, keys: ['tenant.id'], service },
    ]);
  },
);

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends it, and the command that it started',
  async signal => {
    view = new ViewProcess(['--', 'node', 'app.cjs'], 'express');
    const app = await view.app();
    view.signal(signal);
    expect([130, 143]).toContain(await view.ended);
    await expect(fetch(app)).rejects.toThrow();
  },
);

test('ends with the command, and its exit code', async () => {
  view = new ViewProcess(
    ['--', 'node', '-e', 'console.log("ran"); process.exitCode = 7'],
    'express',
  );
  expect(await view.ended).toBe(7);
  expect(view.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\nran\n$/);
});

test('a command that is not there is said in a sentence', async () => {
  view = new ViewProcess(['--', 'no-such-command'], 'express');
  expect(await view.ended).toBe(2);
  expect(view.stderr).toContain('error: the command cannot be run: ENOENT');
});

test.each([
  [['--port', 'x'], '--port is not a valid port'],
  [['--attach', '--register'], 'exclude each other'],
])('%j is invalid usage', async (args, message) => {
  view = new ViewProcess(args as string[], 'express');
  expect(await view.ended).toBe(2);
  expect(view.stderr).toContain(message);
});

test('without a command it waits for whoever exports, until it is ended', async () => {
  view = new ViewProcess([], 'express');
  const url = await view.url();
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }],
            },
          ],
        },
      ],
    }),
  });
  expect(response.status).toBe(200);
  expect(await view.get('/api/state')).toMatchObject({
    spans: 1,
    endpoint: url,
  });
  view.signal('SIGINT');
  expect(await view.ended).toBe(0);
});
