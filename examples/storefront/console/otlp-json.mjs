// OTLP in JSON, read into plain objects. Times become milliseconds since the epoch.

const SPAN_KINDS = [
  'internal',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
];
const STATUS_CODES = ['unset', 'ok', 'error'];

/** The spans of an ExportTraceServiceRequest. */
export function readSpans({ resourceSpans = [] }) {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map(span => ({
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId || null,
        service: serviceOf(resource),
        scope: scope.name,
        name: span.name,
        kind: SPAN_KINDS[span.kind],
        start: toMilliseconds(span.startTimeUnixNano),
        duration:
          toMilliseconds(span.endTimeUnixNano) -
          toMilliseconds(span.startTimeUnixNano),
        status: STATUS_CODES[span.status?.code ?? 0],
        attributes: toRecord(span.attributes),
      })),
    ),
  );
}

/** The log records of an ExportLogsServiceRequest. */
export function readLogRecords({ resourceLogs = [] }) {
  return resourceLogs.flatMap(({ resource, scopeLogs }) =>
    scopeLogs.flatMap(({ logRecords }) =>
      logRecords.map(record => ({
        time: toMilliseconds(record.timeUnixNano),
        service: serviceOf(resource),
        severity: record.severityText?.toUpperCase(),
        body: toValue(record.body),
        attributes: toRecord(record.attributes),
        traceId: record.traceId,
        spanId: record.spanId,
      })),
    ),
  );
}

/** The sums of an ExportMetricsServiceRequest, one for each data point. */
export function readSums({ resourceMetrics = [] }) {
  return resourceMetrics.flatMap(({ resource, scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) =>
      metrics.flatMap(({ name, sum }) =>
        (sum?.dataPoints ?? []).map(point => ({
          service: serviceOf(resource),
          name,
          since: point.startTimeUnixNano,
          attributes: toRecord(point.attributes),
          value: Number(point.asInt ?? point.asDouble),
        })),
      ),
    ),
  );
}

function serviceOf(resource) {
  return toRecord(resource.attributes)['service.name'];
}

function toMilliseconds(nanoseconds) {
  return Number(nanoseconds) / 1e6;
}

function toRecord(attributes = []) {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, toValue(value)]),
  );
}

/** Of a value `{ stringValue: 'acme' }` what is inside. */
function toValue(value = {}) {
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(toValue);
  if (value.kvlistValue) return toRecord(value.kvlistValue.values);
  return Object.values(value)[0];
}
