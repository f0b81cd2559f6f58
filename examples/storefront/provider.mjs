// Stands in for an external payment provider, under a host name of its own. It
// has no OpenTelemetry; it remembers which baggage it was sent.

import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { announce, listen } from './service.mjs';

/** Of so many traces. */
const MAX_REMEMBERED = 2000;

const headers = new Map();
const calls = { all: 0, withBaggage: 0 };

const server = createServer(async (request, response) => {
  response.setHeader('content-type', 'application/json');
  response.setHeader('x-content-type-options', 'nosniff');
  const traceId = request.url.match(/^\/received\/(\w+)$/)?.[1];
  if (traceId) {
    response.end(JSON.stringify({ baggage: headers.get(traceId) ?? null }));
  } else if (request.url === '/received') {
    response.end(JSON.stringify(calls));
  } else {
    remember(request.headers);
    const { sku } = await json(request);
    // It does not take vouchers.
    response.statusCode = sku === 'voucher' ? 503 : 200;
    response.end('{}');
  }
});
announce('provider', await listen(server), () => {
  server.close();
});

function remember({ traceparent, baggage }) {
  calls.all++;
  if (baggage !== undefined) calls.withBaggage++;
  const traceId = traceparent?.split('-')[1];
  headers.set(traceId, baggage);
  if (headers.size > MAX_REMEMBERED)
    headers.delete(headers.keys().next().value);
}
