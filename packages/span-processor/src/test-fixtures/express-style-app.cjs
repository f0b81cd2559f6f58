/**
 * An application with the real HTTP instrumentation: a server whose middleware
 * finds out the tenant, and a handler that calls another service. Sends itself
 * one request, then prints what was seen, as JSON.
 */
require('./typescript.cjs');
const { once } = require('node:events');
const { context, propagation, trace } = require('@opentelemetry/api');
const {
  AsyncLocalStorageContextManager,
} = require('@opentelemetry/context-async-hooks');
const {
  CompositePropagator,
  W3CTraceContextPropagator,
} = require('@opentelemetry/core');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} = require('@opentelemetry/sdk-trace');
const { BaggagePropagator } = require('@otel-baggage/propagator');
const {
  BaggageSpanProcessor,
  runWithBaggageOnSpan,
} = require('@otel-baggage/span-processor');

const exporter = new InMemorySpanExporter();
trace.setGlobalTracerProvider(
  new TracerProvider({
    spanProcessors: [
      new BaggageSpanProcessor({ included: ['tenant.id'] }),
      new SimpleSpanProcessor({ exporter }),
    ],
  }),
);
context.setGlobalContextManager(new AsyncLocalStorageContextManager());
propagation.setGlobalPropagator(
  new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new BaggagePropagator()],
  }),
);
new HttpInstrumentation();

// From here on what a user writes, after the instrumentation.
const http = require('http');
const tracer = trace.getTracer('app');

function get(server, options) {
  return new Promise((resolve, reject) => {
    http
      .get({ port: server.address().port, ...options }, async response => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve(text);
      })
      .on('error', reject);
  });
}

async function listen(handler) {
  const server = http.createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** As Express does it: each middleware gets `next`. */
function inTurn(...middlewares) {
  return (request, response) => {
    const run = index =>
      middlewares[index](request, response, () => run(index + 1));
    run(0);
  };
}

async function main() {
  const downstream = await listen((request, response) =>
    response.end(request.headers.baggage),
  );

  const app = await listen(
    inTurn(
      (request, _response, next) => {
        const tenant = request.url.slice(1);
        runWithBaggageOnSpan({ 'tenant.id': tenant }, next);
      },
      async (_request, response) => {
        await tracer.startActiveSpan('load', async span => {
          response.end(await get(downstream, { path: '/downstream' }));
          span.end();
        });
      },
    ),
  );

  const sentDownstream = await get(app, {
    path: '/acme',
    headers: { baggage: 'user.id=42' },
  });
  for (const server of [app, downstream]) {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  const spans = exporter.getFinishedSpans().map(span => ({
    name: span.name,
    kind: span.kind,
    path: span.attributes['http.target'] ?? span.attributes['url.path'],
    tenant: span.attributes['tenant.id'],
    user: span.attributes['user.id'],
  }));
  console.log(JSON.stringify({ sentDownstream, spans }));
}

main();
