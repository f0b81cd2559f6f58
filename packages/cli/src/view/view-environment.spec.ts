import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wayInFor } from './view-environment';

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
