/**
 * Looks for the header that costs most on each path, by hill climbing over
 * grammars of headers: `node worst-header.mjs [SECONDS] [PATH]`. What it has
 * found is in `worst.mjs`, which `npm run bench` measures.
 */
import { fresh } from './harness.mjs';
import { SIZES, benign, paths } from './worst.mjs';

const SECONDS = Number(process.argv[2] ?? 20);
const ONLY = process.argv[3] ?? '';

/** Parts of a header; a function makes another one each time. */
const PARTS = [
  ...[...'a,=;%" \t/é\\x'],
  ...['a=', 'a=,', 'b=,', 'a=1,', ';a', ';a=', ';=', '%f', '%ff', '%C3%A9'],
  ...['%00', '%41', '+', '\u00a0', 'a=%', ',,', ' ; ', ' = ', ' , ', ';;'],
  ...['token', 'passwor', 'api.ke', 'Api_Key=', 'SECRET=', 'card-numbe'],
  ...['tenant.id=acme,', 'x'.repeat(13), 'x'.repeat(64), ' '.repeat(40)],
  i => i.toString(36),
  i => `k${i}=,`,
  i => `${i.toString(36)}=,`,
  i => `Key-${i}=v;p=${i},`,
  i => `${(i % 300).toString(36)}=,`,
  i => `${(i % 60).toString(36)}=,`,
  i => `passwd${i}=,`,
  i => `${i}token=,`,
  i => String.fromCharCode(0x61 + (i % 26)),
];

/** A header of this size: one block after the other, each repeating its parts. */
function headerOf(blocks, size) {
  const total = blocks.reduce((sum, { weight }) => sum + weight, 0);
  let header = '';
  let i = 0;
  for (const { parts, weight } of blocks) {
    const end = Math.min(size, header.length + (size * weight) / total);
    do {
      for (const part of parts) {
        header += typeof part === 'string' ? part : part(i);
      }
      i++;
    } while (header.length < end);
  }
  return header.slice(0, size);
}

const pick = list => list[Math.floor(Math.random() * list.length)];
const anyBlock = () => ({
  parts: Array.from({ length: 1 + Math.floor(Math.random() * 4) }, () =>
    pick(PARTS),
  ),
  weight: 1 + Math.floor(Math.random() * 8),
});

function mutated(blocks) {
  const copy = blocks.map(({ parts, weight }) => ({
    parts: [...parts],
    weight,
  }));
  const block = pick(copy);
  const at = Math.floor(Math.random() * block.parts.length);
  const kind = Math.random();
  if (kind < 0.3) block.parts[at] = pick(PARTS);
  else if (kind < 0.5) block.parts.splice(at, 0, pick(PARTS));
  else if (kind < 0.7 && block.parts.length > 1) block.parts.splice(at, 1);
  else if (kind < 0.8 && copy.length > 1) copy.splice(copy.indexOf(block), 1);
  else if (kind < 0.9 && copy.length < 4) copy.push(anyBlock());
  else block.weight = 1 + Math.floor(Math.random() * 8);
  return copy;
}

const show = blocks =>
  blocks
    .map(
      ({ parts, weight }) =>
        `${weight}×${JSON.stringify(parts.map(part => (typeof part === 'string' ? part : `${part}`))).slice(0, 160)}`,
    )
    .join(' then ');

/** Nanoseconds, the best of some: what else the machine does only adds. */
function cost({ prepare, run }, header, times = 5) {
  let best = Infinity;
  for (let i = 0; i < times; i++) {
    const input = prepare(fresh(header));
    const start = process.hrtime.bigint();
    run(input);
    best = Math.min(best, Number(process.hrtime.bigint() - start));
  }
  return best;
}

for (const [name, { ours, upstream }] of Object.entries(paths)) {
  if (!name.includes(ONLY)) continue;
  for (const size of SIZES) {
    const usual = benign(size);
    for (let i = 0; i < 300; i++) cost(ours, usual, 1);
    const seeds = [['a=,'], ['a=1,'], [PARTS.at(-8)], ['a', ';'], ['%ff']];
    const population = [
      ...seeds.map(parts => [{ parts, weight: 1 }]),
      ...Array.from({ length: 11 }, () => [anyBlock()]),
    ].map(blocks => ({ blocks, ns: cost(ours, headerOf(blocks, size)) }));
    const end = Date.now() + (SECONDS * 1000) / SIZES.length;
    while (Date.now() < end) {
      const { blocks } = pick(population);
      const child = Math.random() < 0.1 ? [anyBlock()] : mutated(blocks);
      const header = headerOf(child, size);
      const ns = cost(ours, header);
      population.sort((a, b) => a.ns - b.ns);
      // Again, so that no lucky measurement stays.
      if (ns > population[0].ns) {
        population[0] = { blocks: child, ns: Math.min(ns, cost(ours, header)) };
      }
    }
    const [worst] = population
      .map(({ blocks }) => {
        const header = headerOf(blocks, size);
        return { blocks, header, ns: cost(ours, header, 25) };
      })
      .sort((a, b) => b.ns - a.ns);
    const usualNs = cost(ours, usual, 101);
    const theirs = upstream && cost(upstream, worst.header, 25);
    console.log(
      [
        name.padEnd(34),
        `${size}`.padStart(6),
        `${(worst.ns / size).toFixed(1)} ns/byte`.padStart(15),
        `${(worst.ns / usualNs).toFixed(1)} × benign`.padStart(15),
        theirs
          ? `${(worst.ns / theirs).toFixed(2)} × upstream`.padStart(18)
          : '',
        ' ',
        show(worst.blocks),
      ].join(' '),
    );
  }
}
