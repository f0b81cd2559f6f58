// Runs integration-tests/registry: the packages, which must have been built,
// are published to a registry on this machine and used as they come from there.
// Arguments go to jest: `node scripts/test-registry.mjs bundles`.

import { fileURLToPath } from 'node:url';
import jestConfig from '../jest.config.js';
import { runJest } from './jest.mjs';
import { startRegistry } from './registry.mjs';
import { describe } from './report.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const { testEnvironment, testMatch, transform } = jestConfig.projects[0];
const config = {
  rootDir: fileURLToPath(
    new URL('../integration-tests/registry', import.meta.url),
  ),
  testEnvironment,
  testMatch,
  transform,
};

const registry = await startRegistry();
try {
  const counts = await runJest(
    'registry',
    ['--config', JSON.stringify(config), ...process.argv.slice(2)],
    { env: { ...process.env, REGISTRY_URL: registry.url } },
  );
  if (counts.problem) console.error(counts.problem);
  console.log(`\nregistry  ${describe(counts)}`);
  process.exitCode = counts.passed > 0 && counts.failed === 0 ? 0 : 1;
} finally {
  registry.stop();
}
