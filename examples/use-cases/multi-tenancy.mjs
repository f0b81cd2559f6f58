// Multi-tenancy: the gateway knows the tenant by its API key. The service
// behind gives each tenant its share, and spans and metrics are told apart by it.

import { once } from 'node:events';
import { register } from 'node:module';
import { SpanKind } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { getBaggage, runWithBaggage } from '@otel-baggage/core';
import { withBaggage } from '@otel-baggage/node';

const TENANTS = new Map([
  ['key-1', 'acme'],
  ['key-2', 'globex'],
]);
const MAX_REQUESTS = 2;

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
const exporter = new tracing.InMemorySpanExporter();
const processor = new tracing.SimpleSpanProcessor(exporter);
const sdk = new NodeSDK(
  withBaggage(
    {
      instrumentations: [
        new HttpInstrumentation(),
        new UndiciInstrumentation(),
      ],
      spanProcessors: [processor],
      logRecordProcessors: [],
      metricReaders: [],
    },
    { included: ['tenant.id'] },
  ),
);
sdk.start();
const { createServer } = await import('node:http');

const serve = async handle => {
  const server = createServer((request, response) => {
    response.setHeader('x-content-type-options', 'nosniff');
    return handle(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};
const urlOf = server => `http://127.0.0.1:${server.address().port}`;

// The service behind: the same for all, but nobody gets more than a share.
const used = new Map();
const search = await serve((request, response) => {
  const tenant = getBaggage().getEntry('tenant.id')?.value;
  used.set(tenant, (used.get(tenant) ?? 0) + 1);
  response.statusCode = used.get(tenant) > MAX_REQUESTS ? 429 : 200;
  response.end();
});

// The gateway. It overrides what a client claims in a baggage header of its own.
const gateway = await serve(async (request, response) => {
  const tenant = TENANTS.get(request.headers['x-api-key']);
  // Going on would leave the caller with the tenant that it claims to be.
  if (tenant === undefined) {
    response.writeHead(401).end('unknown');
    return;
  }
  const answer = await runWithBaggage({ 'tenant.id': tenant }, () =>
    fetch(`${urlOf(search)}/search`),
  );
  response.writeHead(answer.status).end(tenant);
});

for (const key of ['key-1', 'key-2', 'key-1', 'key-1', 'key-9']) {
  const headers = { 'x-api-key': key, baggage: 'tenant.id=globex' };
  const answer = await fetch(urlOf(gateway), { headers });
  console.log(`${key} is ${await answer.text()}: ${answer.status}`);
}

// Only then have all spans ended.
await once(gateway.close(), 'close');
await once(search.close(), 'close');
await processor.forceFlush();
const counts = {};
for (const { attributes, kind } of exporter.getFinishedSpans()) {
  if (attributes['url.path'] !== '/search' || kind !== SpanKind.SERVER)
    continue;
  const tenant = attributes['tenant.id'];
  counts[tenant] = (counts[tenant] ?? 0) + 1;
}
console.log('server spans of the search, by tenant.id:', counts);

await sdk.shutdown();
