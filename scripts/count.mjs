// Prints `N passed, N failed` over all reports in test-results and exits with 0
// only if something passed and nothing failed.
// With `--broken` a step has ended with an error: if no report tells of it, it
// is counted here.

import { describe, readAllReports } from './report.mjs';

const counts = readAllReports();
if (process.argv.includes('--broken') && counts.failed === 0) counts.failed = 1;
console.log(describe(counts));
process.exitCode = counts.passed > 0 && counts.failed === 0 ? 0 : 1;
