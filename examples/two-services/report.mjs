// A table of the telemetry that arrived, and whether it is as expected.

import { styleText } from 'node:util';
import { compileKeyPatterns } from '@otel-baggage/core';

const SIGNALS = ['span', 'log record', 'data point'];
const SERVICES = ['service-a', 'service-b'];

/**
 * The lines of a table with a row per service, signal and name: how many items
 * there are, and whether each baggage key is an attribute of them.
 *
 * @param items what the receiver gives
 * @param keys the baggage keys
 */
export function formatTable(items, keys) {
  const groups = new Map();
  for (const item of items) {
    const cells = [item.service, item.signal, item.name];
    const id = cells.join('\n');
    if (!groups.has(id)) groups.set(id, { cells, items: [] });
    groups.get(id).items.push(item);
  }
  const rows = [...groups.values()]
    .sort((a, b) => compareCells(a.cells, b.cells))
    .map(({ cells, items: group }) => [
      ...cells,
      String(group.length),
      ...keys.map(key => formatCount(countWith(group, key), group.length)),
    ]);
  const head = ['service', 'signal', 'name', 'count', ...keys];
  return alignColumns([head, ...rows]);
}

/**
 * Describes what is wrong with the telemetry, in sentences; an empty list where all is well.
 *
 * @param items what the receiver gives
 * @param keys the baggage keys
 * @param patterns those of OTEL_BAGGAGE_ATTRIBUTE_KEYS
 * @param requests how many were sent to service A
 */
export function findProblems(items, keys, patterns, requests) {
  const isCopied = compileKeyPatterns(patterns, 'patterns');
  const problems = [];
  for (const service of SERVICES) {
    for (const signal of SIGNALS) {
      const group = items.filter(
        item => item.service === service && item.signal === signal,
      );
      if (group.length === 0)
        problems.push(`no ${signal} of ${service} arrived`);
      for (const key of keys) {
        const count = countWith(group, key);
        // Service A sets its baggage within a request, so its server span and
        // the duration of that have none.
        const enough = service === 'service-a' ? 1 : group.length;
        if (isCopied(key) ? count < enough : count > 0) {
          problems.push(
            `${key} is on ${count} of ${group.length} ${signal}s of ${service}`,
          );
        }
      }
    }
  }
  const counted = items
    .filter(({ name }) => name === 'orders.priced')
    .reduce((sum, { value }) => sum + value, 0);
  if (counted !== requests) {
    problems.push(`the counter of service-b says ${counted}, not ${requests}`);
  }
  return problems;
}

/**
 * Explains the table to a person who sees it for the first time.
 *
 * @param keys the baggage keys
 * @param patterns those of OTEL_BAGGAGE_ATTRIBUTE_KEYS
 * @param requests how many were sent to service A
 */
export function explain(keys, patterns, requests) {
  const isCopied = compileKeyPatterns(patterns, 'patterns');
  const others = keys.filter(key => !isCopied(key));
  const list = patterns.join(',') || 'none';
  const lines = [`Copied: what OTEL_BAGGAGE_ATTRIBUTE_KEYS=${list} names.`];
  if (others.length > 0) {
    lines.push(
      `Not copied: ${others.join(', ')}, not in that list. Service B received the whole header.`,
    );
  }
  lines.push(
    "Service A's server span began before the service had any baggage.",
    `Service B's counter stands at ${requests}: each request is counted once.`,
  );
  return lines;
}

/** The styles of `util.styleText`, on a terminal that wants them. */
export function styled(style, text) {
  const wanted = process.stdout.isTTY && !process.env.NO_COLOR;
  return wanted ? styleText(style, text) : text;
}

function countWith(items, key) {
  return items.filter(({ attributes }) => Object.hasOwn(attributes, key))
    .length;
}

function formatCount(count, all) {
  if (count === 0) return '–';
  return count === all ? '✓' : `${count} of ${all}`;
}

function compareCells([serviceA, signalA, nameA], [serviceB, signalB, nameB]) {
  return (
    serviceA.localeCompare(serviceB) ||
    SIGNALS.indexOf(signalA) - SIGNALS.indexOf(signalB) ||
    nameA.localeCompare(nameB)
  );
}

function alignColumns(rows) {
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map(row => row[column].length)),
  );
  return rows
    .map(row => row.map((cell, column) => cell.padEnd(widths[column])))
    .map(row => `  ${row.join('  ').trimEnd()}`);
}
