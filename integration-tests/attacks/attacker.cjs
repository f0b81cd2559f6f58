// Runs the attacks, one after the other, with the SDK that is installed here.

require('./names.cjs');
const api = require('@opentelemetry/api');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { attachBaggage, withBaggage } = require('@otel-baggage/node');
const { copying, instrumentations } = require('./sdk-parts.cjs');
const { rowsOf } = require('./rows/index.cjs');
const { send } = require('./rows/raw.cjs');

const POLICY = {
  egress: { hosts: ['*.internal.example.com', 'localhost'] },
};
const sdk = new NodeSDK(
  withBaggage(
    { instrumentations: instrumentations(), spanProcessors: [copying] },
    POLICY,
  ),
);
sdk.start();
const propagator = api.propagation._getGlobalPropagator();

const targets = JSON.parse(process.env.TARGETS);
const tracer = api.trace.getTracer('attacker');

/** As within the span of a request that has come in. */
async function attempt(request, { baggage = {} }, value) {
  const entries = { tenant: value, ...baggage };
  const from = api.propagation.setBaggage(
    api.ROOT_CONTEXT,
    api.propagation.createBaggage(
      Object.fromEntries(
        Object.entries(entries).map(([key, value]) => [key, { value }]),
      ),
    ),
  );
  const options = {
    kind: api.SpanKind.SERVER,
    attributes: { 'server.address': 'localhost' },
  };
  const headers = { 'x-request': value.replace(/^\w+/, 'r'), 'x-own': 'own=1' };
  await tracer.startActiveSpan('request', options, from, async span => {
    let timer;
    const tooLong = new Promise((_done, failed) => {
      timer = setTimeout(() => failed(new Error('too long')), 60_000);
    });
    await Promise.race([request(headers), tooLong]).finally(() => {
      clearTimeout(timer);
      span.end();
    });
  });
}

/** Tells the hosts to whom the requests from now on belong. */
const mark = name =>
  send(targets.ours.address, targets.ours.port, {
    'x-mark': encodeURIComponent(name),
  });

function use({ options = POLICY, propagator: make, copies = false }) {
  copying.isOn = copies;
  attachBaggage(options);
  api.propagation.disable();
  api.propagation.setGlobalPropagator(
    make === undefined
      ? propagator
      : composite(make(), Object.getPrototypeOf(propagator)),
  );
}

/** As the SDK makes it of several. */
function composite(...propagators) {
  const { CompositePropagator } = require('@opentelemetry/core');
  return new CompositePropagator({ propagators });
}

async function main() {
  const problems = {};
  for (const [i, row] of rowsOf(targets).entries()) {
    use(row);
    for (const [part, value] of [
      ['control', `kept-${i}-`],
      ['attack', `secret-${i}-`],
    ]) {
      await mark(`${part} ${row.name}`);
      await attempt(row[part], row, value).catch(error => {
        problems[`${part} ${row.name}`] =
          `${error.message} ${error.cause ?? ''}`;
      });
    }
  }
  await mark('');
  process.stdout.write(JSON.stringify(problems));
  await sdk.shutdown();
  process.exit();
}

process.on('uncaughtException', error => console.error(error));
main();
