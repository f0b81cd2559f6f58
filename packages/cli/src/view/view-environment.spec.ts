import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { viewEnvironment, wayInFor } from './view-environment';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-baggage-view-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function manifest(content: unknown): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify(content));
}

test.each([
  ['no dependencies', {}, 'register'],
  ['no object', null, 'register'],
  ['Express', { dependencies: { express: '*' } }, 'register'],
  ['the API', { dependencies: { '@opentelemetry/api': '*' } }, 'register'],
  ['NodeSDK', { dependencies: { '@opentelemetry/sdk-node': '*' } }, 'attach'],
  ['Sentry', { dependencies: { '@sentry/node': '*' } }, 'attach'],
  [
    'Elastic',
    { devDependencies: { '@elastic/opentelemetry-node': '*' } },
    'attach',
  ],
])('R3 a package with %s: %j, %s', (_name, content, way) => {
  manifest(content);
  expect(wayInFor(['node', 'app.js'], {}, folder)).toBe(way);
});

test.each([
  [['node', '--import', './telemetry.mjs', 'app.js'], {}],
  [['node', '--require=./telemetry.cjs', 'app.js'], {}],
  [['node', '-r', './telemetry.cjs', 'app.js'], {}],
  [['node', 'app.js'], { NODE_OPTIONS: '--import ./telemetry.mjs' }],
])('R3 what is loaded before it may start an SDK: %j %j', (command, env) => {
  manifest({});
  expect(wayInFor(command, env, folder)).toBe('attach');
});

describe('the environment of the command', () => {
  const of = (env = {}) =>
    viewEnvironment(env, 'http://127.0.0.1:1', 'register', folder);

  test('nothing goes to where the shell says', () => {
    const given = {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://vendor.example',
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=secret',
      OTEL_TRACES_EXPORTER: 'console',
      OTEL_SDK_DISABLED: 'true',
    };
    const env = of(given);
    expect(env).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_BAGGAGE_VIEW: 'true',
    });
    expect(JSON.stringify(env)).not.toMatch(/vendor|secret|SDK_DISABLED/);
  });

  test('no connection of an exporter is a trace, where the shell says nothing of it', () => {
    const name = 'OTEL_NODE_DISABLED_INSTRUMENTATIONS';
    expect(of()[name]).toBe('net,dns');
    expect(of({ [name]: 'fs' })[name]).toBe('fs');
  });

  test('R2 what is loaded first is ours, and the rest stays', () => {
    const { NODE_OPTIONS } = of({ NODE_OPTIONS: '--import ./other.mjs' });
    expect(NODE_OPTIONS).toMatch(
      /^--import=file:\/\/\S+register\.mjs --import \.\/other\.mjs$/,
    );
  });

  test('an SDK that the application has installed is found', () => {
    expect(of({ NODE_PATH: '/first' }).NODE_PATH).toContain(
      join(folder, 'node_modules'),
    );
    expect(of({ NODE_PATH: '/first' }).NODE_PATH).toMatch(/^\/first/);
  });

  test('the service is named as its package, where the shell names it not', () => {
    manifest({ name: 'shop' });
    expect(of().OTEL_SERVICE_NAME).toBe('shop');
    expect(of({ OTEL_SERVICE_NAME: 'own' })).toMatchObject({
      OTEL_SERVICE_NAME: 'own',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=own',
    });
    const given = { OTEL_RESOURCE_ATTRIBUTES: 'host.name=a' };
    expect(of(given).OTEL_RESOURCE_ATTRIBUTES).toBe(
      'host.name=a,service.name=shop',
    );
  });
});
