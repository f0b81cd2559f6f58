import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import * as logfire from '@pydantic/logfire-node';

logfire.configure({
  token: 'token',
  console: false,
  distributedTracing: true,
  // Its own reader waits a minute.
  metrics: {
    additionalReaders: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter(),
        exportIntervalMillis: 500,
        exportTimeoutMillis: 500,
      }),
    ],
  },
  advanced: { baseUrl: process.env.OTEL_EXPORTER_OTLP_ENDPOINT },
});
