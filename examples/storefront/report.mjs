// Prints what became of the baggage.

import { countOf } from './checks.mjs';

const KEY = 'tenant.id';
/** A header is shown up to so many characters. */
const MAX_HEADER = 100;

/**
 * @param viewer what has arrived
 * @param load what the load generator has counted
 * @param calls how often the provider was called, and with baggage
 */
export function report(viewer, load, calls) {
  const sent = load.byValue[KEY];
  const { rows } = viewer.statistics(KEY);
  printTable(
    [KEY, 'sent', 'requests', 'errors', 'p95 ms', 'spans', 'logs', 'counter'],
    ...rows.map(({ value, requests, errors, p95 = 0, spans, logs }) => [
      value ?? 'without',
      sent[value]?.sent ?? 0,
      requests,
      errors,
      Math.round(p95),
      spans,
      logs,
      countOf(viewer, 'shop.requests', KEY, value),
    ]),
  );
  printTable(
    ['key', 'set by', 'copied onto'],
    ...viewer
      .keys()
      .map(({ key, setBy, signals }) => [
        key,
        setBy.join(', '),
        signals.join(', ') || 'nothing',
      ]),
  );
  printHops(viewer);

  console.log('\nFindings');
  for (const { text } of viewer.state().findings) console.log(`- ${text}`);
  console.log(
    `- the provider was called ${calls.all} times, ${calls.withBaggage} with baggage`,
  );
}

/** The header at each hop of the trace that the first finding shows. */
function printHops(viewer) {
  const [finding] = viewer.state().findings;
  const trace = finding && viewer.trace(finding.traceId);
  if (!trace) return;
  console.log(`\nThe header at each hop of trace ${trace.traceId}`);
  for (const { from, to, sent, bytes, dropped } of trace.hops) {
    const reasons = [...new Set(dropped.map(({ reason }) => reason))];
    const lost = dropped.length
      ? `, ${dropped.length} dropped: ${reasons.join(', ')}`
      : '';
    console.log(`${from} → ${to}: ${sent === null ? 0 : bytes} bytes${lost}`);
    if (sent) console.log(`    ${sent.slice(0, MAX_HEADER)}`);
  }
}

/** Numbers stand to the right. */
function printTable(...rows) {
  const cells = rows.map(row => row.map(String));
  const lines = cells.map(row =>
    row.map((cell, column) => {
      const width = Math.max(...cells.map(one => one[column].length));
      const isNumber = typeof rows[1]?.[column] === 'number';
      return isNumber ? cell.padStart(width) : cell.padEnd(width);
    }),
  );
  console.log();
  for (const line of lines) console.log(line.join('  ').trimEnd());
}
