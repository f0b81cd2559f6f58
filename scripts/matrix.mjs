// Runs integration-tests/matrix under every Node version and SDK of
// integration-tests/matrix.json, against the packages, which must have been
// built, installed from a registry on this machine.
// `node scripts/matrix.mjs 'SDK 3'` runs the rows whose name contains the words.
//
// .matrix/verdaccio  the registry
// .matrix/sdk3       a project with integration-tests/sdk3/package.json, our
//                    packages, and a copy of the specs, so that they find both;
//                    in rules/ those of the packages whose rules need an SDK

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmInstall } from './execute.mjs';
import { configArgs, runJest } from './jest.mjs';
import { installNode } from './node-versions.mjs';
import { publishedFolders } from './published.mjs';
import { startRegistry } from './registry.mjs';
import { describe, slug, writeStep } from './report.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const HOME = resolve('.matrix');
/** The packages whose rules are about what an SDK records. */
const WITH_RULES = ['span-processor', 'log-record-processor', 'metrics'];
const OURS = publishedFolders().map(name => `@otel-baggage/${name}`);

const wanted = process.argv[2] ?? '';
const rows = JSON.parse(
  readFileSync('integration-tests/matrix.json', 'utf8'),
).filter(row => row.name.includes(wanted));

const sdksReady = new Set();
const summary = [];

const registry = await startRegistry();
try {
  for (const row of rows) {
    console.log(`\n${row.name}`);
    summary.push([row.name, await runRow(row)]);
  }
} finally {
  registry.stop();
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
    const { binary, env: inherited } = installNode(node);
    const env = { ...inherited, MATRIX_NODE: node, MATRIX_SDK: sdk };
    const project = prepareSdk(sdk, env);
    return await runSpecs(report, binary, project, env);
  } catch (error) {
    console.error(error.message);
    writeStep(report, 'failed');
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/**
 * Installs an SDK and our packages, and copies the specs. npm runs under the Node
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
  npmInstall(project, [registry.npmArgument, ...OURS], env);
  rmSync(join(project, 'specs'), { recursive: true, force: true });
  cpSync('integration-tests/matrix', join(project, 'specs'), {
    recursive: true,
  });
  if (sdk === 'sdk3') {
    // With SDK 2 they are a part of npm test.
    cpSync('integration-tests/attacks', join(project, 'specs/attacks'), {
      recursive: true,
    });
    copyRules(join(project, 'rules'));
  }
  sdksReady.add(sdk);
  return project;
}

/** Copies the sources of the packages whose specs record with an SDK. */
function copyRules(folder) {
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['core', 'test-support', ...WITH_RULES]) {
    cpSync(`packages/${name}/src`, join(folder, name, 'src'), {
      recursive: true,
    });
  }
}

async function runSpecs(report, node, project, env) {
  const run = (name, config) =>
    runJest(name, configArgs(config), { node, env });
  const counts = await run(report, { rootDir: join(project, 'specs') });
  if (!existsSync(join(project, 'rules'))) return counts;

  const rules = await run(`${report}-rules`, {
    rootDir: join(project, 'rules'),
    testMatch: WITH_RULES.map(name => `**/${name}/src/*.spec.ts`),
    // These need packages that are there for SDK 2 only.
    testPathIgnorePatterns: ['/(upstream|sdk-types|http-server)\\.spec\\.ts$'],
    moduleNameMapper: {
      '^@otel-baggage/([^/]+)$': '<rootDir>/$1/src/index.ts',
      '^@otel-baggage/([^/]+)/internal$': '<rootDir>/$1/src/internal.ts',
    },
  });
  return {
    passed: counts.passed + rules.passed,
    failed: counts.failed + rules.failed,
    skipped: counts.skipped + rules.skipped,
  };
}
