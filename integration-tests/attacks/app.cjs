// Sends the requests that `REQUESTS` lists, each in a context with baggage of
// its own, with NodeSDK or as `START` says.

require('./names.cjs');
const api = require('@opentelemetry/api');
const sdkNode = require('@opentelemetry/sdk-node');
const { GrpcInstrumentation } = require('@opentelemetry/instrumentation-grpc');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const {
  UndiciInstrumentation,
} = require('@opentelemetry/instrumentation-undici');
const { withBaggage } = require('@otel-baggage/node');

const nothing = async () => undefined;
const config = {
  instrumentations: [
    new HttpInstrumentation(),
    [new UndiciInstrumentation(), new GrpcInstrumentation()],
  ],
  // What is sampled goes nowhere.
  spanProcessors: [
    {
      onStart: () => undefined,
      onEnd: () => undefined,
      forceFlush: nothing,
      shutdown: nothing,
    },
  ],
};
const sdk = start(JSON.parse(process.env.OPTIONS ?? '{}'));

function start(options) {
  if (process.env.START === 'startNodeSdk') {
    return sdkNode.startNodeSdk(withBaggage(config, options));
  }
  const nodeSdk = new sdkNode.NodeSDK(withBaggage(config, options));
  nodeSdk.start();
  return nodeSdk;
}

const {
  clients,
  close,
  redirects,
  withRawHttp,
  withRawUndici,
  withSameMetadata,
  withSameMetadataAtOnce,
} = require('./clients.cjs');

const tracer = api.trace.getTracer('app');
const kinds = {
  ...clients.http,
  ...clients.https,
  ...clients.grpc,
  'fetch redirected': redirects.fetch,
  'undici redirected': redirects.undici,
  'http redirected': redirects.http,
  'raw http': withRawHttp,
  'raw undici': withRawUndici,
  'same metadata': withSameMetadata,
  'same metadata at once': withSameMetadataAtOnce,
};

/** The caller, where `PARENT` says that there is one. */
function callerOf(context) {
  if (process.env.PARENT === undefined) return context;
  return api.trace.setSpanContext(context, {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    traceFlags: api.TraceFlags.NONE,
    isRemote: true,
  });
}

/** As within the span of a request that has come in. */
function send({ id, client, url }) {
  const baggage = api.propagation.createBaggage({
    'tenant.id': { value: id },
    secret: { value: 'hidden' },
  });
  const from = api.propagation.setBaggage(callerOf(api.ROOT_CONTEXT), baggage);
  return tracer.startActiveSpan(
    'request',
    {
      kind: api.SpanKind.SERVER,
      attributes: { 'server.address': 'localhost' },
    },
    from,
    async span => {
      await kinds[client](url, { 'x-request': id });
      span.end();
    },
  );
}

async function main() {
  const requests = JSON.parse(process.env.REQUESTS);
  const workers = Array.from(
    { length: Number(process.env.AT_ONCE ?? 1) },
    async () => {
      for (let next = requests.shift(); next; next = requests.shift()) {
        await send(next);
      }
    },
  );
  await Promise.all(workers);
  close();
  await sdk.shutdown();
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
