import './telemetry.js';
import { metrics, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { runWithBaggage } from '@otel-baggage/core';

const tracer = trace.getTracer('page');
const works = metrics.getMeter('page').createCounter('works');

/** Whoever is signed in asks for something. @returns the headers that arrived */
globalThis.ask = tenant =>
  runWithBaggage({ 'tenant.id': tenant, secret: '1' }, () =>
    tracer.startActiveSpan('work', span => {
      logs.getLogger('page').emit({ body: 'working' });
      works.add(1);
      // A browser's context ends at the first `await`: ask before it.
      const response = fetch('/headers');
      span.end();
      return response.then(answer => answer.json());
    }),
  );
