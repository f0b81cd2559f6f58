// For `node --require`: as telemetry.mjs, by `startNodeSdk` of SDK 3.

const { metrics } = require('@opentelemetry/api');
const {
  ExpressInstrumentation,
} = require('@opentelemetry/instrumentation-express');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const {
  UndiciInstrumentation,
} = require('@opentelemetry/instrumentation-undici');
const { startNodeSdk } = require('@opentelemetry/sdk-node');
const { withBaggage } = require('@otel-baggage/node');

const instrumentations = [
  new HttpInstrumentation(),
  new ExpressInstrumentation(),
  new UndiciInstrumentation(),
];
const sdk = startNodeSdk(withBaggage({ instrumentations }));
// With a configuration file the SDK does not do it (0.301).
for (const instrumentation of instrumentations) {
  instrumentation.setMeterProvider(metrics.getMeterProvider());
}
process.once('beforeExit', () => sdk.shutdown());
