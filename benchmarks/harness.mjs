/**
 * Compares contenders side by side: in every round each does the same work on
 * inputs of its own, made just before, and the rounds alternate, so that what
 * else the machine does hits all alike. What counts are the ratios of a round.
 */

const ROUNDS = 41;
const ROUND_NS = 3e6;
/** Some headers take upstream a fifth of a second. */
const MAX_WARM_UP_MS = 500;

/**
 * Inputs made at a time: few enough to be in the cache still when they are
 * used, as those of a request are.
 */
const BATCH = 128;

let sink;

/**
 * @typedef {object} Contender
 * @property {(index: number) => unknown} prepare makes one fresh input
 * @property {number} [batch] inputs made at a time
 * @property {(input: any) => unknown} run the work that is timed
 */

/**
 * @param {Record<string, Contender>} contenders
 * @param {{ bytes?: boolean, rounds?: number }} [options] bytes: measure
 *   allocation as well
 * @returns {Record<string, { ns: number[], bytes: number }>} per operation
 */
export function measure(contenders, { bytes = false, rounds = ROUNDS } = {}) {
  const names = Object.keys(contenders);
  const result = Object.fromEntries(
    names.map(name => [name, { ns: [], bytes: NaN }]),
  );
  const counts = Object.fromEntries(
    names.map(name => [name, calibrate(contenders[name])]),
  );
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? names : names.toReversed();
    for (const name of order) {
      result[name].ns.push(time(contenders[name], counts[name]));
    }
  }
  if (bytes) {
    for (const name of names) {
      result[name].bytes = allocated(contenders[name]);
    }
  }
  return result;
}

/** Warms up, and finds how many batches fill a round. */
function calibrate(contender) {
  let batches = 1;
  const end = Date.now() + MAX_WARM_UP_MS;
  for (let i = 0; i < 30 && Date.now() < end; i++) {
    const ns = time(contender, batches) * batches * BATCH;
    batches = Math.ceil(Math.min(batches * 2, (batches * ROUND_NS) / ns));
  }
  return batches;
}

/** Nanoseconds of one operation; the making of inputs is not counted. */
function time({ prepare, run, batch = BATCH }, batches) {
  let total = 0n;
  for (let b = 0; b < batches; b++) {
    const inputs = Array.from({ length: batch }, () => prepare(nextInput++));
    const start = process.hrtime.bigint();
    for (let i = 0; i < batch; i++) sink = run(inputs[i]);
    total += process.hrtime.bigint() - start;
  }
  return Number(total) / (batches * batch);
}

let nextInput = 0;

/** Bytes that one operation allocates, from the growth of a heap not collected. */
function allocated({ prepare, run, batch = BATCH }) {
  const samples = [];
  for (let round = 0; round < 25; round++) {
    const inputs = Array.from({ length: batch }, () => prepare(nextInput++));
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < batch; i++) sink = run(inputs[i]);
    samples.push((process.memoryUsage().heapUsed - before) / batch);
  }
  return median(samples);
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** The median over the rounds of a/b. */
export function ratio(a, b) {
  return median(a.map((value, i) => value / b[i]));
}

/**
 * A string as it comes from a socket: one flat run of bytes that nothing has
 * seen before, neither a concatenation nor a constant of the program.
 */
export function fresh(text) {
  return Buffer.from(text, 'latin1').latin1Slice();
}

export { sink };
