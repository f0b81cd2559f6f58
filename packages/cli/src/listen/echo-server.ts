import { createServer, type IncomingMessage, type Server } from 'node:http';
import { BAGGAGE_HEADER } from '@otel-baggage/core';

/** Milliseconds until a request must be complete. */
const REQUEST_TIMEOUT = 10_000;
const MAX_CONNECTIONS = 100;
/** Bytes of a header: what Envoy lets through by default. */
const MAX_HEADER_SIZE = 65_536;

/**
 * Makes a server that answers each request with its `baggage`, in JSON, and
 * with nothing else of the request.
 *
 * @param onRequest is given each request and its fields, joined (rule E1)
 */
export function createEchoServer(
  onRequest: (request: IncomingMessage, baggage: string | undefined) => void,
): Server {
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_SIZE, requestTimeout: REQUEST_TIMEOUT },
    (request, response) => {
      const baggage = request.headersDistinct[BAGGAGE_HEADER]?.join(',');
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.setHeader('x-content-type-options', 'nosniff');
      response.setHeader('cache-control', 'no-store');
      response.setHeader('connection', 'close');
      response.end(`${JSON.stringify({ baggage: baggage ?? null })}\n`);
      onRequest(request, baggage);
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}
