// Whole requests: an instrumented HTTP server that calls a second one, each a
// process of its own, asked by autocannon over loopback. Four variants take
// turns in them: no baggage parts, those of upstream, ours, and the leanest code
// by hand (least.mjs). What counts is the CPU time that the two processes take for a
// request, and how much of it the baggage parts add. `node requests.mjs 0.1`
// does a tenth of it, to see that it runs.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { median } from './harness.mjs';

const VARIANTS = ['none', 'upstream', 'ours', 'least'];
const PART = Number(process.argv[2] ?? 1);
const partOf = (count, least) => Math.max(least, Math.round(count * PART));
/** Ours adds at most this part of what upstream's parts add, */
const GOAL = 0.3;
/** and this part of all CPU time of a request with three entries. */
const GOAL_OF_ALL = 0.05;

/** Fresh processes each time: what is compiled how differs. */
const GENERATIONS = partOf(5, 1);
const CONNECTIONS = 64;
/** Of each scenario and variant; it takes thousands until all is compiled. */
const WARM_UP = 2048 * Math.min(PART, 1);
/** To connect is a part of it, as small as with clients that stay. */
const REQUESTS = partOf(16, 1) * CONNECTIONS;
/** How often autocannon looks whether it has done all. */
const SAMPLE_MS = 10;

const SERVICE = fileURLToPath(new URL('requests-service.mjs', import.meta.url));

/** Each request has values of its own. */
let number = 0;

function header(entries, valueOf) {
  const i = number++;
  return Array.from({ length: entries }, (_, n) =>
    n === 0
      ? `tenant.id=acme-${i % 977}`
      : n === 1
        ? `user.id=u-${i}`
        : `key.${n}=${valueOf(n, i)}`,
  ).join(',');
}

const plain = (n, i) => `value-${n}-${i}`;
const encoded = (n, i) => encodeURIComponent(`Zoë Müller ${n}, ${i}`);
const headerOf = (entries, valueOf) => () => ({
  headers: { baggage: header(entries, valueOf) },
});

/** Of the rounds, the lowest quarter counts. */
const MIN_ROUNDS = 4;

/** What is asked. The less is added, the more rounds. */
const SCENARIOS = [
  { name: 'header of 3', request: headerOf(3, plain), rounds: 12 },
  {
    name: 'header of 3, one encoded',
    request: headerOf(3, encoded),
    rounds: 12,
  },
  { name: 'set in code, 3', request: () => ({ path: '/set' }), rounds: 12 },
  { name: 'header of 10', request: headerOf(10, plain), rounds: 8 },
  { name: 'header of 10, encoded', request: headerOf(10, encoded), rounds: 8 },
  { name: 'header of 64', request: headerOf(64, plain), rounds: 4 },
].map(scenario => ({
  ...scenario,
  rounds: partOf(scenario.rounds, MIN_ROUNDS),
  results: Object.fromEntries(VARIANTS.map(variant => [variant, []])),
}));
const MAX_ROUNDS = Math.max(...SCENARIOS.map(({ rounds }) => rounds));

class Service {
  #process;
  #ended;

  static async start(next = []) {
    const service = new Service();
    service.#process = fork(SERVICE, next);
    service.#ended = once(service.#process, 'exit');
    service.url = await service.#answer();
    return service;
  }

  /** Microseconds of CPU time until it is the variant. */
  async be(variant) {
    this.#process.send(variant);
    return this.#answer();
  }

  stop() {
    this.#process.disconnect();
  }

  async #answer() {
    const [message] = await Promise.race([
      once(this.#process, 'message'),
      this.#ended.then(() => {
        throw new Error('a service has ended');
      }),
    ]);
    return message;
  }
}

/** A front that calls a back. */
async function startPair() {
  const back = await Service.start();
  return [await Service.start([back.url]), back];
}

/**
 * Sends so many requests.
 *
 * @returns microseconds of CPU time per request, and requests per second
 */
async function load(services, variant, { request }) {
  const cpu = async () => {
    const times = await Promise.all(services.map(one => one.be(variant)));
    return times.reduce((sum, time) => sum + time);
  };
  const before = await cpu();
  const started = performance.now();
  let ended;
  const shots = autocannon({
    url: services[0].url,
    amount: REQUESTS,
    connections: CONNECTIONS,
    sampleInt: SAMPLE_MS,
    setupClient: client =>
      client.setRequests(
        Array.from({ length: REQUESTS / CONNECTIONS }, request),
      ),
  });
  shots.on('response', () => (ended = performance.now()));
  const { errors, non2xx } = await shots;
  if (errors + non2xx > 0) throw new Error('not every request was answered');
  return {
    cpu: ((await cpu()) - before) / REQUESTS,
    perSecond: (REQUESTS / (ended - started)) * 1000,
  };
}

console.log(
  `Node ${process.version}. Times are of this machine now; the ratios hold.\n`,
);

for (let generation = 0; generation < GENERATIONS; generation++) {
  const pair = await startPair();
  try {
    for (let warm = 0; warm < WARM_UP; warm += REQUESTS) {
      for (const scenario of SCENARIOS) {
        for (const variant of VARIANTS) {
          await load(pair, variant, scenario);
        }
      }
    }
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const order = round % 2 === 0 ? VARIANTS : VARIANTS.toReversed();
      for (const scenario of SCENARIOS) {
        if (round >= scenario.rounds) continue;
        for (const variant of order) {
          const done = await load(pair, variant, scenario);
          scenario.results[variant].push(done);
        }
      }
    }
  } finally {
    for (const service of pair) service.stop();
  }
}

let short = 0;
/** Marks what falls short of its goal. */
function atMost(value, goal) {
  if (goal === undefined) return [value.toFixed(2), ''];
  const isReached = Number(value.toFixed(2)) <= goal;
  if (!isReached) short++;
  return [value.toFixed(2), `<= ${goal}${isReached ? '' : ' SHORT'}`];
}

print('CPU time of a request', [
  ...['none', 'upstream adds', 'ours', 'least', 'least, ratio', 'ratio'],
  ...['goal', 'of all', 'goal'],
]);
for (const { name, results } of SCENARIOS) {
  const times = variant => undisturbed(results[variant].map(({ cpu }) => cpu));
  const added = variant => times(variant) - times('none');
  print(name, [
    microseconds(times('none')),
    ...['upstream', 'ours', 'least'].map(added).map(microseconds),
    (added('least') / added('upstream')).toFixed(2),
    ...atMost(added('ours') / added('upstream'), GOAL),
    ...atMost(
      added('ours') / times('none'),
      name.includes('of 3') ? GOAL_OF_ALL : undefined,
    ),
  ]);
}

console.log();
print('requests per second, to none', ['none', 'upstream', 'ours']);
for (const { name, results } of SCENARIOS) {
  const speeds = variant => results[variant].map(({ perSecond }) => perSecond);
  const toNone = variant =>
    median(speeds(variant).map((speed, i) => speed / speeds('none')[i]));
  print(name, [
    median(speeds('none')).toFixed(0),
    toNone('upstream').toFixed(2),
    toNone('ours').toFixed(2),
  ]);
}
console.log(`\n${short} ${short === 1 ? 'row falls' : 'rows fall'} short.`);

/** What else the machine does only adds: the mean of the lowest quarter. */
function undisturbed(times) {
  const lowest = times.toSorted((a, b) => a - b).slice(0, times.length / 4);
  return lowest.reduce((sum, time) => sum + time) / lowest.length;
}

function microseconds(value) {
  return `${value.toFixed(0)} µs`;
}

function print(name, cells) {
  console.log(name.padEnd(29) + cells.map(cell => cell.padStart(14)).join(''));
}
