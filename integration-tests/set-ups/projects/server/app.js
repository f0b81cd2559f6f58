import { createServer } from 'node:http';
import { runWithBaggageOnSpan } from '@otel-baggage/node';
import work from './work.cjs';

const server = createServer((request, response) => {
  const tenant = request.headers['x-tenant'];
  runWithBaggageOnSpan({ 'tenant.id': tenant }, async () => {
    response.end(JSON.stringify(await work()));
  });
});

server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
