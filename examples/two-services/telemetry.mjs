// Sets up OpenTelemetry, before the service is loaded:
// `node --import ./telemetry.mjs service-b.mjs`.
// Where the telemetry goes and which baggage keys are copied onto it is said by
// environment variables.

import { register } from 'node:module';
import { basename } from 'node:path';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { withBaggage } from '@otel-baggage/node';

// Lets the HTTP instrumentation reach what ES modules import.
register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);

const sdk = new NodeSDK(
  withBaggage({
    serviceName:
      process.env.OTEL_SERVICE_NAME || basename(process.argv[1], '.mjs'),
    instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation()],
  }),
);
sdk.start();

// The server is closed and nothing else is to be done: send what is left.
process.once('beforeExit', async () => {
  try {
    await sdk.shutdown();
  } catch (error) {
    console.error(`telemetry was not sent: ${error.message}`);
    process.exitCode = 1;
  }
});
