/* eslint-disable @typescript-eslint/no-unused-vars -- for the block behind it */
const { withBaggage } = require('@otel-baggage/node');

const config = { serviceName: 'shop' };
