import { spawnSync } from 'node:child_process';
import { CHROMIUM } from '../support/chromium';
import { ROOT } from './root';

// That they run and print their rows. How fast anything is, is no test.

const SECONDS = 1000;

/** Runs a script of `benchmarks` with a part of the work. */
function run(script: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['run', '--silent', script, '-w', 'benchmarks', '--', ...args],
    { cwd: ROOT, encoding: 'utf8', timeout: 100 * SECONDS },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

test(
  'npm run bench prints the rows whose name contains the words',
  () => {
    const output = run('bench', 'no header');
    expect(output).toMatch(/^no header: extract( +\S+ ns){2} +\d+\.\d/m);
    expect(output).not.toContain('no baggage');
  },
  120 * SECONDS,
);

test(
  'npm run bench:requests prints a row for each kind of request',
  () => {
    const output = run('bench:requests', '0.01');
    const kinds = [
      'header of 3',
      'header of 3, one encoded',
      'set in code, 3',
      'header of 10',
      'header of 10, encoded',
      'header of 64',
    ];
    for (const kind of kinds) {
      expect(output).toMatch(
        new RegExp(`^${kind}( +-?\\d+ µs){4}( +-?\\d+\\.\\d\\d){2} `, 'm'),
      );
    }
  },
  120 * SECONDS,
);

(CHROMIUM ? test : test.skip)(
  'npm run bench:viewer prints the delay of a click and the memory',
  () => {
    const output = run('bench:viewer', '2');
    expect(output).toMatch(/^click to frame +p50 \d+ ms, p95 \d+ ms/m);
    expect(output).toMatch(/^memory, viewer +\d+ MiB$/m);
  },
  120 * SECONDS,
);
