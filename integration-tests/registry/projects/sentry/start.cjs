// Sentry beside an SDK of one's own, with its propagator where `SENTRY` says.

const {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} = require('@opentelemetry/core');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const {
  UndiciInstrumentation,
} = require('@opentelemetry/instrumentation-undici');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { withBaggage } = require('@otel-baggage/node');
const Sentry = require('@sentry/node');
const {
  SentryPropagator,
  setOpenTelemetryContextAsyncContextStrategy,
} = require('@sentry/opentelemetry');

Sentry.init({
  // Nobody is there, and nothing is reported.
  dsn: 'http://key@127.0.0.1:1/1',
  skipOpenTelemetrySetup: true,
  defaultIntegrations: false,
  tracesSampleRate: 1,
});
setOpenTelemetryContextAsyncContextStrategy();

const sentry = new SentryPropagator();
const baggage = new W3CBaggagePropagator();
const PROPAGATORS = {
  alone: [sentry],
  before: [sentry, baggage],
  behind: [baggage, sentry],
};
const sdk = new NodeSDK(
  withBaggage(
    {
      instrumentations: [
        new HttpInstrumentation(),
        new UndiciInstrumentation(),
      ],
      textMapPropagator: new CompositePropagator({
        propagators: [
          new W3CTraceContextPropagator(),
          ...PROPAGATORS[process.env.SENTRY],
        ],
      }),
    },
    { included: ['tenant.*'] },
  ),
);
sdk.start();
process.once('disconnect', () => void sdk.shutdown());

require('./app.cjs');
