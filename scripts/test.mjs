// Type check, lint, the reports and the reference of what the packages export,
// and all tests. Runs every step even if one fails.
// Arguments go to jest: `npm test -- --selectProjects core`.

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runJest } from './jest.mjs';
import { describe, RESULTS, writeStep } from './report.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync(RESULTS, { recursive: true, force: true });

const summary = [];

step('type check', 'typecheck');
step('lint', 'lint');
step('API reports', 'api:check');
step('reference', 'docs:api');

console.log('\ntests');
const counts = await runJest('jest', process.argv.slice(2));
summary.push(['tests', describe(counts), counts.failed === 0]);
if (counts.problem) console.error(counts.problem);

console.log();
for (const [name, outcome] of summary) {
  console.log(`${name.padEnd(12)}${outcome}`);
}
process.exitCode = summary.every(([, , passed]) => passed) ? 0 : 1;

/** Runs a script of package.json. */
function step(name, script) {
  console.log(`\n${name}`);
  const { status } = spawnSync('npm', ['run', '--silent', script], {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  const outcome = status === 0 ? 'passed' : 'failed';
  writeStep(name, outcome);
  summary.push([name, outcome, status === 0]);
}
