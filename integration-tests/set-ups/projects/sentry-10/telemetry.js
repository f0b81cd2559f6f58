import * as Sentry from '@sentry/node';

Sentry.init({
  tracesSampleRate: 1,
  propagateTraceparent: true,
  // The test asks more at once than are kept by default.
  transportOptions: { bufferSize: 1000 },
});
