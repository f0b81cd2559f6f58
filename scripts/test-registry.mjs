// Runs integration-tests/registry: the packages, which must have been built,
// are published to a registry on this machine and used as they come from there.
// Arguments go to jest: `node scripts/test-registry.mjs bundles`.

import { fileURLToPath } from 'node:url';
import { configArgs, runJest } from './jest.mjs';
import { installNode } from './node-versions.mjs';
import { startRegistry } from './registry.mjs';
import { describe } from './report.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const rootDir = fileURLToPath(
  new URL('../integration-tests/registry', import.meta.url),
);

const registry = await startRegistry();
try {
  const counts = await runJest(
    'registry',
    [...configArgs({ rootDir }), ...process.argv.slice(2)],
    {
      env: {
        ...process.env,
        REGISTRY_URL: registry.url,
        // The newest releases of some do not run on Node 20.
        NEWER_NODE: installNode('node@24').binary,
      },
    },
  );
  if (counts.problem) console.error(counts.problem);
  console.log(`\nregistry  ${describe(counts)}`);
  process.exitCode = counts.passed > 0 && counts.failed === 0 ? 0 : 1;
} finally {
  registry.stop();
}
