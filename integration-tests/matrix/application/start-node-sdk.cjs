// For `node --require`: as telemetry.cjs, by `startNodeSdk` of SDK 3.

const {
  ExpressInstrumentation,
} = require('@opentelemetry/instrumentation-express');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const {
  UndiciInstrumentation,
} = require('@opentelemetry/instrumentation-undici');
const { startNodeSdk } = require('@opentelemetry/sdk-node');
const { withBaggage } = require('@otel-baggage/node');

const sdk = startNodeSdk(
  withBaggage(
    {
      instrumentations: [
        new HttpInstrumentation(),
        new ExpressInstrumentation(),
        new UndiciInstrumentation(),
      ],
    },
    { included: ['tenant.*'] },
  ),
);
process.once('beforeExit', () => sdk.shutdown());
