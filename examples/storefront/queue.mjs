// The queue between orders and the worker. The parent process passes the
// messages on; like those of any broker they have headers beside their body, in
// which trace context and baggage travel.

import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  trace,
} from '@opentelemetry/api';

const tracer = trace.getTracer('queue');

/** Sends a message to a queue. */
export function publish(queue, body) {
  const options = {
    kind: SpanKind.PRODUCER,
    attributes: { 'messaging.destination.name': queue },
  };
  tracer.startActiveSpan(`send ${queue}`, options, span => {
    const headers = {};
    propagation.inject(context.active(), headers);
    process.send({ publish: { queue, headers, body } });
    span.end();
  });
}

/** Has each message of a queue handled, in the context that its headers carry. */
export function consume(queue, handle) {
  process.on('message', ({ consume: message }) => {
    if (message?.queue !== queue) return;
    const options = {
      kind: SpanKind.CONSUMER,
      attributes: { 'messaging.destination.name': queue },
    };
    const sender = propagation.extract(ROOT_CONTEXT, message.headers);
    tracer.startActiveSpan(`process ${queue}`, options, sender, span => {
      handle(message.body);
      span.end();
    });
  });
}
