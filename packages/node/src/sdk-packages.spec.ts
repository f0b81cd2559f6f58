import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findSdkPackages, resolveFromApplication } from './sdk-packages';

const argv = [...process.argv];
const started = process.cwd();
let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'otel-baggage-sdk-')));
  process.argv[1] = join(folder, 'nowhere/app.js');
});
afterEach(() => {
  process.argv = argv;
  process.chdir(started);
  rmSync(folder, { recursive: true, force: true });
});

function write(file: string, content: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** A package that exports its own place and, as SDK 3, no package.json. */
function install(place: string, name: string, manifest: object): void {
  const home = `${place}/node_modules/${name}`;
  write(
    `${home}/package.json`,
    JSON.stringify({
      name,
      exports: { '.': './dist/index.cjs' },
      ...manifest,
    }),
  );
  write(`${home}/dist/index.cjs`, `exports.place = ${JSON.stringify(home)};`);
}

const installSdk = (place: string, version: string, manifest = {}) =>
  install(place, '@opentelemetry/sdk-node', { version, ...manifest });

test("the SDK of the application's main module is found first", () => {
  installSdk('app', '0.301.0');
  installSdk('elsewhere', '0.200.0');
  process.argv[1] = join(folder, 'app/bin/server.js');
  process.chdir(join(folder, 'elsewhere'));
  expect(findSdkPackages()?.minor).toBe(301);
});

test('then that of the working directory', () => {
  installSdk('elsewhere', '0.200.0');
  process.chdir(join(folder, 'elsewhere'));
  expect(findSdkPackages()?.minor).toBe(200);
});

test.each([
  ['without a main module, as with --eval', undefined],
  ['with a main module that is no path', 'app.js'],
])('%s, that of the working directory', (_title, main) => {
  installSdk('elsewhere', '0.200.0');
  process.chdir(join(folder, 'elsewhere'));
  if (main === undefined) process.argv.length = 1;
  else process.argv[1] = main;
  expect(findSdkPackages()?.minor).toBe(200);
});

test('then the one that is installed beside this package', () => {
  process.chdir(folder);
  expect(findSdkPackages()?.nodeSdk().NodeSDK).toBe(
    jest.requireActual('@opentelemetry/sdk-node').NodeSDK,
  );
});

test('packages are the copies that sdk-node uses, not the ones beside it', () => {
  installSdk('app', '0.223.0', {
    dependencies: { '@opentelemetry/core': '2.12.0' },
  });
  install('app', '@opentelemetry/core', { version: '1.30.0' });
  const inside = 'app/node_modules/@opentelemetry/sdk-node';
  install(inside, '@opentelemetry/core', { version: '2.12.0' });
  process.argv[1] = join(folder, 'app/server.js');

  const sdk = findSdkPackages()!;
  expect(sdk.core()).toMatchObject({
    place: `${inside}/node_modules/@opentelemetry/core`,
  });
  expect(sdk.dependsOn('@opentelemetry/core')).toBe(true);
  expect(sdk.dependsOn('@opentelemetry/sdk-trace')).toBe(false);
});

test('what is not installed is not found', () => {
  expect(resolveFromApplication('@otel-baggage/no-such-package')).toBe(
    undefined,
  );
});
