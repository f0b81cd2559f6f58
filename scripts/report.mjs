// The reports in test-results: jest's own (`*.json`) and, for a step that is
// no jest run, its outcome (`*.step.json`).

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const RESULTS = fileURLToPath(
  new URL('../test-results', import.meta.url),
);

/** Records a step that is no jest run. The outcome is `passed`, `failed` or `skipped`. */
export function writeStep(name, outcome) {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(
    join(RESULTS, `${slug(name)}.step.json`),
    JSON.stringify({ name, outcome }),
  );
}

/** The name of the file for a report on something with this name. */
export function slug(name) {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-|-$/g, '');
}

/**
 * The tests in one report. A test file that could not run counts as one failed
 * test, and so does a report that is missing or cut off.
 */
export function readReport(file) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  if (file.endsWith('.step.json')) {
    return { passed: 0, failed: 0, skipped: 0, [report.outcome]: 1 };
  }
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests,
  };
}

/** The sum over all reports. */
export function readAllReports() {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  mkdirSync(RESULTS, { recursive: true });
  for (const name of readdirSync(RESULTS)) {
    if (!name.endsWith('.json')) continue;
    const counts = readReport(join(RESULTS, name));
    for (const outcome of Object.keys(sum)) sum[outcome] += counts[outcome];
  }
  return sum;
}

/** `N passed, N failed`, and `, N skipped` when there are any. */
export function describe({ passed, failed, skipped }) {
  const text = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${text}, ${skipped} skipped` : text;
}
