const { propagation } = require('@opentelemetry/api');
const { GrpcInstrumentation } = require('@opentelemetry/instrumentation-grpc');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const {
  UndiciInstrumentation,
} = require('@opentelemetry/instrumentation-undici');

const nothing = async () => undefined;

exports.instrumentations = () => [
  new HttpInstrumentation(),
  new UndiciInstrumentation(),
  new GrpcInstrumentation(),
];

/** What is sampled goes nowhere. */
exports.noProcessor = {
  onStart: () => undefined,
  onEnd: () => undefined,
  forceFlush: nothing,
  shutdown: nothing,
};

/**
 * Somebody else's processor, which has every entry overwrite what is on the span,
 * where a row wants it.
 */
exports.copying = {
  ...exports.noProcessor,
  isOn: false,
  onStart(span, context) {
    if (!this.isOn) return;
    const entries = propagation.getBaggage(context)?.getAllEntries() ?? [];
    for (const [key, { value }] of entries) span.setAttribute(key, value);
  },
};
