import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import * as Sentry from '@sentry/node';

Sentry.init({
  tracesSampleRate: 1,
  propagateTraceparent: true,
  // Otherwise Sentry 11 registers nothing with the API.
  enableOpenTelemetrySetup: true,
  // OpenTelemetry's instrumentations make the spans; Sentry adds its headers to theirs.
  integrations: [
    Sentry.httpIntegration({ spans: false }),
    Sentry.nativeNodeFetchIntegration({ spans: false }),
  ],
});
registerInstrumentations({
  instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation()],
});
