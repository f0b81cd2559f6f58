// Runs jest so that it cannot hang: its report is awaited, then its end.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import jestConfig from '../jest.config.js';
import { readReport, RESULTS, writeStep } from './report.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Milliseconds that jest may take to end after its report is written. */
const GRACE = 20_000;

/**
 * The arguments with which jest runs specs of another folder as it does those of
 * `npm test`.
 *
 * @param config `rootDir`, and what else is different there
 */
export function configArgs(config) {
  const { testEnvironment, testMatch, transform } = jestConfig.projects[0];
  const { testTimeout } = jestConfig;
  const whole = {
    testEnvironment,
    testMatch,
    testTimeout,
    transform,
    ...config,
  };
  return ['--config', JSON.stringify(whole)];
}

/**
 * Runs jest, with its JSON report going to `test-results/<report>.json`.
 *
 * @param report name of the report
 * @param args arguments for jest
 * @param node the Node binary that runs it
 * @param env its environment
 * @param root the checkout whose tests it runs
 * @returns the counts of the report. If jest ended with an error that the report
 *   does not hold, that is a failure more, a report of its own, and told in `problem`.
 */
export async function runJest(
  report,
  args,
  { node = process.execPath, env = process.env, root = ROOT } = {},
) {
  const outputFile = join(RESULTS, `${report}.json`);
  mkdirSync(RESULTS, { recursive: true });
  rmSync(outputFile, { force: true });
  const jest = spawn(
    node,
    [
      join(root, 'node_modules/jest/bin/jest.js'),
      '--json',
      `--outputFile=${outputFile}`,
      ...args,
    ],
    { stdio: ['ignore', 'inherit', 'inherit'], env, cwd: root },
  );

  let left = GRACE;
  const watch = setInterval(() => {
    if (!existsSync(outputFile)) return;
    left -= 1000;
    if (left <= 0) jest.kill('SIGKILL');
  }, 1000);
  const ended = await new Promise(resolve => {
    jest.on('error', error => resolve(error.message));
    jest.on('exit', (code, signal) => resolve(code ?? signal));
  });
  clearInterval(watch);

  const counts = existsSync(outputFile)
    ? readReport(outputFile)
    : { passed: 0, failed: 0, skipped: 0 };
  if (left <= 0) {
    counts.problem =
      'jest did not end by itself: a test left something open (see npx jest --detectOpenHandles)';
  } else if (ended !== 0 && counts.failed === 0) {
    counts.problem = `jest ended with ${ended}`;
  }
  if (counts.problem && counts.failed === 0) {
    counts.failed = 1;
    writeStep(report, 'failed');
  }
  return counts;
}
