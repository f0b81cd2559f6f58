import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { BatchLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { attachBaggage } from '@otel-baggage/node';
import { registerOTel } from '@vercel/otel';

attachBaggage({ included: ['tenant.*'] });

registerOTel({
  instrumentations: ['auto', new HttpInstrumentation()],
  instrumentationConfig: {
    // By default it sends headers to deployments of the project alone.
    fetch: { propagateContextUrls: [/^http:\/\/127\.0\.0\.1[:/]/] },
  },
  logRecordProcessors: [
    new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() }),
  ],
  metricReaders: [
    new PeriodicExportingMetricReader({
      exporter: new OTLPMetricExporter(),
      exportIntervalMillis: 500,
      exportTimeoutMillis: 500,
    }),
  ],
});
