import { addedRows, measurementRows, withoutBaggageRows } from './api.mjs';
import { measure, median, ratio } from './harness.mjs';
import { growthRows, hostileRows, policyRows, rows } from './propagator.mjs';
import { logRows, metricRows, spanRows } from './signals.mjs';

const only = process.argv[2];
const selected = list =>
  only === undefined ? list : list.filter(({ name }) => name.includes(only));

const ns = value =>
  Math.abs(value) < 1000
    ? `${value.toFixed(0)} ns`
    : value < 1e6
      ? `${(value / 1000).toFixed(1)} µs`
      : `${(value / 1e6).toFixed(1)} ms`;

console.log(
  `Node ${process.version}. Times are of this machine now; the ratios hold.\n`,
);

table('propagator, against @opentelemetry/core', [
  'upstream',
  'ours',
  'ratio',
  'goal',
  'bytes up',
  'ours',
]);
for (const { name, goal, contenders, options } of selected(rows)) {
  const { ours, upstream } = measure(contenders, options);
  print(name, [
    ns(median(upstream.ns)),
    ns(median(ours.ns)),
    ratio(upstream.ns, ours.ns).toFixed(1),
    String(goal),
    options?.bytes ? upstream.bytes.toFixed(0) : '',
    options?.bytes ? ours.bytes.toFixed(0) : '',
  ]);
}
for (const { name, contenders } of selected(growthRows)) {
  const { ours, upstream } = measure(contenders);
  print(name, [
    ns(median(upstream.ns)),
    ns(median(ours.ns)),
    ratio(upstream.ns, ours.ns).toFixed(1),
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

if (selected(policyRows).length > 0) {
  table('egress keys and hosts', [
    'upstream',
    'without',
    'with',
    'ratio',
    'goal',
  ]);
}
for (const { name, goal, contenders } of selected(policyRows)) {
  const result = measure(contenders);
  print(name, [
    ns(median(result.upstream.ns)),
    ns(median(result.without.ns)),
    ns(median(result.with.ns)),
    ratio(result.with.ns, result.without.ns).toFixed(2),
    goal === undefined ? '' : `<= ${goal.toFixed(2)}`,
  ]);
}

for (const [title, addedBy, signalRows] of [
  ['added to span start + end', ['upstream', 'ours'], spanRows],
  ['added to a log record', ['upstream', 'ours'], logRows],
  ['added at the API', ['processor', 'wrapped'], addedRows],
]) {
  if (selected(signalRows).length === 0) continue;
  table(title, [...addedBy, 'ratio', 'goal']);
  for (const { name, goal, contenders } of selected(signalRows)) {
    const results = measure(contenders);
    const [theirs, own] = addedBy.map(who =>
      median(results[who].ns.map((value, i) => value - results.none.ns[i])),
    );
    print(name, [
      ns(theirs),
      ns(own),
      (own / theirs).toFixed(2),
      goal === undefined ? '' : `<= ${goal.toFixed(2)}`,
    ]);
  }
}

for (const [title, [theirs, own], ratioRows] of [
  ['metrics, our view', ['byHand', 'ours'], metricRows],
  ['metrics, at the API', ['byHand', 'ours'], measurementRows],
  ['at the API, without baggage', ['none', 'wrapped'], withoutBaggageRows],
]) {
  if (selected(ratioRows).length === 0) continue;
  table(title, [theirs, own, 'ratio', 'goal']);
  for (const { name, goal, contenders } of selected(ratioRows)) {
    const results = measure(contenders);
    print(name, [
      ns(median(results[theirs].ns)),
      ns(median(results[own].ns)),
      ratio(results[own].ns, results[theirs].ns).toFixed(2),
      `<= ${goal}`,
    ]);
  }
}

console.log(
  '\nWhole requests, with instrumented servers: npm run bench:requests',
);

function table(title, heads) {
  console.log();
  print(title, heads);
}

function print(name, cells) {
  console.log(name.padEnd(40) + cells.map(cell => cell.padStart(10)).join(''));
}
