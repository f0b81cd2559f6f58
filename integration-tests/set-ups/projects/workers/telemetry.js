import { context, logs, metrics, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  CompositePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  LoggerProvider,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import {
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { TracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { BaggageLogRecordProcessor } from '@otel-baggage/log-record-processor';
import { baggageViews } from '@otel-baggage/metrics';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';

const included = ['tenant.*'];
const collector = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;

context.setGlobalContextManager(new AsyncLocalStorageContextManager());
propagation.setGlobalPropagator(
  new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new BaggagePropagator()],
  }),
);
trace.setGlobalTracerProvider(
  new TracerProvider({
    spanProcessors: [
      new BaggageSpanProcessor({ included }),
      new SimpleSpanProcessor({
        exporter: new OTLPTraceExporter({ url: `${collector}/v1/traces` }),
      }),
    ],
  }),
);
logs.setGlobalLoggerProvider(
  new LoggerProvider({
    processors: [
      new BaggageLogRecordProcessor({ included }),
      new SimpleLogRecordProcessor({
        exporter: new OTLPLogExporter({ url: `${collector}/v1/logs` }),
      }),
    ],
  }),
);

/** A Worker has no timer of its own: a cron trigger asks for the export. */
export const reader = new PeriodicExportingMetricReader({
  exporter: new OTLPMetricExporter({ url: `${collector}/v1/metrics` }),
  exportIntervalMillis: 2 ** 31 - 1,
});
metrics.setGlobalMeterProvider(
  new MeterProvider({ readers: [reader], views: baggageViews({ included }) }),
);
