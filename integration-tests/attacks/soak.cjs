// Many mixed requests through one process with every policy on, and what its
// heap holds on the way: `node --expose-gc integration-tests/attacks/soak.cjs
// 200000`. Ends with 1 if the heap grows, or a host has what it may not have.

require('./names.cjs');
const { fork } = require('node:child_process');
const { once } = require('node:events');
const { join } = require('node:path');
const api = require('@opentelemetry/api');
const { logs } = require('@opentelemetry/api-logs');
const { NodeSDK, metrics, tracing } = require('@opentelemetry/sdk-node');
const { runWithBaggageOnSpan, withBaggage } = require('@otel-baggage/node');
const { ended } = require('./rows/tools.cjs');
const { instrumentations, noProcessor } = require('./sdk-parts.cjs');

const REQUESTS = Number(process.argv[2] ?? 200_000);
const AT_ONCE = 16;
const SAMPLES = 20;
/** Of the samples, those before everything is compiled and connected. */
const WARM_UP = 4;
/** Bytes by which two samples of the same heap differ. */
const NOISE = 512 * 1024;

class NoReader extends metrics.MetricReader {
  async onForceFlush() {}
  async onShutdown() {}
}

const sdk = new NodeSDK(
  withBaggage(
    {
      instrumentations: instrumentations(),
      sampler: new tracing.TraceIdRatioBasedSampler(0.5),
      spanProcessors: [noProcessor],
      logRecordProcessors: [
        { onEmit() {}, async forceFlush() {}, async shutdown() {} },
      ],
      metricReaders: [new NoReader()],
    },
    {
      included: ['tenant.*', 'user.*', 'wild.*'],
      ingress: { included: ['*'], excluded: ['internal.*'] },
      egress: {
        keys: { included: ['*'], excluded: ['local.*'] },
        hosts: ['localhost', '*.internal.example.com'],
      },
      sensitive: 'drop',
    },
  ),
);
sdk.start();

const http = require('node:http');
const grpc = require('@grpc/grpc-js');
const superagent = require('superagent');
const undici = require('undici');

const tracer = api.trace.getTracer('soak');
const counter = api.metrics.getMeter('soak').createCounter('requests');
const logger = logs.getLogger('soak');

/** Headers from outside; each holds something new. */
const headers = [
  i => `tenant.id=acme-${i},user.id=u-${i}`,
  i => `tenant.id=a%20b-${i};p=${i},internal.x=${i},local.y=${i}`,
  i => `password-${i}=hunter${i},tenant.id=t`,
  i => `${'x'.repeat(4000)}${i}=1,tenant.id=t`,
  i => 'a=,'.repeat(2000) + `k${i}=1`,
  i => `bad key ${i}=1,=${i},tenant.id=%ff${i}`,
  i => Array.from({ length: 64 }, (_, n) => `wild.${n}-${i}=v`).join(),
  i => `server.address=localhost,url.full=http://localhost/${i}`,
  () => '',
];

function clientsOf({ ours, evil }) {
  const target = side => (side === 'ours' ? 'localhost' : 'api.example.net');
  const port = { ours: ours.port, evil: evil.port };
  const url = side => `http://${target(side)}:${port[side]}/`;
  const agent = new http.Agent({ keepAlive: true });
  const same = body => body;
  const stubs = Object.fromEntries(
    Object.entries({ ours, evil }).map(([side, { grpcPort }]) => [
      side,
      new grpc.Client(
        `${target(side)}:${grpcPort}`,
        grpc.credentials.createInsecure(),
      ),
    ]),
  );
  const metadata = new grpc.Metadata();
  return [
    side => ended(http.get(url(side), { agent })),
    async side => (await fetch(url(side))).text(),
    async side => (await undici.request(url(side))).body.dump(),
    async side => (await fetch(`${url(side)}/localhost/`)).text(),
    side =>
      new Promise((resolve, reject) =>
        stubs[side].makeUnaryRequest(
          '/Test/Echo',
          same,
          same,
          Buffer.alloc(0),
          metadata,
          error => (error ? reject(error) : resolve()),
        ),
      ),
    // Redirected to the same host.
    side =>
      superagent
        .get(`${url(side)}?to=${encodeURIComponent(url(side))}`)
        .then(() => undefined),
  ];
}

/** The application: a server that calls others, and records. */
async function serve(clients) {
  let count = 0;
  const server = http.createServer((_request, response) => {
    const i = count++;
    const send = clients[i % clients.length];
    const work = async () => {
      counter.add(1);
      logger.emit({ body: 'asked' });
      await tracer.startActiveSpan('work', async span => {
        await send(i % 3 === 0 ? 'evil' : 'ours');
        span.end();
      });
    };
    const done = () => response.end();
    runWithBaggageOnSpan({ 'tenant.name': `t-${i % 97}` }, work).then(
      done,
      error => {
        process.exitCode = 1;
        console.error(error);
        done();
      },
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

function heap() {
  for (let i = 0; i < 3; i++) globalThis.gc();
  return process.memoryUsage().heapUsed;
}

async function main() {
  const targets = fork(join(__dirname, 'soak-targets.cjs'));
  const [at] = await once(targets, 'message');
  const server = await serve(clientsOf(at));
  const { port } = server.address();
  const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const without = api.ROOT_CONTEXT;

  let sent = 0;
  const ask = async last => {
    while (sent < last) {
      const i = sent++;
      const baggage = headers[i % headers.length](i);
      await api.context.with(without, () =>
        ended(http.get({ port, agent, headers: { baggage } })),
      );
    }
  };
  const samples = [];
  for (let n = 1; n <= SAMPLES; n++) {
    const last = Math.round((REQUESTS * n) / SAMPLES);
    await Promise.all(Array.from({ length: AT_ONCE }, () => ask(last)));
    samples.push(heap());
    console.log(`${last} requests: ${kilobytes(samples.at(-1))} kB`);
  }

  targets.send('counts');
  const [counts] = await once(targets, 'message');
  const third = Math.floor((SAMPLES - WARM_UP) / 3);
  const first = median(samples.slice(WARM_UP, WARM_UP + third));
  const growth = median(samples.slice(-third)) - first;
  const isFlat = growth < NOISE;
  console.log(
    `grown by ${kilobytes(growth)} kB of ${kilobytes(first)} kB after the warm-up; ${JSON.stringify(counts)}`,
  );
  const holds =
    counts.evil > 0 &&
    counts.oursWithBaggage > 0 &&
    counts.evilWithBaggage === 0;
  if (!isFlat || !holds) process.exitCode = 1;
  targets.disconnect();
  await sdk.shutdown();
  process.exit();
}

const kilobytes = bytes => Math.round(bytes / 1024);
const median = values =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

main();
