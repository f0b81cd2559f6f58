/** Namespace of this package's diagnostics (rule D1). */
export const NAMESPACE = '@otel-baggage/propagator';
