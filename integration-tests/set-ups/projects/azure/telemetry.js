import { useAzureMonitor } from '@azure/monitor-opentelemetry';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { httpClient } from './plain-http.js';

useAzureMonitor({
  azureMonitorExporterOptions: { disableOfflineStorage: true, httpClient },
  // By default it takes five traces a second.
  tracesPerSecond: 0,
  samplingRatio: 1,
});
// It has none for `fetch`.
registerInstrumentations({ instrumentations: [new UndiciInstrumentation()] });
