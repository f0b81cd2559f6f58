// Runs integration-tests/registry or integration-tests/set-ups: the packages,
// which must have been built, are published to a registry on this machine and
// used as they come from there. More arguments go to jest, for the set-ups they
// are words of the titles of rows, or `--chosen`, `--record`:
// `node scripts/test-registry.mjs registry bundles`.

import { fileURLToPath } from 'node:url';
import { configArgs, runJest } from './jest.mjs';
import { installNode } from './node-versions.mjs';
import { startRegistry } from './registry.mjs';
import { describe } from './report.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const [folder, ...args] = process.argv.slice(2);
const rootDir = fileURLToPath(
  new URL(`../integration-tests/${folder}`, import.meta.url),
);
const isSetUps = folder === 'set-ups';
/** Which rows are run, see integration-tests/set-ups/rows.ts. */
const rows = isSetUps && {
  SET_UPS: args.filter(arg => !arg.startsWith('--')).join(' '),
  SET_UPS_CHOSEN: String(args.includes('--chosen')),
  SET_UPS_RECORD: String(args.includes('--record')),
};

const registry = await startRegistry();
try {
  const counts = await runJest(
    folder,
    [...configArgs({ rootDir }), ...(isSetUps ? [] : args)],
    {
      env: {
        ...process.env,
        ...rows,
        REGISTRY_URL: registry.url,
        // The newest releases of some do not run on Node 20.
        NEWER_NODE: installNode('node@24').binary,
      },
    },
  );
  if (counts.problem) console.error(counts.problem);
  console.log(`\n${folder}  ${describe(counts)}`);
  process.exitCode = counts.passed > 0 && counts.failed === 0 ? 0 : 1;
} finally {
  registry.stop();
}
