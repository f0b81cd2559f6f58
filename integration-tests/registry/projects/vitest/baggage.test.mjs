import { propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';
import { expect, test } from 'vitest';

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

test('a span has the entry that is included', () => {
  provider.getTracer('application').startSpan('work', {}, request).end();

  const [span] = exporter.getFinishedSpans();
  expect(span.attributes).toEqual({ 'tenant.id': 'acme' });
});

test('the header goes on as it came', () => {
  const headers = {};
  propagation.inject(request, headers);

  expect(headers).toEqual({ baggage: 'tenant.id=acme,secret=1' });
});
