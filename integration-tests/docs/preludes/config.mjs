import { NodeSDK as Started } from '@opentelemetry/sdk-node';

const config = { serviceName: 'shop' };
// As the reader does with the result.
setImmediate(() => {
  const sdk = new Started(config);
  sdk.start();
});
