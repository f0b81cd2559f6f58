// Does in a fresh clone, under each supported Node.js, what the README says:
// `npm start` installs, builds and runs the example to its end. Then the unit
// tests, which are a part of `npm test`, run there as well.
// `node scripts/clones.mjs 24` takes the versions whose name contains the word.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execute } from './execute.mjs';
import { runJest } from './jest.mjs';
import { installNode } from './node-versions.mjs';
import { slug, writeStep } from './report.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const VERSIONS = ['node@20.19.0', 'node@22', 'node@24', 'node@latest'];

const wanted = process.argv[2] ?? '';
for (const version of VERSIONS.filter(name => name.includes(wanted))) {
  console.log(`\n${version}`);
  if (!(await runIn(version))) process.exitCode = 1;
}

async function runIn(version) {
  const name = `clone ${version}`;
  const clone = mkdtempSync(join(tmpdir(), 'otel-baggage-clone-'));
  try {
    const { binary, env } = installNode(version);
    execute('git', ['clone', '--quiet', ROOT, clone]);
    const { status } = spawnSync('npm', ['start'], {
      cwd: clone,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    writeStep(name, status === 0 ? 'passed' : 'failed');
    if (status !== 0) return false;

    const units = ['--ignoreProjects', 'integration-tests'];
    const counts = await runJest(slug(`${name} units`), units, {
      node: binary,
      env,
      root: clone,
    });
    if (counts.problem) console.error(counts.problem);
    return counts.passed > 0 && counts.failed === 0;
  } catch (error) {
    console.error(error.message);
    writeStep(name, 'failed');
    return false;
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}
