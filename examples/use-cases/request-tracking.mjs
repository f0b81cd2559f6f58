// One request among many: the edge gives it a number, and every log line of every
// service behind has it, though none of them was told to write it.

import { once } from 'node:events';
import { register } from 'node:module';
import { logs as logsApi, SeverityNumber } from '@opentelemetry/api-logs';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { logs, NodeSDK } from '@opentelemetry/sdk-node';
import { runWithBaggage } from '@otel-baggage/core';
import { withBaggage } from '@otel-baggage/node';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
const exporter = new logs.InMemoryLogRecordExporter();
const processor = new logs.SimpleLogRecordProcessor({ exporter });
const sdk = new NodeSDK(
  withBaggage(
    {
      instrumentations: [
        new HttpInstrumentation(),
        new UndiciInstrumentation(),
      ],
      spanProcessors: [],
      logRecordProcessors: [processor],
      metricReaders: [],
    },
    { included: ['request.id'] },
  ),
);
sdk.start();
const { createServer } = await import('node:http');

const logger = logsApi.getLogger('use-case');
const log = body => logger.emit({ severityNumber: SeverityNumber.INFO, body });
const serve = async handle => {
  const server = createServer((request, response) => {
    response.setHeader('x-content-type-options', 'nosniff');
    return handle(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};
const ask = server => fetch(`http://127.0.0.1:${server.address().port}`);

// Two services in a row, and the edge before them.
const stock = await serve((request, response) => {
  log('stock: 3 left');
  response.end();
});
const cart = await serve(async (request, response) => {
  log('cart: article added');
  await ask(stock);
  log('cart: done');
  response.end();
});

// Three requests at the same time, whose lines are written in any order.
await Promise.all(
  ['r-1', 'r-2', 'r-3'].map(id =>
    runWithBaggage({ 'request.id': id }, () => ask(cart)),
  ),
);

await processor.forceFlush();
const lines = exporter.getFinishedLogRecords();
console.log(`${lines.length} log lines, those of r-2:`);
for (const { body, attributes } of lines) {
  if (attributes['request.id'] === 'r-2') console.log(`  ${body}`);
}

cart.close();
stock.close();
await sdk.shutdown();
