import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from '../docs/run-blocks';
import { ROOT } from '../docs/root';
import { askService, recordsIn } from '../docs/service';

// Mistakes of a first hour, each in a process, and the message that says what
// to do.

const REGISTER = '@otel-baggage/node/register';
const ATTACH = '@otel-baggage/node/attach';
const KEYS = { OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.id' };
const SDK = `
  const { NodeSDK } = require('@opentelemetry/sdk-node');
  const { attachBaggage, runWithBaggage, withBaggage } = require('@otel-baggage/node');
`;
const START = `sdk.start(); setTimeout(() => sdk.shutdown(), 10);`;

/** Runs a program; gives what it, or Node, says on standard error. */
function messageOf(
  program: string,
  env: Record<string, string> = {},
  imports: readonly string[] = [],
  cwd = __dirname,
): string {
  const args = imports.flatMap(name => ['--import', name]);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...args, '-e', program],
    {
      cwd,
      encoding: 'utf8',
      timeout: 60_000,
      env: {
        ...environment(),
        OTEL_NODE_RESOURCE_DETECTORS: 'none',
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
        ...env,
      },
    },
  );
  return stdout + stderr;
}

test('no mistake, no message', () => {
  const program = `${SDK} const sdk = new NodeSDK(withBaggage({}, { included: ['tenant.id'] })); ${START}`;
  expect(messageOf(program)).toBe('');
  expect(messageOf('0', KEYS, [REGISTER])).toBe('');
});

test('a misspelt option', () => {
  expect(
    messageOf(`${SDK} withBaggage({}, { include: ['tenant.id'] })`),
  ).toContain(
    'TypeError: unknown option "include" in options; did you mean "included"? Expected one of: included, ',
  );
});

test('an option among those of the SDK', () => {
  expect(
    messageOf(`${SDK} withBaggage({ included: ['tenant.id'] })`),
  ).toContain(
    'Options of baggage are the second argument: withBaggage(configuration, options)',
  );
});

test('a misspelt variable', () => {
  const env = { OTEL_BAGGAGE_ATRIBUTE_KEYS: 'tenant.id' };
  expect(messageOf('0', env, [REGISTER])).toContain(
    'OTEL_BAGGAGE_ATRIBUTE_KEYS is an unknown variable; ignored. Did you mean OTEL_BAGGAGE_ATTRIBUTE_KEYS?',
  );
});

test('no key named', () => {
  expect(messageOf('0', {}, [REGISTER])).toContain(
    'no baggage key is named, so baggage is not copied onto spans, log records or metrics; name keys in OTEL_BAGGAGE_ATTRIBUTE_KEYS or in the option "included"',
  );
});

describe('a key with a space', () => {
  test('in a variable', () => {
    const env = { OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant id' };
    expect(messageOf('0', env, [REGISTER])).toContain(
      'OTEL_BAGGAGE_ATTRIBUTE_KEYS: "tenant id" matches no valid baggage key',
    );
  });

  test.each([
    ['included', `{ included: ['tenant id'] }`],
    ['spans.included', `{ spans: { included: ['tenant id'] } }`],
    ['logs.included', `{ logs: { included: ['tenant id'] } }`],
    ['metrics.included', `{ metrics: { included: ['tenant id'] } }`],
  ])('in the option %s', (option, options) => {
    expect(messageOf(`${SDK} attachBaggage(${options})`)).toContain(
      `${option}: "tenant id" matches no valid baggage key: a key has letters, digits and !#$%&'*+-.^_\`|~, and no space`,
    );
  });

  test('in code, where the SDK logs', () => {
    const program = `${SDK} runWithBaggage({ 'tenant id': 'acme' }, () => {})`;
    const env = { ...KEYS, OTEL_LOG_LEVEL: 'warn' };
    expect(messageOf(program, env, [REGISTER])).toContain(
      'createBaggage left out an invalid key (invalid_key)',
    );
  });
});

test.each([
  [
    'register before an application that starts an SDK',
    `${SDK} const sdk = new NodeSDK({}); ${START}`,
    [REGISTER],
  ],
  [
    'two registers',
    '0',
    [REGISTER, '@opentelemetry/auto-instrumentations-node/register'],
  ],
])('started twice: %s', (_title, program, imports) => {
  expect(messageOf(program, KEYS, imports)).toContain(
    'Start one SDK only: before an application that starts its own, load @otel-baggage/node/attach instead of @otel-baggage/node/register',
  );
});

test('register loaded twice is harmless', () => {
  expect(messageOf('0', KEYS, [REGISTER, REGISTER])).toBe('');
});

test('the wrong order', () => {
  const env = { ...KEYS, OTEL_TRACES_EXPORTER: 'console' };
  const imports = [
    '@opentelemetry/auto-instrumentations-node/register',
    ATTACH,
  ];
  expect(messageOf('0', env, imports)).toContain(
    'Load it first: node --import @otel-baggage/node/attach',
  );
});

describe('a project of its own', () => {
  let project: string;

  beforeEach(() => {
    project = realpathSync(mkdtempSync(join(tmpdir(), 'otel-baggage-')));
    for (const name of [
      'node',
      'core',
      'propagator',
      'span-processor',
      'log-record-processor',
      'metrics',
    ]) {
      install(`@otel-baggage/${name}`, join(ROOT, 'packages', name));
    }
    for (const name of ['api', 'api-logs']) {
      const found = join(ROOT, 'node_modules/@opentelemetry', name);
      install(`@opentelemetry/${name}`, found);
    }
  });
  afterEach(() => rmSync(project, { recursive: true }));

  function install(name: string, from: string): void {
    const folder = join(project, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    for (const part of ['package.json', 'dist', 'build']) {
      const source = join(from, part);
      if (!existsSync(source)) continue;
      cpSync(source, join(folder, part), { recursive: true });
    }
  }

  test('a missing peer', () => {
    expect(messageOf('0', KEYS, [REGISTER], project)).toContain(
      '@opentelemetry/sdk-node is not installed; there is no telemetry. npm install @opentelemetry/sdk-node@latest',
    );
  });

  test('another major', () => {
    const sdk = join(project, 'node_modules/@opentelemetry/sdk-node');
    mkdirSync(sdk);
    writeFileSync(
      join(sdk, 'index.js'),
      `exports.NodeSDK = class {}; exports.resources = { Resource: class {} };`,
    );
    expect(messageOf('0', KEYS, [REGISTER], project)).toContain(
      '@opentelemetry/sdk-node cannot be started (Error: too old, expected 0.200 or later). npm install @opentelemetry/sdk-node@latest',
    );
  });
});

describe('CommonJS', () => {
  const APPLICATION = `
    import express from 'express';
    import { pino } from 'pino';
    import { runWithBaggageOnSpan } from '@otel-baggage/node';
    const app = express();
    const log = pino();
    app.get('/', (request, response) =>
      runWithBaggageOnSpan({ 'tenant.id': 'acme' }, () => {
        log.info('asked');
        response.json({});
      }));
    app.listen(3000);
  `;

  test.each([
    ['app.mjs', {}],
    ['app.js', { 'package.json': '{ "type": "module" }' }],
  ])(
    '--require with an ES module, %s, instruments it all the same',
    async (name, files) => {
      const written = await askService(
        {
          files: { ...files, [name]: APPLICATION },
          args: ['--require', REGISTER, name],
          env: {
            ...KEYS,
            OTEL_TRACES_EXPORTER: 'none',
            OTEL_METRICS_EXPORTER: 'none',
            OTEL_LOGS_EXPORTER: 'console',
          },
        },
        { path: '/', headers: {} },
      );
      expect(recordsIn(written)).toContainEqual(
        expect.stringMatching(
          /body: 'asked', attributes: \{ 'tenant\.id': 'acme' \}/,
        ),
      );
    },
  );
});

test('an SDK that is never started', () => {
  expect(
    messageOf(
      `${SDK} new NodeSDK(withBaggage({}, { included: ['tenant.id'] }))`,
    ),
  ).toContain(
    'withBaggage was called, and no OpenTelemetry SDK was started, so there is no telemetry and no baggage. Give its result to new NodeSDK(...) and call start()',
  );
});
