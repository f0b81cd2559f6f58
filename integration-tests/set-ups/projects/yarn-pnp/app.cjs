const { createServer } = require('node:http');
const { runWithBaggageOnSpan } = require('@otel-baggage/node');
const work = require('./work.cjs');

const server = createServer((request, response) => {
  const tenant = request.headers['x-tenant'];
  runWithBaggageOnSpan({ 'tenant.id': tenant }, async () => {
    response.end(JSON.stringify(await work()));
  });
});

server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
