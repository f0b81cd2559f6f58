/* global Deno */

import '@otel-baggage/node/attach';
import { runWithBaggageOnSpan } from '@otel-baggage/node';
import work from './work.cjs';

const options = {
  port: 0,
  hostname: '127.0.0.1',
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}`),
};

Deno.serve(options, request => {
  const tenant = request.headers.get('x-tenant') ?? undefined;
  return runWithBaggageOnSpan({ 'tenant.id': tenant }, async () =>
    Response.json(await work()),
  );
});
