// The application's own SDK, which knows nothing of baggage or of the viewer.
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { NodeSDK } = require('@opentelemetry/sdk-node');

new NodeSDK({
  serviceName: 'own-service',
  instrumentations: [new HttpInstrumentation()],
}).start();
