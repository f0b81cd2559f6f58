const { runWithBaggageOnSpan } = require('@otel-baggage/node');
const work = require('./work.cjs');

exports.handler = event => {
  const tenant = event.headers['x-tenant'];
  return runWithBaggageOnSpan({ 'tenant.id': tenant }, async () => ({
    statusCode: 200,
    body: JSON.stringify(await work()),
  }));
};
