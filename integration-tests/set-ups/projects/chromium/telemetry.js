/* global location */

import { metrics } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import {
  CompositePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { FetchInstrumentation } from '@opentelemetry/instrumentation-fetch';
import {
  BatchLogRecordProcessor,
  LoggerProvider,
} from '@opentelemetry/sdk-logs';
import {
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { WebTracerProvider } from '@opentelemetry/sdk-trace-web';
import { BaggageLogRecordProcessor } from '@otel-baggage/log-record-processor';
import { baggageViews } from '@otel-baggage/metrics';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';

const included = ['tenant.*'];
const collector = location.origin;

new WebTracerProvider({
  spanProcessors: [
    new BaggageSpanProcessor({ included }),
    new BatchSpanProcessor(
      new OTLPTraceExporter({ url: `${collector}/v1/traces` }),
      { scheduledDelayMillis: 200 },
    ),
  ],
}).register({
  propagator: new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new BaggagePropagator()],
  }),
});
logs.setGlobalLoggerProvider(
  new LoggerProvider({
    processors: [
      new BaggageLogRecordProcessor({ included }),
      new BatchLogRecordProcessor({
        exporter: new OTLPLogExporter({ url: `${collector}/v1/logs` }),
        scheduledDelayMillis: 200,
      }),
    ],
  }),
);
metrics.setGlobalMeterProvider(
  new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter({ url: `${collector}/v1/metrics` }),
        exportIntervalMillis: 500,
        exportTimeoutMillis: 500,
      }),
    ],
    views: baggageViews({ included }),
  }),
);
registerInstrumentations({
  instrumentations: [new FetchInstrumentation({ ignoreUrls: [/\/v1\//] })],
});
