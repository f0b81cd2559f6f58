// The contents of the page, as tables in the terminal.

import { styleText } from 'node:util';
import Table from 'cli-table3';

/** A header is shown up to so many characters. */
const MAX_HEADER = 150;

/** Per value of a key what was sent and what arrived. */
export function statisticsTable({ by, rows }) {
  const table = plainTable([
    by,
    'sent',
    'requests',
    'errors',
    'p95 ms',
    'spans',
    'data points',
    'log lines',
  ]);
  for (const row of rows.filter(({ value }) => value !== null)) {
    table.push([
      row.value,
      row.sent ?? '–',
      row.requests,
      row.errors,
      Math.round(row.p95),
      row.spans,
      row.dataPoints,
      row.logs,
    ]);
  }
  return table.toString();
}

/** Which keys were kept out, and why. */
export function keptOutTable(keptOut) {
  const table = plainTable(['kept out', 'why']);
  for (const { key, reason } of keptOut) table.push([key, reason]);
  return table.toString();
}

/** The header at each hop of a trace. */
export function hopsTable(hops) {
  const table = new Table({
    head: ['hop', 'bytes', 'baggage that was sent', 'left out'],
    style: styles(),
    colWidths: [22, 7, 46, 22],
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  for (const { from, to, sent, bytes, dropped } of hops) {
    table.push([
      `${from} → ${to}`,
      sent === null ? 0 : bytes,
      shorten(sent ?? 'none'),
      dropped.length === 0 ? '' : summarize(dropped),
    ]);
  }
  return table.toString();
}

/** The styles of `util.styleText`, on a terminal that wants them. */
export function styled(style, text) {
  return wantsStyles() ? styleText(style, text) : text;
}

function plainTable(head) {
  return new Table({
    head,
    style: styles(),
    colAligns: head.map((_, column) => (column === 0 ? 'left' : 'right')),
  });
}

function styles() {
  return wantsStyles()
    ? { head: ['bold'], border: ['gray'] }
    : { head: [], border: [] };
}

function wantsStyles() {
  return process.stdout.isTTY && !process.env.NO_COLOR;
}

function shorten(text) {
  return text.length > MAX_HEADER ? `${text.slice(0, MAX_HEADER)}…` : text;
}

/** How many entries for which reason. */
function summarize(dropped) {
  const counts = new Map();
  for (const { reason } of dropped) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ');
}
