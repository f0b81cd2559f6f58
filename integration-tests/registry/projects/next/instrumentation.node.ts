import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { withBaggage } from '@otel-baggage/node';

const sdk = new NodeSDK(
  withBaggage(
    { instrumentations: [new UndiciInstrumentation()] },
    { included: ['tenant.*'] },
  ),
);
sdk.start();

// With NEXT_MANUAL_SIG_HANDLE; Next.js would not wait.
process.once('SIGTERM', () => {
  void sdk.shutdown().finally(() => process.exit());
});
