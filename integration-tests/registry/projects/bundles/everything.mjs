// For Node: all packages, and an SDK with `withBaggage`. Prints what became of
// one request.

import {
  context,
  metrics,
  propagation,
  ROOT_CONTEXT,
  trace,
} from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { W3CBaggagePropagator } from '@opentelemetry/core';
import {
  InMemoryLogRecordExporter,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { parseBaggage, serializeBaggage } from '@otel-baggage/core';
import { BaggageLogRecordProcessor } from '@otel-baggage/log-record-processor';
import { baggageViews } from '@otel-baggage/metrics';
import { withBaggage } from '@otel-baggage/node';
import { BaggagePropagator } from '@otel-baggage/propagator';
import {
  BaggageSpanProcessor,
  runWithBaggageOnSpan,
} from '@otel-baggage/span-processor';

const selection = { included: ['tenant.id'] };
const parts = [
  new BaggagePropagator(),
  new BaggageSpanProcessor(selection),
  new BaggageLogRecordProcessor(selection),
  ...baggageViews(selection),
];

const spanExporter = new InMemorySpanExporter();
const logExporter = new InMemoryLogRecordExporter();
const metricExporter = new InMemoryMetricExporter(
  AggregationTemporality.CUMULATIVE,
);
const reader = new PeriodicExportingMetricReader({ exporter: metricExporter });
const sdk = new NodeSDK(
  withBaggage(
    {
      autoDetectResources: false,
      textMapPropagator: new W3CBaggagePropagator(),
      spanProcessors: [new SimpleSpanProcessor(spanExporter)],
      logRecordProcessors: [
        new SimpleLogRecordProcessor({ exporter: logExporter }),
      ],
      metricReaders: [reader],
    },
    selection,
  ),
);
sdk.start();

const attributesOf = ({ attributes }) => attributes;

async function main() {
  const request = propagation.extract(ROOT_CONTEXT, {
    baggage: 'tenant.id=acme,secret=1',
  });
  const headers = {};
  await context.with(request, () =>
    trace.getTracer('application').startActiveSpan('work', async span => {
      logs.getLogger('application').emit({ body: 'working' });
      metrics.getMeter('application').createCounter('work').add(1);
      runWithBaggageOnSpan({ step: 'one' }, () =>
        propagation.inject(context.active(), headers),
      );
      span.end();
    }),
  );
  await reader.forceFlush();

  const [exported] = metricExporter.getMetrics();
  const [counter] = exported.scopeMetrics[0].metrics;
  console.log(
    JSON.stringify({
      parts: parts.length,
      header: serializeBaggage(parseBaggage('a=1').baggage).header,
      spans: spanExporter.getFinishedSpans().map(attributesOf),
      logs: logExporter.getFinishedLogRecords().map(attributesOf),
      metrics: counter.dataPoints.map(attributesOf),
      headers,
    }),
  );
  await sdk.shutdown();
}

// A bundle in CommonJS has no await at the top.
void main();
