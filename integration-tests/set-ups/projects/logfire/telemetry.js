import * as logfire from '@pydantic/logfire-node';

logfire.configure({
  token: 'token',
  console: false,
  distributedTracing: true,
  advanced: { baseUrl: process.env.OTEL_EXPORTER_OTLP_ENDPOINT },
});
