import { measure, median, ratio } from './harness.mjs';
import { growthRows, hostileRows, rows } from './propagator.mjs';

const only = process.argv[2];
const selected = list =>
  only === undefined ? list : list.filter(({ name }) => name.includes(only));

const ns = value =>
  value < 1000
    ? `${value.toFixed(0)} ns`
    : value < 1e6
      ? `${(value / 1000).toFixed(1)} µs`
      : `${(value / 1e6).toFixed(1)} ms`;

console.log(
  `Node ${process.version}. Times are of this machine now; the ratios hold.\n`,
);

console.log(
  'propagator, against @opentelemetry/core'.padEnd(40) +
    ['upstream', 'ours', 'ratio', 'goal', 'bytes up', 'ours']
      .map(head => head.padStart(10))
      .join(''),
);
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

console.log(
  '\n' +
    'hostile headers, ours'.padEnd(40) +
    ['1 MB', '10 MB', 'growth', 'bytes 1', 'bytes 10']
      .map(head => head.padStart(10))
      .join(''),
);
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

function print(name, cells) {
  console.log(name.padEnd(40) + cells.map(cell => cell.padStart(10)).join(''));
}
