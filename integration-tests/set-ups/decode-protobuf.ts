import { parse } from 'protobufjs';

/** The fields of opentelemetry-proto that the receiver reads. */
const { root } = parse(`
  syntax = "proto3";

  message AnyValue {
    oneof value {
      string string_value = 1;
      bool bool_value = 2;
      int64 int_value = 3;
      double double_value = 4;
    }
  }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message Scope { string name = 1; }

  message Traces { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { repeated ScopeSpans scope_spans = 2; }
  message ScopeSpans { Scope scope = 1; repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1;
    string name = 5;
    int32 kind = 6;
    repeated KeyValue attributes = 9;
  }

  message Logs { repeated ResourceLogs resource_logs = 1; }
  message ResourceLogs { repeated ScopeLogs scope_logs = 2; }
  message ScopeLogs { Scope scope = 1; repeated LogRecord log_records = 2; }
  message LogRecord {
    AnyValue body = 5;
    repeated KeyValue attributes = 6;
    bytes trace_id = 9;
  }

  message Metrics { repeated ResourceMetrics resource_metrics = 1; }
  message Resource { repeated KeyValue attributes = 1; }
  message ResourceMetrics {
    Resource resource = 1;
    repeated ScopeMetrics scope_metrics = 2;
  }
  message ScopeMetrics { Scope scope = 1; repeated Metric metrics = 2; }
  message Metric {
    string name = 1;
    oneof data { Sum sum = 7; Histogram histogram = 9; }
  }
  message Sum { repeated NumberPoint data_points = 1; }
  message NumberPoint {
    repeated KeyValue attributes = 7;
    oneof value { double as_double = 4; sfixed64 as_int = 6; }
  }
  message Histogram { repeated HistogramPoint data_points = 1; }
  message HistogramPoint {
    repeated KeyValue attributes = 9;
    fixed64 count = 4;
  }
`);

const TYPES: Record<string, string> = {
  '/v1/traces': 'Traces',
  '/v1/logs': 'Logs',
  '/v1/metrics': 'Metrics',
};

/** Gives a request of OTLP in protobuf the form that it has in JSON. */
export function decodeProtobuf(path: string, body: Uint8Array): unknown {
  const type = root.lookupType(TYPES[path]!);
  const message = type.toObject(type.decode(body), {
    longs: String,
    arrays: true,
  });
  return JSON.parse(
    JSON.stringify(message, (key, value) =>
      key === 'traceId' ? Buffer.from(value).toString('hex') : value,
    ),
  );
}
