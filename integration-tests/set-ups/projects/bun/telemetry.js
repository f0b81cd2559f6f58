import { NodeSDK } from '@opentelemetry/sdk-node';
import { withBaggage } from '@otel-baggage/node';

new NodeSDK(withBaggage({}, { included: ['tenant.*'] })).start();
