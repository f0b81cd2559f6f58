/* eslint-disable @typescript-eslint/no-unused-vars -- for the block behind it */
const { withBaggage } = require('@otel-baggage/node');

const config = { serviceName: 'shop' };
// As the reader does with the result.
setImmediate(() => {
  const sdk = new (require('@opentelemetry/sdk-node').NodeSDK)(config);
  sdk.start();
});
