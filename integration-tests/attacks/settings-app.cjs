// One request in, one to an allowed host, with what the environment says of
// trust: tells what was accepted and what was sent.

const {
  ROOT_CONTEXT,
  SpanKind,
  propagation,
  trace,
} = require('@opentelemetry/api');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { attachBaggage, withBaggage } = require('@otel-baggage/node');
const { noProcessor } = require('./sdk-parts.cjs');

const options = JSON.parse(process.env.OPTIONS ?? '{"included":["tenant"]}');
const config = { spanProcessors: [noProcessor] };
if (process.env.ORDER === 'SDK first') {
  new NodeSDK(config).start();
  attachBaggage(options);
} else {
  new NodeSDK(withBaggage(config, options)).start();
}

const keysIn = context =>
  propagation
    .getBaggage(context)
    ?.getAllEntries()
    .map(([key]) => key) ?? [];

const received = propagation.extract(ROOT_CONTEXT, {
  baggage: 'tenant=acme,password=hunter2',
});
const span = trace.getTracer('app').startSpan('GET', {
  kind: SpanKind.CLIENT,
  attributes: {
    'server.address': 'localhost',
    'server.port': 80,
    'url.full': 'http://localhost/',
  },
});
const carrier = {};
propagation.inject(
  trace.setSpan(
    propagation.setBaggage(
      ROOT_CONTEXT,
      propagation.createBaggage({
        tenant: { value: 'acme' },
        password: { value: 'hunter2' },
      }),
    ),
    span,
  ),
  carrier,
);
process.stdout.write(
  JSON.stringify({
    accepted: keysIn(received),
    sent: (carrier.baggage ?? '')
      .split(',')
      .filter(Boolean)
      .map(member => member.split('=')[0]),
    isTraced: carrier.traceparent !== undefined,
  }),
  () => process.exit(),
);
