import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { withBaggage } from '@otel-baggage/node';

const sdk = new NodeSDK(
  withBaggage(
    {
      instrumentations: [
        new HttpInstrumentation(),
        new UndiciInstrumentation(),
      ],
    },
    { included: ['tenant.*'] },
  ),
);
sdk.start();
