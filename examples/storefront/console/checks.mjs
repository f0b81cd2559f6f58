// Whether what arrived is what was sent.

/** Log lines of a checkout: one of each service, the worker's only if it was paid. */
const LOG_LINES = { paid: 5, failed: 4 };

/**
 * Describes what is wrong with the counts, in sentences; an empty list where all is well.
 *
 * @param load what the load generator has counted
 * @param store what has arrived
 * @param copiedKeys the keys that are copied
 */
export function problemsOf(load, store, copiedKeys) {
  const problems = load.unexpected.map(answer => `an answer: ${answer}`);
  for (const key of copiedKeys) {
    const rows = new Map(
      store.statistics(key).rows.map(row => [row.value, row]),
    );
    for (const [value, sent] of Object.entries(load.byValue[key] ?? {})) {
      const failed = load.errorsByValue[key]?.[value] ?? 0;
      const expected = {
        requests: sent,
        errors: failed,
        dataPoints: sent,
        logs: LOG_LINES.paid * (sent - failed) + LOG_LINES.failed * failed,
      };
      for (const [what, count] of Object.entries(expected)) {
        const counted = rows.get(value)?.[what] ?? 0;
        if (counted !== count) {
          problems.push(`${key}=${value}: ${what} ${counted}, not ${count}`);
        }
      }
    }
  }
  for (const key of store.leaked) {
    problems.push(`${key} is an attribute, and should not be`);
  }
  return problems;
}
