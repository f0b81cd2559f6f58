// An application that starts the distribution itself, and adds an
// instrumentation that it does not have.

const { createDefaultHttpClient } = require('@azure/core-rest-pipeline');
const {
  shutdownAzureMonitor,
  useAzureMonitor,
} = require('@azure/monitor-opentelemetry');
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const {
  UndiciInstrumentation,
} = require('@opentelemetry/instrumentation-undici');

/** The exporters insist on `https`; what receives it here has no certificate. */
const httpClient = {
  sendRequest(request) {
    request.url = request.url.replace(/^https:/, 'http:');
    request.allowInsecureConnection = true;
    return createDefaultHttpClient().sendRequest(request);
  },
};

useAzureMonitor({
  azureMonitorExporterOptions: {
    disableOfflineStorage: true,
    httpClient,
  },
  // By default five traces a second.
  tracesPerSecond: 0,
  samplingRatio: 1,
});
registerInstrumentations({ instrumentations: [new UndiciInstrumentation()] });
process.once('disconnect', () => void shutdownAzureMonitor());

require('./app.cjs');
