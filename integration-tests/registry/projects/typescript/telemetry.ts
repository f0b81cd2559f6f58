import {
  context,
  propagation,
  trace,
  type TextMapPropagator,
} from '@opentelemetry/api';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import {
  parseBaggage,
  runWithBaggage,
  type ParsedBaggage,
} from '@otel-baggage/core';
import { BaggageLogRecordProcessor } from '@otel-baggage/log-record-processor';
import { baggageViews } from '@otel-baggage/metrics';
import { withBaggage, type BaggageOptions } from '@otel-baggage/node';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';

const options: BaggageOptions = { included: ['tenant.*'] };

// Piece by piece ...
export const spanProcessor: SpanProcessor = new BaggageSpanProcessor(options);
export const logRecordProcessor: LogRecordProcessor =
  new BaggageLogRecordProcessor(options);
export const propagator: TextMapPropagator = new BaggagePropagator();
export const meterProvider = new MeterProvider({
  views: baggageViews({ included: ['tenant.*'] }),
});

// ... and with one call.
const exporter = new InMemorySpanExporter();
const exporting = new SimpleSpanProcessor(exporter);
const sdk = new NodeSDK(withBaggage({ spanProcessors: [exporting] }, options));
sdk.start();

const headers: Record<string, string> = {};
runWithBaggage({ 'tenant.id': 'acme', secret: '1' }, () => {
  trace.getTracer('application').startSpan('work').end();
  propagation.inject(context.active(), headers);
});

void exporting.forceFlush().then(() => {
  const { baggage }: ParsedBaggage = parseBaggage(headers['baggage'] ?? '');
  const attributes = exporter.getFinishedSpans().map(span => span.attributes);
  console.log(
    JSON.stringify({
      attributes,
      baggage: headers['baggage'],
      entries: baggage.getAllEntries().length,
    }),
  );
  return sdk.shutdown();
});
