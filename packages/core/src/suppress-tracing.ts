import type { Context } from '@opentelemetry/api';
import { createContextKey } from '@opentelemetry/api';

/**
 * The key of `isTracingSuppressed` in the SDK's core package: context keys
 * of one description are one key, so the SDK need not be there at run time.
 */
const SUPPRESS_TRACING = /* @__PURE__ */ createContextKey(
  'OpenTelemetry SDK Context Key SUPPRESS_TRACING',
);

/**
 * Whether a context is one of the SDK's own work, such as the requests of its
 * exporters. Never throws.
 */
export function isTracingSuppressed(context: Context): boolean {
  return context.getValue(SUPPRESS_TRACING) === true;
}
