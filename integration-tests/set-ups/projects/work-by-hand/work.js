// The work where `http` and `fetch` are not instrumented: as in work.cjs, but
// the header is injected by hand.

import * as api from '@opentelemetry/api';

const logger = api.logs.getLogger('application');

export default function work(peer) {
  const tracer = api.trace.getTracer('application');
  const meter = api.metrics.getMeter('application');
  return tracer.startActiveSpan('work', async span => {
    const entries = api.propagation.getActiveBaggage()?.getAllEntries() ?? [];
    logger.emit({ body: 'working' });
    meter.createCounter('works').add(1);
    const kind = api.SpanKind.CLIENT;
    const sent = await tracer.startActiveSpan('GET', { kind }, async client => {
      const headers = {};
      api.propagation.inject(api.context.active(), headers);
      const response = await fetch(peer, { headers });
      client.end();
      return response.json();
    });
    span.end();
    return {
      entries: entries.map(([key, { value }]) => [key, value]),
      sent: { fetch: sent },
    };
  });
}
