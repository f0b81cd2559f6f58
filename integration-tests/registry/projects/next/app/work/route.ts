import { metrics, propagation, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { getBaggageValue } from '@otel-baggage/node';

/** As projects/service: tells what it was asked with, and what it sent. */
export function GET(request: Request) {
  return trace.getTracer('application').startActiveSpan('work', async span => {
    logs.getLogger('application').emit({ body: 'working' });
    metrics.getMeter('application').createCounter('works').add(1);
    const part = await fetch(new URL('/part', request.url), {
      cache: 'no-store',
    });
    const sent = await part.json();
    const baggage = propagation.getActiveBaggage();
    span.end();
    return Response.json({
      tenant: getBaggageValue('tenant.id'),
      entries: baggage?.getAllEntries().map(([key, { value }]) => [key, value]),
      sent,
    });
  });
}
