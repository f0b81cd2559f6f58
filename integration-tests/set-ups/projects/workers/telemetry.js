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
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { TracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { BaggageLogRecordProcessor } from '@otel-baggage/log-record-processor';
import { baggageViews } from '@otel-baggage/metrics';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';

const included = ['tenant.*'];
const collector = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
/** By default an exporter drops what is more than 30 requests at once. */
const concurrencyLimit = 1000;

context.setGlobalContextManager(new AsyncLocalStorageContextManager());
propagation.setGlobalPropagator(
  new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new BaggagePropagator()],
  }),
);
const spans = new TracerProvider({
  spanProcessors: [
    new BaggageSpanProcessor({ included }),
    new SimpleSpanProcessor({
      exporter: new OTLPTraceExporter({
        url: `${collector}/v1/traces`,
        concurrencyLimit,
      }),
    }),
  ],
});
trace.setGlobalTracerProvider(spans);

const records = new LoggerProvider({
  processors: [
    new BaggageLogRecordProcessor({ included }),
    new SimpleLogRecordProcessor({
      exporter: new OTLPLogExporter({
        url: `${collector}/v1/logs`,
        concurrencyLimit,
      }),
    }),
  ],
});
logs.setGlobalLoggerProvider(records);

/** A Worker is asked to stay until what it sends has arrived. */
export const flush = () =>
  Promise.all([spans.forceFlush(), records.forceFlush()]);

/** Exports when a cron trigger asks: a Worker has no timer of its own. */
class ReaderOnRequest extends MetricReader {
  exporter = new OTLPMetricExporter({ url: `${collector}/v1/metrics` });

  async onForceFlush() {
    const { resourceMetrics } = await this.collect();
    await new Promise(done => this.exporter.export(resourceMetrics, done));
  }

  async onShutdown() {}
}

export const reader = new ReaderOnRequest();
metrics.setGlobalMeterProvider(
  new MeterProvider({ readers: [reader], views: baggageViews({ included }) }),
);
