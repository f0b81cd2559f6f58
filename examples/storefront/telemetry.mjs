// Sets up OpenTelemetry, before the service is loaded:
// `node --import ./telemetry.mjs gateway.mjs`.
// Where the telemetry goes, which baggage keys are copied onto it and who is
// trusted is said by environment variables. No service copies anything.

import { register } from 'node:module';
import { basename } from 'node:path';
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PinoInstrumentation } from '@opentelemetry/instrumentation-pino';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { withBaggage } from '@otel-baggage/node';

// Lets the instrumentations reach what ES modules import.
register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);

const sdk = new NodeSDK(
  withBaggage({
    serviceName: basename(process.argv[1], '.mjs'),
    instrumentations: [
      new HttpInstrumentation(),
      new UndiciInstrumentation(),
      new GrpcInstrumentation(),
      new ExpressInstrumentation({ ignoreLayersType: ['middleware'] }),
      new PinoInstrumentation(),
    ],
  }),
);
sdk.start();

// The service is stopped and nothing else is to be done: send what is left.
process.once('beforeExit', async () => {
  try {
    await sdk.shutdown();
  } catch (error) {
    console.error(`telemetry was not sent: ${error.message}`);
    process.exitCode = 1;
  }
});
