// Redis, with BullMQ and its own OpenTelemetry add-on, which injects and extracts
// with the propagator that is registered.

import { Queue, Worker } from 'bullmq';
import { BullMQOtel } from 'bullmq-otel';
import { captureHeaders } from './queue-headers.mjs';

/** See `openQueue`. */
export function openRedisQueue(name, socket) {
  const options = {
    connection: { path: socket, maxRetriesPerRequest: null },
    telemetry: new BullMQOtel(),
  };
  const opened = [];
  const open = end => {
    opened.push(end);
    end.on('error', error => console.error(`queue ${name}: ${error.message}`));
    return end;
  };
  let queue;
  return {
    async publish(body) {
      queue ??= open(new Queue(name, options));
      await queue.add('message', body, { removeOnComplete: true });
    },
    async consume(handle) {
      const worker = open(
        new Worker(
          name,
          job => {
            captureHeaders(JSON.parse(job.opts.telemetry?.metadata ?? '{}'));
            return handle(job.data);
          },
          options,
        ),
      );
      await worker.waitUntilReady();
    },
    async close() {
      await Promise.all(opened.map(end => end.close()));
    },
  };
}
