// Whether what arrived is what was sent.

import { compileKeyPatterns } from '@otel-baggage/core';

/** Of a checkout that was paid, and of one that failed: the worker is then not asked. */
const SPANS = { paid: 12, failed: 10 };
const LOGS = { paid: 5, failed: 4 };
/** The shop's own counter, and the instrumentation's histogram. */
const METRICS = ['shop.requests', 'http.server.request.duration'];

/**
 * Lists what is wrong with the counts, in sentences; nothing where all is well.
 *
 * @param load what the load generator has counted
 * @param viewer what has arrived
 * @param copied the keys that are to be copied
 */
export function problemsOf(load, viewer, copied) {
  const problems = load.unexpected.map(answer => `an answer: ${answer}`);
  const isCopied = compileKeyPatterns(copied, 'copied');
  for (const { key, signals } of viewer.keys()) {
    if (isCopied(key) || signals.length === 0) continue;
    problems.push(`${key} is on ${signals.join(', ')}, and should not be`);
  }
  for (const key of Object.keys(load.byValue).filter(isCopied)) {
    const { rows } = viewer.statistics(key);
    for (const [value, counted] of Object.entries(load.byValue[key])) {
      const { sent, failed } = counted;
      const paid = sent - failed;
      const row = rows.find(one => one.value === value);
      const counts = {
        requests: [row?.requests, sent],
        errors: [row?.errors, failed],
        spans: [row?.spans, SPANS.paid * paid + SPANS.failed * failed],
        logs: [row?.logs, LOGS.paid * paid + LOGS.failed * failed],
      };
      for (const name of METRICS) {
        counts[name] = [countOf(viewer, name, key, value), sent];
      }
      for (const [what, [arrived = 0, expected]] of Object.entries(counts)) {
        if (arrived === expected) continue;
        problems.push(`${key}=${value}: ${what} ${arrived}, not ${expected}`);
      }
    }
  }
  return problems;
}

/** Returns what a metric of the gateway has counted for the value of a key. */
export function countOf(viewer, metric, key, expected) {
  return viewer
    .dataPoints()
    .filter(
      ({ service, name, attributes }) =>
        service === 'gateway' &&
        name === metric &&
        attributes[key] === expected,
    )
    .reduce((sum, { value }) => sum + value, 0);
}
