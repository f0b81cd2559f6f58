// For a browser: the web SDK and its instrumentation of fetch.

import {
  CompositePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { FetchInstrumentation } from '@opentelemetry/instrumentation-fetch';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { WebTracerProvider } from '@opentelemetry/sdk-trace-web';
import { runWithBaggage } from '@otel-baggage/core';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';

const exporter = new InMemorySpanExporter();
const provider = new WebTracerProvider({
  spanProcessors: [
    new BaggageSpanProcessor({ included: ['tenant.*'] }),
    new SimpleSpanProcessor(exporter),
  ],
});
provider.register({
  propagator: new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new BaggagePropagator()],
  }),
});
registerInstrumentations({ instrumentations: [new FetchInstrumentation()] });

/** Asks the server with baggage. Gives the headers that arrived there. */
globalThis.ask = () =>
  runWithBaggage({ 'tenant.id': 'Zürich AG', secret: '1' }, async () => {
    const response = await fetch('/headers');
    return response.json();
  });

/** What has been recorded so far. */
globalThis.recorded = () =>
  exporter.getFinishedSpans().map(({ kind, attributes }) => ({
    kind,
    tenant: attributes['tenant.id'],
    hasSecret: 'secret' in attributes,
  }));
