// Sets up OpenTelemetry, before the service is loaded:
// `node --import ./telemetry.mjs gateway.mjs`.
// Where the telemetry goes and which baggage keys are copied onto it is said by
// environment variables. No service copies anything.

import { createServer } from 'node:http';
import { register } from 'node:module';
import { basename } from 'node:path';
import { metrics, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PinoInstrumentation } from '@opentelemetry/instrumentation-pino';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { metrics as sdkMetrics, NodeSDK } from '@opentelemetry/sdk-node';
import { withBaggage } from '@otel-baggage/node';

/** Also how long one export may take. */
const METRIC_INTERVAL_MS = 3000;

// Lets the instrumentations reach what ES modules import.
register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);

const { STOREFRONT_INGRESS_EXCLUDED, STOREFRONT_CAPTURED_HEADERS } =
  process.env;

// For the page, which shows the header at each hop. A service in production
// leaves it out: it writes down all baggage, with the keys that are not copied.
const captured = STOREFRONT_CAPTURED_HEADERS?.split(',') ?? [];
const requestHeaders = { requestHeaders: captured };
const requestMetadata = { requestMetadata: captured };

const prometheus = new PrometheusExporter({ preventServerStart: true });

const sdk = new NodeSDK(
  withBaggage(
    {
      serviceName: basename(process.argv[1], '.mjs'),
      metricReaders: [
        new sdkMetrics.PeriodicExportingMetricReader({
          exporter: new OTLPMetricExporter(),
          exportIntervalMillis: METRIC_INTERVAL_MS,
          exportTimeoutMillis: METRIC_INTERVAL_MS,
        }),
        prometheus,
      ],
      instrumentations: [
        new HttpInstrumentation({
          headersToSpanAttributes: {
            client: requestHeaders,
            server: requestHeaders,
          },
          ignoreIncomingRequestHook: ({ url }) => url === '/metrics',
        }),
        new UndiciInstrumentation({ headersToSpanAttributes: requestHeaders }),
        new GrpcInstrumentation({
          metadataToSpanAttributes: {
            client: requestMetadata,
            server: requestMetadata,
          },
        }),
        new ExpressInstrumentation({ ignoreLayersType: ['middleware'] }),
        new PinoInstrumentation(),
      ],
    },
    {
      // The edge does not accept from outside the entries that it sets itself.
      ...(STOREFRONT_INGRESS_EXCLUDED && {
        ingress: { excluded: STOREFRONT_INGRESS_EXCLUDED.split(',') },
      }),
    },
  ),
);
sdk.start();

const metricsServer = createServer((request, response) => {
  response.setHeader('x-content-type-options', 'nosniff');
  prometheus.getMetricsRequestHandler(request, response);
});
metricsServer.unref();
metricsServer.listen(0, '127.0.0.1', () => {
  const { port } = metricsServer.address();
  process.send?.({ prometheus: `http://127.0.0.1:${port}/metrics` });
});

/** Sends all that was recorded so far. */
async function flush() {
  const providers = [
    trace.getTracerProvider().getDelegate(),
    logs.getLoggerProvider(),
    metrics.getMeterProvider(),
  ];
  await Promise.all(providers.map(provider => provider.forceFlush()));
}

// The parent process asks for it before it counts.
process.on('message', async ({ flush: id }) => {
  if (id === undefined) return;
  const problem = await flush().then(
    () => undefined,
    error => error.message,
  );
  if (process.connected) process.send({ flushed: id, problem });
});

// The service is stopped and nothing else is to be done: send what is left.
process.once('beforeExit', async () => {
  metricsServer.close();
  try {
    await sdk.shutdown();
  } catch (error) {
    console.error(`telemetry was not sent: ${error.message}`);
    process.exitCode = 1;
  }
});
