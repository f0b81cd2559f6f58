import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ReceivedItem } from './otlp-messages';
import { OtlpReceiver, type Received } from './otlp-receiver';
import { runApp, type Ended } from './run-app';

const REGISTER = '@otel-baggage/node/register';
const TENANT = { 'tenant.id': 'acme' };

let receiver: OtlpReceiver;

beforeAll(async () => {
  receiver = await OtlpReceiver.start();
});
afterAll(() => receiver.stop());

function environment(MODE: string): Record<string, string> {
  return {
    MODE,
    OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.*',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.httpEndpoint,
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_NODE_RESOURCE_DETECTORS: 'none',
    // The SDK's own requests have no span, and there is no DNS to be seen.
    OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,undici',
  };
}

const apps: [string, string[], string][] = [
  ['--require, CommonJS', ['--require', REGISTER], 'server.cjs'],
  ['--import, CommonJS', ['--import', REGISTER], 'server.cjs'],
  ['--import, ES module', ['--import', REGISTER], 'server.mjs'],
];

describe.each(apps)('%s', (_title, nodeOptions, app) => {
  const run = (mode: string, env = {}) =>
    runApp(app, { ...environment(mode), ...env }, nodeOptions);

  test('the keys are on all three signals, without a line of ours', async () => {
    const ended = await run('natural end');
    expectComplete(receiver.take());
    expectServed(ended);
    expect(ended.stderr).toBe('');
  }, 90_000);

  test('an application that ends keeps its exit code', async () => {
    const { code, signal } = await run('natural end');
    expect([code, signal]).toEqual([3, null]);
    receiver.take();
  }, 90_000);

  test('SIGTERM ends an application without a handler, and all is sent', async () => {
    const ended = await run('SIGTERM');
    expect([ended.code, ended.signal]).toEqual([null, 'SIGTERM']);
    expectComplete(receiver.take());
  }, 90_000);

  test('an application with a handler for SIGTERM answers what it has begun', async () => {
    const ended = await run('own handler');
    expect([ended.code, ended.signal]).toEqual([0, null]);
    expectServed(ended);
    expectComplete(receiver.take());
  }, 90_000);

  test('OTEL_SDK_DISABLED is respected', async () => {
    const ended = await run('natural end', { OTEL_SDK_DISABLED: 'true' });
    expect([ended.code, ended.stdout, ended.stderr]).toEqual([3, '\n', '']);
    expect(receiver.take().requests).toEqual([]);
  }, 90_000);
});

test('loaded twice it starts once', async () => {
  const ended = await runApp('server.cjs', environment('natural end'), [
    '--require',
    REGISTER,
    '--import',
    REGISTER,
  ]);
  expect(ended.stderr).toBe('');
  expectComplete(receiver.take());
}, 90_000);

describe('R3 beside the register entry of the auto-instrumentations', () => {
  const AUTO = '@opentelemetry/auto-instrumentations-node/register';
  const ATTACH = '@otel-baggage/node/attach';

  test.each<[string, string[], string[]]>([
    ['attach in front of it', ['--require', ATTACH, '--require', AUTO], []],
    [
      'attach in front of it, both imported',
      ['--import', ATTACH, '--import', AUTO],
      [],
    ],
    [
      'attach behind it',
      ['--require', AUTO, '--require', ATTACH],
      ['OTEL_BAGGAGE_TOO_LATE'],
    ],
    [
      'register behind it, which starts no second SDK',
      ['--require', AUTO, '--require', REGISTER],
      ['OTEL_BAGGAGE_TOO_LATE', 'OTEL_BAGGAGE_SECOND_SDK'],
    ],
  ])(
    '%s',
    async (_title, nodeOptions, codes) => {
      const ended = await runApp(
        'server.cjs',
        environment('natural end'),
        nodeOptions,
      );
      expect(warningsOf(ended).map(line => line.match(/\w+/)![0])).toEqual(
        codes,
      );
      expectServed(ended);
      // The instrumentation had made its instruments, as the warning says.
      const isLate = codes.length > 0;
      expectComplete(receiver.take(), isLate ? '-' : 'acme');
    },
    90_000,
  );

  // Such an SDK registers a propagator, and the one that exports.
  test.each(['nothing', 'logs'])(
    'register behind an SDK that exports %s starts no second one',
    async exported => {
      const none = {
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: exported === 'logs' ? 'otlp' : 'none',
      };
      const ended = await runApp(
        'server.cjs',
        { ...environment('natural end'), ...none },
        ['--require', AUTO, '--require', REGISTER],
      );
      expect(warningsOf(ended).at(-1)).toContain('no second one is started');
      expectServed(ended);
      receiver.take();
    },
    90_000,
  );
});

describe('where packages are missing', () => {
  let project: string;

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'otel-baggage-register-'));
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  test('without the auto-instrumentations it says so and goes on', async () => {
    install(project, ['api', 'api-logs', 'sdk-node']);
    const ended = await runInProject(project);
    expect(warningsOf(ended)).toEqual([
      '[OTEL_BAGGAGE_MISSING_PACKAGE] OtelBaggageWarning: @otel-baggage/node/register: @opentelemetry/auto-instrumentations-node is not installed; nothing is instrumented. npm install @opentelemetry/auto-instrumentations-node@latest',
    ]);
    expect(ended.code).toBe(3);
    const { traces, logs } = receiver.take();
    expect(traces).toEqual([]);
    expect(logs.map(({ name }) => name)).toEqual(['working']);
  }, 90_000);

  test('without the SDK it says so and goes on', async () => {
    install(project, ['api', 'api-logs']);
    const ended = await runInProject(project);
    expect(warningsOf(ended)).toEqual([
      '[OTEL_BAGGAGE_MISSING_PACKAGE] OtelBaggageWarning: @otel-baggage/node/register: @opentelemetry/sdk-node is not installed; there is no telemetry. npm install @opentelemetry/sdk-node@latest',
    ]);
    expect([ended.code, ended.stdout]).toEqual([3, '\n']);
    expect(receiver.take().requests).toEqual([]);
  }, 90_000);

  test('with an SDK that is too old it says so and goes on', async () => {
    install(project, ['api', 'api-logs']);
    const sdk = join(project, 'node_modules/@opentelemetry/sdk-node');
    mkdirSync(sdk, { recursive: true });
    writeFileSync(
      join(sdk, 'index.js'),
      'exports.resources = { Resource: class {} };',
    );
    const ended = await runInProject(project);
    expect(warningsOf(ended)).toEqual([
      '[OTEL_BAGGAGE_MISSING_PACKAGE] OtelBaggageWarning: @otel-baggage/node/register: @opentelemetry/sdk-node cannot be started (Error: too old, expected 0.200 or later). npm install @opentelemetry/sdk-node@latest',
    ]);
    expect([ended.code, ended.stdout]).toEqual([3, '\n']);
  }, 90_000);

  function runInProject(folder: string): Promise<Ended> {
    for (const file of ['server.cjs', 'server-steps.cjs']) {
      cpSync(join(__dirname, file), join(folder, file));
    }
    return runApp(
      join(folder, 'server.cjs'),
      environment('natural end'),
      ['--require', REGISTER],
      folder,
    );
  }
});

/** The warnings that Node.js printed, without the number of the process. */
function warningsOf({ stderr }: Ended): string[] {
  return stderr
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('(Use `node'))
    .map(line => line.replace(/^\(node:\d+\) /, ''));
}

/** Our packages as they are built, and some of OpenTelemetry's. */
function install(project: string, names: string[]): void {
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, '@opentelemetry'), { recursive: true });
  for (const name of names) {
    // SDK 3 has no api-logs; a link to nowhere is not found either.
    symlinkSync(
      installed('@opentelemetry', name),
      join(modules, '@opentelemetry', name),
    );
  }
  for (const name of readdirSync(installed('@otel-baggage'))) {
    // Private ones are not built.
    if (!existsSync(installed('@otel-baggage', name, 'dist'))) continue;
    for (const file of ['package.json', 'dist']) {
      cpSync(
        installed('@otel-baggage', name, file),
        join(modules, '@otel-baggage', name, file),
        { recursive: true },
      );
    }
  }
}

/** In the nearest node_modules. */
function installed(...path: string[]): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'node_modules'))) folder = dirname(folder);
  return join(folder, 'node_modules', ...path);
}

function expectServed({ stdout }: Ended): void {
  expect(stdout).toBe('tenant.id=acme,secret=hidden\n');
}

function expectComplete(
  { traces, logs, metrics }: Received,
  tenantOfDurations = 'acme',
): void {
  // The request that the application sends itself has no baggage yet.
  expect(traces.map(tenantOf).sort()).toEqual(['-', 'acme', 'acme', 'acme']);
  expect(logs).toEqual([{ scope: 'app', name: 'working', attributes: TENANT }]);
  const named = (wanted: string) =>
    metrics.filter(({ name }) => name === wanted);
  // Sums go out as often as they are asked for, and stay the same.
  for (const point of named('works')) {
    expect(point.attributes).toEqual(TENANT);
    expect(point.measured).toEqual({ asDouble: 1 });
  }
  expect(named('works').length).toBeGreaterThan(0);
  const durations = named('http.server.request.duration');
  expect(durations.length).toBeGreaterThan(0);
  expect(durations.map(tenantOf)).toEqual(
    durations.map(() => tenantOfDurations),
  );
}

function tenantOf({ attributes }: ReceivedItem): unknown {
  return attributes['tenant.id'] ?? '-';
}
