// An application of many tenants: each request goes through Express, Fastify,
// gRPC, RabbitMQ, BullMQ and NATS, and back. Prints what each place has seen.
//
// RABBITMQ and NATS are URLs, REDIS a socket; where one is empty, it is left out.

const { once } = require('node:events');
const http = require('node:http');
const { setTimeout: afterMilliseconds } = require('node:timers/promises');
const {
  ROOT_CONTEXT,
  context,
  propagation,
  trace,
} = require('@opentelemetry/api');
const { FastifyOtelInstrumentation } = require('@fastify/otel');
const {
  AmqplibInstrumentation,
} = require('@opentelemetry/instrumentation-amqplib');
const {
  ExpressInstrumentation,
} = require('@opentelemetry/instrumentation-express');
const { GrpcInstrumentation } = require('@opentelemetry/instrumentation-grpc');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const {
  UndiciInstrumentation,
} = require('@opentelemetry/instrumentation-undici');
const {
  AggregationTemporality,
  InMemoryMetricExporter,
  PeriodicExportingMetricReader,
} = require('@opentelemetry/sdk-metrics');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const {
  InMemorySpanExporter,
  SimpleSpanProcessor,
} = require('@opentelemetry/sdk-trace-base');
const { withBaggage } = require('@otel-baggage/node');

const { NATS, RABBITMQ, REDIS, TENANTS } = process.env;
const QUEUE = 'orders';
const NOBODY = 'nobody';

for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, error => console.error(event, error));
}

const spanExporter = new InMemorySpanExporter();
const metricExporter = new InMemoryMetricExporter(
  AggregationTemporality.CUMULATIVE,
);
const fastifyOtel = new FastifyOtelInstrumentation();
const sdk = new NodeSDK(
  withBaggage(
    {
      spanProcessors: [new SimpleSpanProcessor(spanExporter)],
      metricReaders: [
        new PeriodicExportingMetricReader({ exporter: metricExporter }),
      ],
      instrumentations: [
        new HttpInstrumentation(),
        new UndiciInstrumentation(),
        new ExpressInstrumentation(),
        new GrpcInstrumentation(),
        new AmqplibInstrumentation(),
        fastifyOtel,
      ],
    },
    {
      included: ['tenant.id'],
      metrics: { maxDistinctValues: Number(TENANTS) },
    },
  ),
);
sdk.start();

const grpc = require('@grpc/grpc-js');
const express = require('express');
const fastify = require('fastify');
const { getBaggageValue, runWithBaggage } = require('@otel-baggage/core');
const { runWithBaggageOnSpan } = require('@otel-baggage/span-processor');

/** By place: which tenant it is, and which the baggage and the span say. */
const seen = [];
const see = (place, tenant) =>
  seen.push({
    place,
    tenant,
    baggage: getBaggageValue('tenant.id'),
    span: trace.getActiveSpan()?.attributes?.['tenant.id'],
  });

/** Lets the others run in between. */
const pause = () => afterMilliseconds(Math.random() * 20);

/** The tenant that a middleware has found out, not the one that is claimed. */
const tenantOf = ({ headers }) => `t-${headers['x-key']}`;

// Objects that live as long as the process, as people have them (rule I9).
const metadata = new grpc.Metadata();
const publishOptions = { headers: { 'x-source': 'test' }, persistent: false };

const closers = [];
const handled = new Map();
const handledBy = (place, tenant) => handled.get(`${place} ${tenant}`)?.();
const willBeHandledBy = (place, tenant) =>
  new Promise(done => handled.set(`${place} ${tenant}`, done));

async function startExpress(next) {
  const app = express();
  app.use((request, _response, proceed) =>
    runWithBaggageOnSpan({ 'tenant.id': tenantOf(request) }, proceed),
  );
  app.get('/orders', async (request, response) => {
    const tenant = tenantOf(request);
    await pause();
    see('express', tenant);
    const key = request.headers['x-key'];
    const answer = await fetch(`${next}/stock`, { headers: { 'x-key': key } });
    await answer.text();
    see('express, after the call', tenant);
    response.end('ok');
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => void (server.close(), server.closeAllConnections()));
  return `http://127.0.0.1:${server.address().port}`;
}

async function startFastify(work) {
  const app = fastify();
  // Before the plugin, whose handlers run in a context of their own.
  app.addHook('onRequest', (request, _reply, done) =>
    runWithBaggageOnSpan({ 'tenant.id': tenantOf(request) }, done),
  );
  await app.register(fastifyOtel.plugin());
  app.get('/stock', async request => {
    const tenant = tenantOf(request);
    await pause();
    see('fastify', tenant);
    await work(tenant);
    see('fastify, after the work', tenant);
    return 'ok';
  });
  closers.push(() => app.close());
  return app.listen({ port: 0, host: '127.0.0.1' });
}

const echo = {
  path: '/Test/Echo',
  requestStream: false,
  responseStream: false,
  requestSerialize: Buffer.from,
  requestDeserialize: String,
  responseSerialize: Buffer.from,
  responseDeserialize: String,
};

async function startGrpc() {
  const server = new grpc.Server();
  server.addService(
    { echo },
    {
      async echo({ request: tenant }, answer) {
        await pause();
        see('gRPC', tenant);
        answer(null, tenant);
      },
    },
  );
  const port = await new Promise((resolve, reject) =>
    server.bindAsync(
      '127.0.0.1:0',
      grpc.ServerCredentials.createInsecure(),
      (error, port) => (error ? reject(error) : resolve(port)),
    ),
  );
  const Client = grpc.makeGenericClientConstructor({ echo }, 'Test');
  const client = new Client(
    `127.0.0.1:${port}`,
    grpc.credentials.createInsecure(),
  );
  closers.push(() => (client.close(), server.forceShutdown()));
  return tenant =>
    new Promise((resolve, reject) =>
      client.echo(tenant, metadata, error =>
        error ? reject(error) : resolve(),
      ),
    );
}

async function startRabbitMq() {
  if (!RABBITMQ) return async () => undefined;
  const connection = await require('amqplib').connect(RABBITMQ);
  closers.push(() => connection.close());
  const channel = await connection.createChannel();
  await channel.assertQueue(QUEUE, { durable: false });
  await channel.consume(QUEUE, async message => {
    const tenant = String(message.content);
    await pause();
    see('RabbitMQ', tenant);
    channel.ack(message);
    handledBy('RabbitMQ', tenant);
  });
  return async tenant => {
    const isHandled = willBeHandledBy('RabbitMQ', tenant);
    channel.sendToQueue(QUEUE, Buffer.from(tenant), publishOptions);
    await isHandled;
  };
}

async function startBullMq() {
  if (!REDIS) return async () => undefined;
  const { Queue, Worker } = require('bullmq');
  const { BullMQOtel } = require('bullmq-otel');
  const options = {
    connection: { path: REDIS, maxRetriesPerRequest: null },
    telemetry: new BullMQOtel(),
  };
  const queue = new Queue(QUEUE, options);
  const worker = new Worker(
    QUEUE,
    async ({ data: { tenant } }) => {
      await pause();
      see('BullMQ', tenant);
      handledBy('BullMQ', tenant);
    },
    { ...options, concurrency: 50 },
  );
  await worker.waitUntilReady();
  closers.push(() => Promise.all([worker.close(), queue.close()]));
  return async tenant => {
    const isHandled = willBeHandledBy('BullMQ', tenant);
    await queue.add('order', { tenant }, { removeOnComplete: true });
    await isHandled;
  };
}

/** There is no instrumentation: the application carries the headers itself. */
async function startNats() {
  if (!NATS) return async () => undefined;
  const { connect, headers } = require('@nats-io/transport-node');
  const connection = await connect({ servers: NATS });
  closers.push(() => connection.drain());
  const tracer = trace.getTracer('test');
  const getter = {
    get: (carrier, name) => carrier.values(name),
    keys: carrier => carrier.keys(),
  };
  const handle = async message => {
    const tenant = message.string();
    await pause();
    see('NATS', tenant);
    handledBy('NATS', tenant);
  };
  connection.subscribe(QUEUE, {
    // Called in the context of whoever has started to consume.
    callback: (_error, message) => {
      const received = propagation.extract(
        ROOT_CONTEXT,
        message.headers ?? headers(),
        getter,
      );
      tracer.startActiveSpan('process', {}, received, span =>
        handle(message).finally(() => span.end()),
      );
    },
  });
  await connection.flush();
  // One for all messages (rule I9).
  const shared = headers();
  shared.set('x-source', 'test');
  return async tenant => {
    const isHandled = willBeHandledBy('NATS', tenant);
    propagation.inject(context.active(), shared, {
      set: (carrier, name, value) => carrier.set(name, value),
    });
    connection.publish(QUEUE, tenant, { headers: shared });
    await isHandled;
  };
}

function send(url, number) {
  return new Promise((resolve, reject) => {
    const headers = {
      'x-key': number,
      // What the caller claims is never what the middleware finds out.
      baggage: `tenant.id=claimed-${number},from.caller=${number}`,
    };
    // As from another process: not in the trace of this one.
    context.with(ROOT_CONTEXT, () =>
      http
        .get(`${url}/orders`, { headers, agent: false }, response =>
          response.resume().on('end', () => resolve(response.statusCode)),
        )
        .on('error', reject),
    );
  });
}

async function run() {
  const works = [
    await startGrpc(),
    await startRabbitMq(),
    await startBullMq(),
    // It is consumed in the context of a tenant, which no message has.
    await runWithBaggage({ 'tenant.id': 'consumer' }, startNats),
  ];
  const url = await startExpress(
    await startFastify(async tenant => {
      for (const work of works) await work(tenant);
    }),
  );
  const statuses = await Promise.all(
    Array.from({ length: Number(TENANTS) }, (_, number) => send(url, number)),
  );
  // Without baggage, with the objects that have had that of all tenants.
  await context.with(ROOT_CONTEXT, async () => {
    for (const work of works) await work(NOBODY);
  });
  for (const close of closers.reverse()) await close();
  // The exporter forgets them when it is shut down.
  const spans = serverSpans();
  await sdk.shutdown();
  console.log(
    JSON.stringify({
      statuses,
      seen,
      spans,
      durations: serverDurations(),
    }),
  );
  process.exit();
}

/** The tenants of the spans of both HTTP servers, by path. */
function serverSpans() {
  return spanExporter
    .getFinishedSpans()
    .filter(
      ({ kind, instrumentationScope: { name } }) =>
        kind === 1 && name.endsWith('-http'),
    )
    .map(({ attributes }) => ({
      path: attributes['url.path'] ?? attributes['http.target'],
      tenant: attributes['tenant.id'],
    }));
}

/** How many durations the HTTP servers have of each tenant. */
function serverDurations() {
  const counts = {};
  const last = metricExporter.getMetrics().at(-1);
  for (const { metrics } of last.scopeMetrics) {
    for (const { descriptor, dataPoints } of metrics) {
      if (!/^http\.server\.(request\.)?duration$/.test(descriptor.name))
        continue;
      for (const { attributes, value } of dataPoints) {
        const tenant = attributes['tenant.id'];
        counts[tenant] = (counts[tenant] ?? 0) + value.count;
      }
    }
  }
  return counts;
}

run().catch(error => {
  console.error(error);
  process.exit(1);
});
