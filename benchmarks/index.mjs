import { addedRows, measurementRows, withoutBaggageRows } from './api.mjs';
import { measure, median, ratio } from './harness.mjs';
import { inFlightRows } from './in-flight.mjs';
import { growthRows, hostileRows, policyRows, rows } from './propagator.mjs';
import { logRows, metricRows, spanRows, wildcardRows } from './signals.mjs';
import { worstRows } from './worst.mjs';

const only = process.argv[2];
const selected = list =>
  only === undefined ? list : list.filter(({ name }) => name.includes(only));

const ns = value =>
  Math.abs(value) < 1000
    ? `${value.toFixed(0)} ns`
    : value < 1e6
      ? `${(value / 1000).toFixed(1)} µs`
      : `${(value / 1e6).toFixed(1)} ms`;

/** Rows that fall short of their goal; they are marked, and counted at the end. */
let short = 0;

const AT_LEAST = { sign: '>=', digits: 1, reaches: (is, goal) => is >= goal };
const AT_MOST = { sign: '<=', digits: 2, reaches: (is, goal) => is <= goal };

/** @param leastOf tells what the leanest code has for it, if it falls short */
function judge(value, goal, { sign, digits, reaches }, leastOf = () => '') {
  const shown = value.toFixed(digits);
  if (goal === undefined) return [shown];
  const cells = [shown, `${sign} ${goal}`];
  if (reaches(Number(shown), goal)) return cells;
  short++;
  return [...cells, 'SHORT', leastOf()];
}

/**
 * Measures a row, and judges the ratio. Where it falls short, the leanest code
 * takes the place of ours.
 *
 * @param own the contender that is ours
 */
function compare({ contenders, goal, options }, own, ratioOf, kind) {
  const { least, ...all } = contenders;
  const results = measure(all, options);
  const leastOf =
    least &&
    (() => {
      const again = measure({ ...all, [own]: least }, options);
      return `least ${ratioOf(again).toFixed(kind.digits)}`;
    });
  return { results, cells: judge(ratioOf(results), goal, kind, leastOf) };
}

console.log(
  `Node ${process.version}. Times are of this machine now; the ratios hold.\n`,
);

table('propagator, against @opentelemetry/core', [
  'upstream',
  'ours',
  'bytes up',
  'ours',
  'ratio',
  'goal',
]);
for (const row of selected([...rows, ...inFlightRows, ...growthRows])) {
  const { results, cells } = compare(
    row,
    'ours',
    ({ upstream, ours }) => ratio(upstream.ns, ours.ns),
    AT_LEAST,
  );
  const { upstream, ours } = results;
  print(row.name, [
    ns(median(upstream.ns)),
    ns(median(ours.ns)),
    ...(row.options?.bytes
      ? [upstream.bytes.toFixed(0), ours.bytes.toFixed(0)]
      : ['', '']),
    ...cells,
  ]);
}

table('hostile headers, ours', [
  '1 MB',
  '10 MB',
  'growth',
  'bytes 1',
  'bytes 10',
]);
for (const { name, contenders } of selected(hostileRows)) {
  const result = measure(contenders, { bytes: true });
  print(name, [
    ns(median(result['1 MB'].ns)),
    ns(median(result['10 MB'].ns)),
    ratio(result['10 MB'].ns, result['1 MB'].ns).toFixed(2),
    result['1 MB'].bytes.toFixed(0),
    result['10 MB'].bytes.toFixed(0),
  ]);
}

if (selected(worstRows).length > 0) {
  table('worst headers', [
    'benign',
    'upstream',
    'ours',
    'to benign',
    'goal',
    'to up',
    'goal',
  ]);
}
for (const row of selected(worstRows)) {
  const { results, cells } = compare(
    row,
    'ours',
    ({ upstream, ours }) => (upstream ? ratio(ours.ns, upstream.ns) : NaN),
    AT_MOST,
  );
  const { benign, upstream, ours } = results;
  const toBenign = judge(ratio(ours.ns, benign.ns), 10, AT_MOST);
  print(row.name, [
    ns(median(benign.ns)),
    upstream ? ns(median(upstream.ns)) : '',
    ns(median(ours.ns)),
    ...toBenign,
    ...(upstream ? cells : []),
  ]);
}

for (const [title, named, own, ratioRows] of [
  ['egress keys and hosts', ['upstream', 'without'], 'with', policyRows],
  ['metrics, our view', ['byHand'], 'ours', metricRows],
  ['metrics, at the API', ['byHand'], 'ours', measurementRows],
  ['one measurement, 64 entries to one', ['one'], 'many', wildcardRows],
  ['at the API, without baggage', ['none'], 'wrapped', withoutBaggageRows],
]) {
  if (selected(ratioRows).length === 0) continue;
  table(title, [...named, own, 'ratio', 'goal']);
  for (const row of selected(ratioRows)) {
    const { results, cells } = compare(
      row,
      own,
      times => ratio(times[own].ns, times[named.at(-1)].ns),
      AT_MOST,
    );
    print(row.name, [
      ...[...named, own].map(who => ns(median(results[who].ns))),
      ...cells,
    ]);
  }
}

for (const [title, [theirs, own], signalRows] of [
  ['added to span start + end', ['upstream', 'ours'], spanRows],
  ['added to a log record', ['upstream', 'ours'], logRows],
  ['added at the API', ['processor', 'wrapped'], addedRows],
]) {
  if (selected(signalRows).length === 0) continue;
  table(title, [theirs, own, 'ratio', 'goal']);
  const addedBy = (times, who) =>
    median(times[who].ns.map((value, i) => value - times.none.ns[i]));
  for (const row of selected(signalRows)) {
    const { results, cells } = compare(
      row,
      own,
      times => addedBy(times, own) / addedBy(times, theirs),
      AT_MOST,
    );
    print(row.name, [
      ...[theirs, own].map(who => ns(addedBy(results, who))),
      ...cells,
    ]);
  }
}

if (short > 0) {
  console.log(
    `\n${short} rows fall short of their goals. "least" is what the leanest code written by hand has.`,
  );
}
console.log(
  '\nWhole requests, with instrumented servers: npm run bench:requests',
);

function table(title, heads) {
  console.log();
  print(title, heads);
}

function print(name, cells) {
  console.log(
    name.padEnd(48) + cells.map(cell => ` ${cell.padStart(10)}`).join(''),
  );
}
