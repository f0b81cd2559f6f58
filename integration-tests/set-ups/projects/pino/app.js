import { createServer } from 'node:http';
import { runWithBaggageOnSpan } from '@otel-baggage/node';
import pino from 'pino';
import work from './work.cjs';

const logger = pino();

const server = createServer((request, response) => {
  const tenant = request.headers['x-tenant'];
  runWithBaggageOnSpan({ 'tenant.id': tenant }, async () => {
    const answer = await work(text => logger.info(text));
    response.end(JSON.stringify(answer));
  });
});

server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
