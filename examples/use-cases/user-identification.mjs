// User identification: the shop knows the user, the orders behind it need to, and the
// telemetry shows a hash, by which one user's requests are found but no name.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { register } from 'node:module';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { getBaggage, runWithBaggage } from '@otel-baggage/core';
import { withBaggage } from '@otel-baggage/node';

const hash = value =>
  createHash('sha256').update(value).digest('hex').slice(0, 12);

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
    { included: ['user.id'], attributeValue: hash },
  ),
);
sdk.start();
const { createServer } = await import('node:http');

// The service behind. It reads who is asking; no code here touches telemetry.
const orders = createServer((request, response) => {
  response.setHeader('x-content-type-options', 'nosniff');
  const user = getBaggage().getEntry('user.id')?.value;
  response.end(`2 orders of ${user}`);
}).listen(0, '127.0.0.1');
await once(orders, 'listening');

// The shop, once it has checked the password of one of its users.
for (const user of ['alice@example.com', 'bob@example.com']) {
  const answer = await runWithBaggage({ 'user.id': user }, () =>
    fetch(`http://127.0.0.1:${orders.address().port}/orders`),
  );
  console.log(`answer     ${await answer.text()}`);
}

// Only then have all spans ended.
await once(orders.close(), 'close');
await processor.forceFlush();
for (const { name, attributes } of exporter.getFinishedSpans()) {
  console.log(`span       ${name} user.id=${attributes['user.id']}`);
}

await sdk.shutdown();
