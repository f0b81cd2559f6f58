// Starts an SDK as `START` says, with the policy of `POLICY` or the environment,
// and sends one request each to the URLs of `TARGETS`, by http and by fetch.

require('./names.cjs');
const api = require('@opentelemetry/api');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { attachBaggage, withBaggage } = require('@otel-baggage/node');
const { BaggagePropagator } = require('@otel-baggage/propagator');
const { ended } = require('./rows/tools.cjs');
const { instrumentations, noProcessor } = require('./sdk-parts.cjs');

const policy = JSON.parse(process.env.POLICY ?? '{}');
/** An instrumentation of undici injects as soon as there is one: two inject twice. */
const config = (own = instrumentations()) => ({
  instrumentations: own,
  spanProcessors: [noProcessor],
});
const started = config => {
  const sdk = new NodeSDK(config);
  sdk.start();
  return sdk;
};

const ways = {
  withBaggage: () => started(withBaggage(config(), policy)),
  'options in the configuration': () =>
    started(withBaggage({ ...config(), ...policy }, { included: [] })),
  'an SDK before attach'() {
    const sdk = started(config());
    attachBaggage(policy);
    return sdk;
  },
  'an SDK before withBaggage'() {
    started(config([]));
    return started(withBaggage(config(), policy));
  },
  'attach before an SDK'() {
    attachBaggage(policy);
    return started(config());
  },
  'a second SDK behind'() {
    const sdk = started(withBaggage(config(), policy));
    started(config([]));
    return sdk;
  },
  'a propagator of its own': () =>
    started(
      withBaggage(
        { ...config(), textMapPropagator: new BaggagePropagator() },
        policy,
      ),
    ),
};
const sdk = ways[process.env.START]();

const http = require('node:http');

async function main() {
  const baggage = api.propagation.createBaggage({
    tenant: { value: 'acme' },
    password: { value: 'hunter2' },
  });
  const context = api.propagation.setBaggage(api.ROOT_CONTEXT, baggage);
  for (const url of JSON.parse(process.env.TARGETS)) {
    await api.context.with(context, () => ended(http.get(url)));
    await api.context.with(context, async () => (await fetch(url)).text());
  }
  await sdk.shutdown();
  process.exit();
}

main();
