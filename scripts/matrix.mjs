// Runs integration-tests/matrix under every Node version and SDK of
// integration-tests/matrix.json, against the packed tarballs of the packages,
// which must have been built. `node scripts/matrix.mjs 'SDK 3'` runs the rows
// whose name contains the words.
//
// .matrix/node@24   a project with that version of the npm package `node`
// .matrix/tarballs  our packages
// .matrix/sdk3      a project with integration-tests/sdk3/package.json, the
//                   tarballs, and a copy of the specs, so that they find both

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import jestConfig from '../jest.config.js';
import { runJest } from './jest.mjs';
import { describe, slug, writeStep } from './report.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const HOME = resolve('.matrix');
const TARBALLS = join(HOME, 'tarballs');

const wanted = process.argv[2] ?? '';
const rows = JSON.parse(
  readFileSync('integration-tests/matrix.json', 'utf8'),
).filter(row => row.name.includes(wanted));

const sdksReady = new Set();
const summary = [];

rmSync(TARBALLS, { recursive: true, force: true });
execute(process.execPath, ['scripts/pack.mjs', TARBALLS]);

for (const row of rows) {
  console.log(`\n${row.name}`);
  summary.push([row.name, await runRow(row)]);
}

console.log();
for (const [name, counts] of summary) {
  console.log(`${name.padEnd(28)}${describe(counts)}`);
}
const good = ([, { passed, failed }]) => passed > 0 && failed === 0;
process.exitCode = summary.length > 0 && summary.every(good) ? 0 : 1;

async function runRow({ name, node, sdk }) {
  const report = `matrix-${slug(name)}`;
  try {
    const binary = prepareNode(node);
    const env = {
      ...process.env,
      PATH: dirname(binary) + delimiter + process.env.PATH,
      MATRIX_NODE: node,
      MATRIX_SDK: sdk,
    };
    const project = prepareSdk(sdk, env);
    return await runSpecs(report, binary, project, env);
  } catch (error) {
    console.error(error.message);
    writeStep(report, 'failed');
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** Installs a version of Node. Returns the path of its binary. */
function prepareNode(spec) {
  const project = join(HOME, spec);
  const binary = join(project, 'node_modules/node/bin/node');
  if (!existsSync(binary)) {
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, 'package.json'), '{ "private": true }');
    npmInstall(project, [spec]);
  }
  return binary;
}

/**
 * Installs an SDK and our tarballs, and copies the specs. npm runs under the Node
 * of the row: it prefers versions whose `engines` fit. Returns the project's folder.
 */
function prepareSdk(sdk, env) {
  const project = join(HOME, sdk);
  if (sdksReady.has(sdk)) return project;
  mkdirSync(project, { recursive: true });
  cpSync(
    join('integration-tests', sdk, 'package.json'),
    join(project, 'package.json'),
  );
  // The versions stay the same while the contents change.
  rmSync(join(project, 'node_modules/@otel-baggage'), {
    recursive: true,
    force: true,
  });
  const tarballs = readdirSync(TARBALLS).map(name => join(TARBALLS, name));
  npmInstall(project, tarballs, env);
  rmSync(join(project, 'specs'), { recursive: true, force: true });
  cpSync('integration-tests/matrix', join(project, 'specs'), {
    recursive: true,
  });
  if (sdk === 'sdk3') {
    // With SDK 2 they are a part of npm test.
    cpSync('integration-tests/egress', join(project, 'specs/egress'), {
      recursive: true,
    });
  }
  sdksReady.add(sdk);
  return project;
}

function npmInstall(project, specs, env = process.env) {
  execute(
    'npm',
    [
      'install',
      '--no-save',
      '--no-package-lock',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...specs,
    ],
    project,
    env,
  );
}

function runSpecs(report, node, project, env) {
  const { testEnvironment, testMatch, transform } = jestConfig.projects[0];
  const config = {
    rootDir: join(project, 'specs'),
    testEnvironment,
    testMatch,
    transform,
  };
  return runJest(report, ['--config', JSON.stringify(config)], {
    node,
    env,
  });
}

/** Runs a command quietly; what it printed is in the error if it fails. */
function execute(command, args, cwd = '.', env = process.env) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0) return;
  const output = error?.message ?? `${stdout}${stderr}`;
  throw new Error(`${command} ${args.join(' ')} failed:\n${output}`);
}
