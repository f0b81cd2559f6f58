import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';
import { context, propagation } from '@opentelemetry/api';
import { runWithBaggageOnSpan } from '@otel-baggage/node';

// It is given `--import` of this process, and has an SDK of its own.
const worker = new Worker(new URL('./worker.js', import.meta.url));
const waiting = new Map();
let last = 0;
worker.on('message', ({ id, answer }) => waiting.get(id)(answer));

function ask() {
  const headers = {};
  propagation.inject(context.active(), headers);
  const id = ++last;
  return new Promise(resolve => {
    waiting.set(id, resolve);
    worker.postMessage({ id, headers });
  });
}

const server = createServer((request, response) => {
  const tenant = request.headers['x-tenant'];
  runWithBaggageOnSpan({ 'tenant.id': tenant }, async () => {
    response.end(JSON.stringify(await ask()));
  });
});

server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
