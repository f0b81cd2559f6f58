// Installs and builds what is missing or out of date, so that `npm start` and
// `npm test` work in a fresh clone. Says nothing when there is nothing to do.
// Uses Node's own modules only: it runs before node_modules exists.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SHOWN_LINES = 60;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

// The stamps stand inside node_modules, so that whatever removes it removes them.
const stamps = join('node_modules', '.ready');
const workspaces = findWorkspaces();
const published = workspaces.filter(
  folder =>
    folder.startsWith('packages/') &&
    !readJson(join(folder, 'package.json')).private,
);

if (!isStamped('install', installHash())) {
  run('installing dependencies', ['ci', '--include=dev'], explainInstall);
  stamp('install', installHash());
}
if (!distIsComplete() || !isStamped('build', buildHash())) {
  run('building packages', ['run', 'build']);
  stamp('build', buildHash());
}

/** The folders of all workspaces, relative to the root. */
function findWorkspaces() {
  return readJson('package.json')
    .workspaces.flatMap(pattern => {
      if (!pattern.endsWith('/*')) return [pattern];
      const parent = pattern.slice(0, -2);
      return readdirSync(parent).map(name => `${parent}/${name}`);
    })
    .filter(folder => existsSync(join(folder, 'package.json')));
}

/** What decides which dependencies are installed. */
function installHash() {
  return hashOf([
    'package.json',
    'package-lock.json',
    ...workspaces.map(folder => `${folder}/package.json`),
  ]);
}

/**
 * What decides how the built packages look, and the built files themselves: a
 * build by hand of other sources is noticed too.
 */
function buildHash() {
  const files = published.flatMap(folder => [
    `${folder}/package.json`,
    `${folder}/tsconfig.json`,
    `${folder}/tsdown.config.mjs`,
    ...filesIn(`${folder}/src`).filter(file => !file.endsWith('.spec.ts')),
    // Of the viewer.
    ...filesIn(`${folder}/page`),
    ...filesIn(`${folder}/dist`),
  ]);
  return hashOf([
    'package-lock.json',
    'tsconfig.base.json',
    'tsdown.base.mjs',
    ...files,
  ]);
}

/** Whether each file that a package.json promises in `dist` is there. */
function distIsComplete() {
  return published.every(folder => {
    const { main, module, types, bin, exports } = readJson(
      join(folder, 'package.json'),
    );
    return stringsIn([main, module, types, bin, exports])
      .filter(file => /^(\.\/)?dist\//.test(file))
      .every(file => existsSync(join(folder, file)));
  });
}

function stringsIn(value) {
  if (typeof value === 'string') return [value];
  return Object.values(value ?? {}).flatMap(stringsIn);
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = existsSync(file) ? readFileSync(file) : '';
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function isStamped(name, hash) {
  const file = join(stamps, name);
  return existsSync(file) && readFileSync(file, 'utf8') === hash;
}

function stamp(name, hash) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, name), hash);
}

/** Runs npm quietly. On failure shows the end of its output and ends this process. */
function run(title, args, explain = () => undefined) {
  process.stdout.write(`${title} (npm ${args.join(' ')}) ... `);
  const started = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'otel-baggage-ready-'));
  const log = join(folder, 'log');
  const descriptor = openSync(log, 'w');
  const { status, signal, error } = spawnSync('npm', args, {
    stdio: ['ignore', descriptor, descriptor],
    shell: process.platform === 'win32',
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
  });
  closeSync(descriptor);
  const output = readFileSync(log, 'utf8');
  rmSync(folder, { recursive: true });
  if (status === 0) {
    console.log(`done in ${Math.round((Date.now() - started) / 1000)} s`);
    return;
  }
  console.log('failed');
  const reason = error?.message ?? (signal ? `killed by ${signal}` : undefined);
  console.error(
    explain(output) ??
      `${lastLines(output)}\n\n${title} failed: ${reason ?? `npm ${args.join(' ')} ended with ${status}`}`,
  );
  process.exit(1);
}

function explainInstall(output) {
  if (!output.includes('EUSAGE')) return undefined;
  const differences = output.match(/(Missing|Invalid): .*/g) ?? [];
  return `${lastLines(differences.join('\n'))}
package-lock.json does not fit the package.json files. Run \`npm install\` and commit package-lock.json.`;
}

function lastLines(text) {
  return text.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
