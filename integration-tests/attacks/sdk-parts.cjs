const { GrpcInstrumentation } = require('@opentelemetry/instrumentation-grpc');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const {
  UndiciInstrumentation,
} = require('@opentelemetry/instrumentation-undici');

exports.instrumentations = () => [
  new HttpInstrumentation(),
  new UndiciInstrumentation(),
  new GrpcInstrumentation(),
];

const nothing = async () => undefined;

/** What is sampled goes nowhere. */
exports.noProcessor = {
  onStart: () => undefined,
  onEnd: () => undefined,
  forceFlush: nothing,
  shutdown: nothing,
};
