// Stands in for an external payment provider, under a host name of its own. It
// has no OpenTelemetry; it counts how often it was sent baggage.

import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { announce, listen } from './service.mjs';

const calls = { all: 0, withBaggage: 0 };

const server = createServer(async (request, response) => {
  response.setHeader('content-type', 'application/json');
  if (request.url === '/calls') {
    response.end(JSON.stringify(calls));
    return;
  }
  calls.all++;
  if (request.headers.baggage !== undefined) calls.withBaggage++;
  const { sku } = await json(request);
  // It does not take vouchers.
  response.statusCode = sku === 'voucher' ? 503 : 200;
  response.end('{}');
});
announce('provider', await listen(server), () => {
  server.close();
});
