import { createServer } from 'node:http';
import { Queue, QueueEvents, Worker } from 'bullmq';
import { BullMQOtel } from 'bullmq-otel';
import { Redis } from 'ioredis';
import { runWithBaggageOnSpan } from '@otel-baggage/node';
import work from './work.cjs';

const connection = new Redis(process.env.BROKER, {
  maxRetriesPerRequest: null,
});
const telemetry = new BullMQOtel('shop');
const queue = new Queue('works', { connection, telemetry });
const events = new QueueEvents('works', { connection });
new Worker('works', () => work(), { connection, telemetry, concurrency: 50 });
await events.waitUntilReady();

async function ask() {
  const job = await queue.add('work', {});
  return job.waitUntilFinished(events);
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
