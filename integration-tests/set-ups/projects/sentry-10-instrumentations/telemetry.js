import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import * as Sentry from '@sentry/node';

Sentry.init({
  tracesSampleRate: 1,
  propagateTraceparent: true,
  // OpenTelemetry's instrumentations make the spans and send the headers.
  integrations: [
    Sentry.httpIntegration({ spans: false, tracePropagation: false }),
    Sentry.nativeNodeFetchIntegration({
      spans: false,
      tracePropagation: false,
    }),
  ],
});
registerInstrumentations({
  instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation()],
});
