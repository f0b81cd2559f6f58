// An application that starts the distribution itself.

const { startNodeSDK } = require('@elastic/opentelemetry-node/sdk');

startNodeSDK({});

require('./app.cjs');
