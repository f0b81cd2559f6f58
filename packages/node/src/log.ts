import { diag } from '@opentelemetry/api';

/** This package's diagnostics (rule D1). */
export const log = diag.createComponentLogger({
  namespace: '@otel-baggage/node',
});
