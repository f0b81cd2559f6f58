// The queue where there is no Redis: the process that has started this one keeps
// it, and passes each message on to the worker.

import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import { captureHeaders } from './queue-headers.mjs';

const tracer = trace.getTracer('queue-in-process');

/** See `openQueue`. */
export function openParentQueue(name) {
  if (!process.send) {
    throw new Error('there is no parent process: set REDIS_SOCKET');
  }
  return {
    async publish(body) {
      const options = {
        kind: SpanKind.PRODUCER,
        attributes: attributesFor(name, 'send'),
      };
      tracer.startActiveSpan(`send ${name}`, options, span => {
        const headers = {};
        propagation.inject(context.active(), headers);
        process.send({ publish: { queue: name, headers, body } });
        span.end();
      });
    },
    async consume(handle) {
      process.on('message', ({ consume: message }) => {
        if (message?.queue === name) void processMessage(message, handle);
      });
    },
    async close() {
      // The channel to the parent is closed with the process.
    },
  };
}

async function processMessage({ queue, headers, body }, handle) {
  const options = {
    kind: SpanKind.CONSUMER,
    attributes: attributesFor(queue, 'process'),
  };
  const parent = propagation.extract(ROOT_CONTEXT, headers);
  await tracer.startActiveSpan(
    `process ${queue}`,
    options,
    parent,
    async span => {
      captureHeaders(headers);
      await handle(body);
      span.end();
    },
  );
}

function attributesFor(queue, operation) {
  return {
    'messaging.system': 'in-process',
    'messaging.destination.name': queue,
    'messaging.operation.name': operation,
  };
}
