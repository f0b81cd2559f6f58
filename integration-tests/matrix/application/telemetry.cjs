// For `node --require`: NodeSDK with baggage.

const {
  ExpressInstrumentation,
} = require('@opentelemetry/instrumentation-express');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const {
  UndiciInstrumentation,
} = require('@opentelemetry/instrumentation-undici');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { withBaggage } = require('@otel-baggage/node');

const sdk = new NodeSDK(
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
sdk.start();
process.once('beforeExit', () => sdk.shutdown());
