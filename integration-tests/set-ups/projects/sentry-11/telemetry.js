import * as Sentry from '@sentry/node';

Sentry.init({
  tracesSampleRate: 1,
  propagateTraceparent: true,
  // Otherwise Sentry 11 registers nothing with the API.
  enableOpenTelemetrySetup: true,
});
