// For Node: takes a header, makes a span of it, and sends it on.

import { propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({
  spanProcessors: [
    new BaggageSpanProcessor({ included: ['tenant.*'] }),
    new SimpleSpanProcessor(exporter),
  ],
});
propagation.setGlobalPropagator(new BaggagePropagator());

const request = propagation.extract(ROOT_CONTEXT, {
  baggage: 'tenant.id=acme,secret=1',
});
provider.getTracer('application').startSpan('work', {}, request).end();
const headers = {};
propagation.inject(request, headers);

const attributes = exporter.getFinishedSpans().map(span => span.attributes);
console.log(JSON.stringify({ attributes, baggage: headers.baggage }));
