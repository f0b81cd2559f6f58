// Sets up OpenTelemetry with the parts one by one, as somebody does who wants
// to see each, before the service is loaded:
// `node --import ./telemetry.mjs service-b.mjs`.

import { register } from 'node:module';
import { basename } from 'node:path';
import {
  CompositePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import {
  BatchLogRecordProcessor,
  ConsoleLogRecordExporter,
} from '@opentelemetry/sdk-logs';
import {
  ConsoleMetricExporter,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  BatchSpanProcessor,
  ConsoleSpanExporter,
} from '@opentelemetry/sdk-trace-base';
import { BaggageLogRecordProcessor } from '@otel-baggage/log-record-processor';
import { baggageViews } from '@otel-baggage/metrics';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';

// Lets the HTTP instrumentation reach what ES modules import.
register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);

const toCollector = Boolean(process.env.OTEL_EXPORTER_OTLP_ENDPOINT);

const included = keysIn('OTEL_BAGGAGE_ATTRIBUTE_KEYS') ?? [];
const includedInLogs = keysIn('OTEL_BAGGAGE_LOG_ATTRIBUTE_KEYS') ?? included;

const sdk = new NodeSDK({
  serviceName:
    process.env.OTEL_SERVICE_NAME || basename(process.argv[1], '.mjs'),
  instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation()],
  // Which baggage comes in and goes out.
  textMapPropagator: new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new BaggagePropagator()],
  }),
  // Baggage onto spans.
  spanProcessors: [
    new BaggageSpanProcessor({ included }),
    new BatchSpanProcessor(
      toCollector ? new OTLPTraceExporter() : new ConsoleSpanExporter(),
    ),
  ],
  // Onto log records: before the processor that exports them.
  logRecordProcessors: [
    new BaggageLogRecordProcessor({ included: includedInLogs }),
    new BatchLogRecordProcessor({
      exporter: toCollector
        ? new OTLPLogExporter()
        : new ConsoleLogRecordExporter(),
    }),
  ],
  // Onto measurements.
  views: baggageViews({ included }),
  metricReaders: [
    new PeriodicExportingMetricReader({
      exporter: toCollector
        ? new OTLPMetricExporter()
        : new ConsoleMetricExporter(),
    }),
  ],
});
sdk.start();

// The server is closed and nothing else is to be done: send what is left.
process.once('beforeExit', async () => {
  try {
    await sdk.shutdown();
  } catch (error) {
    console.error(`telemetry was not sent: ${error.message}`);
    process.exitCode = 1;
  }
});

/** The keys that a variable lists; undefined where it is not set. */
function keysIn(variable) {
  return process.env[variable]
    ?.split(',')
    .map(key => key.trim())
    .filter(key => key !== '');
}
