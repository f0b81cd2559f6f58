// Sentry's propagator beside ours in a NodeSDK: prints what goes out.
//
// node sentry.cjs <10 | 11> <before | behind | alone>

const { createRequire } = require('node:module');
const {
  ROOT_CONTEXT,
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  trace,
} = require('@opentelemetry/api');
const { CompositePropagator } = require('@opentelemetry/core');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { withBaggage } = require('@otel-baggage/node');
const { contextWithBaggage } = require('@otel-baggage/core');
const { BaggagePropagator } = require('@otel-baggage/propagator');

const [, , version, place, options = '{}'] = process.argv;
const sentry = require(`sentry-${version}`);
const requireOfSentry = createRequire(require.resolve(`sentry-${version}`));
const core = requireOfSentry('@sentry/core');
// Sentry 11 has it in an entry of its own.
const { ServerRuntimeClient } =
  core.ServerRuntimeClient === undefined
    ? requireOfSentry('@sentry/core/server')
    : core;

// No network: what Sentry would send goes nowhere.
const client = new ServerRuntimeClient({
  dsn: 'https://public@o1.ingest.example.com/1',
  release: 'a b,c=1',
  environment: 'test',
  tracesSampleRate: 1,
  integrations: [],
  stackParser: () => [],
  transport: () =>
    core.createTransport({ recordDroppedEvent: () => undefined }, async () => ({
      statusCode: 200,
    })),
});
core.setCurrentClient(client);
client.init();
sentry.setOpenTelemetryContextAsyncContextStrategy?.();

const theirs = new sentry.SentryPropagator();
const ours = new BaggagePropagator();
const propagators = {
  before: new CompositePropagator({ propagators: [theirs, ours] }),
  behind: new CompositePropagator({ propagators: [ours, theirs] }),
  alone: theirs,
};
const nothing = async () => undefined;
const ContextManager = sentry.SentryAsyncLocalStorageContextManager;
const sdk = new NodeSDK(
  withBaggage(
    {
      textMapPropagator: propagators[place],
      contextManager: ContextManager && new ContextManager(),
      instrumentations: [],
      // What is sampled goes nowhere.
      spanProcessors: [
        {
          onStart: () => undefined,
          onEnd: () => undefined,
          forceFlush: nothing,
          shutdown: nothing,
        },
      ],
    },
    { included: ['tenant.id'], ...JSON.parse(options) },
  ),
);
sdk.start();

const tracer = trace.getTracer('test');
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const INCOMING = {
  'sentry-trace': `${TRACE}-b7ad6b7169203331-1`,
  traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
  baggage: `sentry-trace_id=${TRACE},sentry-public_key=public,sentry-sampled=true,sentry-org_id=1,sentry-user_id=u1,from.caller=ok;p=1,none=`,
};

/** What a request sends in this context, whose headers the application has made. */
function sent(from, headers = {}) {
  const entries = {
    'tenant.id': { value: 'acme', metadata: 'p=1;q' },
    empty: '',
  };
  return context.with(contextWithBaggage(entries, from), () =>
    tracer.startActiveSpan('GET', span => {
      const carrier = { ...headers };
      propagation.inject(context.active(), carrier, defaultTextMapSetter);
      span.end();
      return carrier;
    }),
  );
}

const begins = sent(ROOT_CONTEXT);
const goesOn = sent(
  propagation.extract(ROOT_CONTEXT, INCOMING, defaultTextMapGetter),
);
const own = sent(ROOT_CONTEXT, { baggage: 'route=blue;p=2,plan=' });
// The caller's `sentry-*` are of a trace that Sentry does not continue.
const { baggage } = INCOMING;
const beginsAnew = sent(
  propagation.extract(ROOT_CONTEXT, { baggage }, defaultTextMapGetter),
);
const copied = sent(ROOT_CONTEXT, { baggage });
client.getOptions().strictTraceContinuation = true;
client.getOptions().orgId = '2';
const ofAnotherOrg = sent(
  propagation.extract(ROOT_CONTEXT, INCOMING, defaultTextMapGetter),
);
console.log(
  JSON.stringify({ begins, goesOn, own, beginsAnew, copied, ofAnotherOrg }),
);
void sdk.shutdown().then(() => process.exit());
