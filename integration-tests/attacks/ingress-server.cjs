// A service that accepts hostile requests: it tells what of each it has accepted,
// what its span has, and what it sends to the next service by http and by fetch.

const api = require('@opentelemetry/api');
const net = require('node:net');
const { once } = require('node:events');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { attachBaggage, withBaggage } = require('@otel-baggage/node');
const { instrumentations, noProcessor } = require('./sdk-parts.cjs');
const { ended, hasModule } = require('./rows/tools.cjs');

/** Of the first span: the next service is in this process too. */
let spanAttributes;
const watcher = {
  ...noProcessor,
  onStart(span) {
    if (span.kind !== api.SpanKind.SERVER) return;
    spanAttributes ??= { ...span.attributes };
  },
};
const sdk = new NodeSDK(
  withBaggage(
    { instrumentations: instrumentations(), spanProcessors: [watcher] },
    {},
  ),
);
sdk.start();
const http = require('node:http'); // Instrumented from now on.
const upstream = api.propagation._getGlobalPropagator();

/** Reads and writes a header for each entry, as Jaeger's does, without a limit. */
const likeJaeger = {
  fields: () => ['uber-trace-id'],
  extract(context, carrier, getter) {
    let baggage =
      api.propagation.getBaggage(context) ?? api.propagation.createBaggage();
    for (const name of getter.keys(carrier)) {
      const [, key] = /^uberctx-(.+)/.exec(name) ?? [];
      if (key === undefined) continue;
      const value = [getter.get(carrier, name)].flat()[0];
      baggage = baggage.setEntry(key, { value: decodeURIComponent(value) });
    }
    return api.propagation.setBaggage(context, baggage);
  },
  inject(context, carrier, setter) {
    const baggage = api.propagation.getBaggage(context);
    for (const [key, { value }] of baggage?.getAllEntries() ?? []) {
      setter.set(carrier, `uberctx-${key}`, encodeURIComponent(value));
    }
  },
};

const w3c = () => Object.getPrototypeOf(upstream);
const propagators = {
  w3c,
  'one like Jaeger’s': () => likeJaeger,
  'w3c and one like Jaeger’s': () => composite(w3c(), likeJaeger),
  ...(hasModule('@opentelemetry/propagator-jaeger') && {
    Jaeger: jaeger,
    'w3c and Jaeger': () => composite(w3c(), jaeger()),
  }),
};

function jaeger() {
  const { JaegerPropagator } = require('@opentelemetry/propagator-jaeger');
  return new JaegerPropagator();
}

function composite(...propagators) {
  const { CompositePropagator } = require('@opentelemetry/core');
  return new CompositePropagator({ propagators });
}

/** More than any client sends, so that it is not Node.js that stops them. */
const LARGE = { maxHeaderSize: 16 * 1024 * 1024 };

async function listen(answer) {
  const server = http.createServer(LARGE, answer);
  server.maxHeadersCount = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Headers as they are, in their case and order. */
async function send(port, headers) {
  const socket = net.connect(port, '127.0.0.1');
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(
    `GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${lines.join('')}\r\n`,
  );
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  if (!/^HTTP\/1\.1 200/.test(answer))
    throw new Error(`got "${answer.slice(0, 80)}"`);
}

async function main() {
  let forwarded = [];
  const next = await listen((request, response) => {
    forwarded.push(request.rawHeaders);
    response.end();
  });
  const url = `http://127.0.0.1:${next.address().port}/`;
  let accepted;
  const service = await listen(async (_request, response) => {
    const baggage = api.propagation.getActiveBaggage();
    accepted = baggage?.getAllEntries().map(([key, { value }]) => [key, value]);
    await ended(http.get(url));
    await (await fetch(url)).text();
    response.end();
  });

  const results = {};
  for (const { name, propagator, options, headers } of JSON.parse(
    await textOf(process.stdin),
  )) {
    if (!(propagator in propagators)) continue;
    attachBaggage(options);
    api.propagation.disable();
    api.propagation.setGlobalPropagator(propagators[propagator]());
    forwarded = [];
    accepted = undefined;
    spanAttributes = undefined;
    await send(service.address().port, headers);
    results[name] = { accepted, forwarded, attributes: spanAttributes ?? {} };
  }
  process.stdout.write(JSON.stringify(results), () => process.exit());
}

async function textOf(stream) {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
