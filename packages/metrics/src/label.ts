/**
 * The label that a Prometheus exporter makes of an attribute's name: `_` for
 * each run of characters other than letters, digits and `_`.
 *
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-attributes
 */
export function labelOf(name: string): string {
  return name.replace(/[^a-z\d]+/gi, '_');
}

/**
 * The labels that no attribute from the network may become: no label at all, one of
 * Prometheus or of what it makes of its own where a metric has the same
 * (`exported_job`), one of the exporter or of the SDK (`otel_scope_name`,
 * `otel_metric_overflow`), or an attribute of the resource, which an exporter
 * may be told to put onto each metric.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/resource/
 */
const RESERVED =
  /^(?:\d|(?:le|quantile|job|instance)$|(?:exported|otel|service|telemetry|host|os|process|container|k8s|cloud|deployment|faas|webengine|aws|azure|gcp|heroku|openshift)_)/;

/** Whether no attribute from the network may become this label. */
export function isReservedLabel(label: string): boolean {
  return RESERVED.test(label);
}
