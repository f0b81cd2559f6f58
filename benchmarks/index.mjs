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
const marked = isReached => {
  if (isReached) return '';
  short++;
  return '  SHORT';
};
const atLeast = (value, goal, digits = 1) => [
  value.toFixed(digits),
  `>= ${goal}` + marked(Number(value.toFixed(digits)) >= goal),
];
const atMost = (value, goal) =>
  goal === undefined
    ? [value.toFixed(2)]
    : [
        value.toFixed(2),
        `<= ${goal}` + marked(Number(value.toFixed(2)) <= goal),
      ];

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
for (const { name, goal, contenders, options } of selected([
  ...rows,
  ...inFlightRows,
])) {
  const { ours, upstream } = measure(contenders, options);
  print(name, [
    ns(median(upstream.ns)),
    ns(median(ours.ns)),
    ...atLeast(ratio(upstream.ns, ours.ns), goal),
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

if (selected(worstRows).length > 0) {
  table('worst headers, at most 10 benign, 2 upstream', [
    'benign',
    'upstream',
    'ours',
    'to benign',
    '',
    'to up',
  ]);
}
for (const { name, contenders } of selected(worstRows)) {
  const { benign, upstream, ours } = measure(contenders, { rounds: 11 });
  print(name, [
    ns(median(benign.ns)),
    upstream ? ns(median(upstream.ns)) : '',
    ns(median(ours.ns)),
    ...atMost(ratio(ours.ns, benign.ns), 10),
    ...(upstream ? atMost(ratio(ours.ns, upstream.ns), 2) : []),
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
    ...atMost(ratio(result.with.ns, result.without.ns), goal),
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
    print(name, [ns(theirs), ns(own), ...atMost(own / theirs, goal)]);
  }
}

for (const [title, [theirs, own], ratioRows] of [
  ['metrics, our view', ['byHand', 'ours'], metricRows],
  ['metrics, at the API', ['byHand', 'ours'], measurementRows],
  ['one measurement, 64 entries to one', ['one', 'many'], wildcardRows],
  ['at the API, without baggage', ['none', 'wrapped'], withoutBaggageRows],
]) {
  if (selected(ratioRows).length === 0) continue;
  table(title, [theirs, own, 'ratio', 'goal']);
  for (const { name, goal, contenders } of selected(ratioRows)) {
    const results = measure(contenders);
    print(name, [
      ns(median(results[theirs].ns)),
      ns(median(results[own].ns)),
      ...atMost(ratio(results[own].ns, results[theirs].ns), goal),
    ]);
  }
}

if (short > 0) console.log(`\n${short} rows fall short of their goals.`);
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
