import { AwsLambdaInstrumentation } from '@opentelemetry/instrumentation-aws-lambda';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { withBaggage } from '@otel-baggage/node';

const sdk = new NodeSDK(
  withBaggage(
    {
      instrumentations: [
        new AwsLambdaInstrumentation(),
        new HttpInstrumentation({
          disableIncomingRequestInstrumentation: true,
        }),
        new UndiciInstrumentation(),
      ],
    },
    { included: ['tenant.*'] },
  ),
);
sdk.start();
