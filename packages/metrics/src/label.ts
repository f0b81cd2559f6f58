/**
 * The label that a Prometheus exporter makes of an attribute's name: `_` for
 * all that is no letter, digit or `_`, and one for several.
 *
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-attributes
 */
export function labelOf(name: string): string {
  return name.replace(/[^a-z\d]+/gi, '_');
}

/** Of Prometheus (`le`, `quantile`), of the exporter, or no label at all. */
const RESERVED = /^(?:\d|le$|quantile$|otel_scope_)/;

/** Whether no attribute from the network may become this label. */
export function isReservedLabel(label: string): boolean {
  return RESERVED.test(label);
}
