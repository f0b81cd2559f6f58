import { parse } from 'protobufjs';

/** What one span, log record or data point is compared by. */
export interface ReceivedItem {
  scope: string;
  name: string;
  attributes: Record<string, unknown>;
  /** What a data point measured. */
  measured?: Record<string, unknown>;
}

export type Signal = 'traces' | 'logs' | 'metrics';

/**
 * The fields of opentelemetry-proto that are compared, with their numbers.
 * All others are skipped when a message is decoded.
 */
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
  message Span { string name = 5; repeated KeyValue attributes = 9; }

  message Logs { repeated ResourceLogs resource_logs = 1; }
  message ResourceLogs { repeated ScopeLogs scope_logs = 2; }
  message ScopeLogs { Scope scope = 1; repeated LogRecord log_records = 2; }
  message LogRecord { AnyValue body = 5; repeated KeyValue attributes = 6; }

  message Metrics { repeated ResourceMetrics resource_metrics = 1; }
  message ResourceMetrics { repeated ScopeMetrics scope_metrics = 2; }
  message ScopeMetrics { Scope scope = 1; repeated Metric metrics = 2; }
  message Metric {
    string name = 1;
    Numbers gauge = 5;
    Numbers sum = 7;
    Histogram histogram = 9;
    ExponentialHistogram exponential_histogram = 10;
  }
  message Numbers { repeated NumberDataPoint data_points = 1; }
  message NumberDataPoint {
    repeated KeyValue attributes = 7;
    oneof value { double as_double = 4; sfixed64 as_int = 6; }
  }
  message Histogram { repeated HistogramDataPoint data_points = 1; }
  message HistogramDataPoint {
    repeated KeyValue attributes = 9;
    fixed64 count = 4;
    double sum = 5;
    repeated fixed64 bucket_counts = 6;
    repeated double explicit_bounds = 7;
  }
  message ExponentialHistogram {
    repeated ExponentialHistogramDataPoint data_points = 1;
  }
  message ExponentialHistogramDataPoint {
    repeated KeyValue attributes = 1;
    fixed64 count = 4;
    double sum = 5;
  }
`);

const MESSAGES = { traces: 'Traces', logs: 'Logs', metrics: 'Metrics' };

interface KeyValue {
  key: string;
  value: Record<string, unknown>;
}

interface DataPoint {
  attributes?: KeyValue[];
  [field: string]: unknown;
}

/** Read without checking: the tests compare what comes out. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Message = any;

/** Decodes an export request in protobuf. */
export function decode(signal: Signal, body: Uint8Array): object {
  const type = root.lookupType(MESSAGES[signal]);
  return type.toObject(type.decode(body), { longs: Number });
}

/** The items of an export request, as OTLP has it in JSON. */
export function itemsOf(signal: Signal, request: Message): ReceivedItem[] {
  switch (signal) {
    case 'traces':
      return scopesOf(request.resourceSpans, 'scopeSpans').flatMap(
        ({ scope, spans }) =>
          list(spans).map((span: Message) => ({
            scope: scope?.name,
            name: span.name,
            attributes: attributesOf(span.attributes),
          })),
      );
    case 'logs':
      return scopesOf(request.resourceLogs, 'scopeLogs').flatMap(
        ({ scope, logRecords }) =>
          list(logRecords).map((record: Message) => ({
            scope: scope?.name,
            name: record.body.stringValue,
            attributes: attributesOf(record.attributes),
          })),
      );
    case 'metrics':
      return scopesOf(request.resourceMetrics, 'scopeMetrics').flatMap(
        ({ scope, metrics }) =>
          list(metrics).flatMap((metric: Message) =>
            pointsOf(metric).map(point => ({
              scope: scope?.name,
              name: metric.name,
              attributes: attributesOf(point.attributes),
              measured: measuredBy(point),
            })),
          ),
      );
  }
}

function scopesOf(resources: Message[] | undefined, name: string): Message[] {
  return list(resources).flatMap(resource => list(resource[name]));
}

function pointsOf(metric: Message): DataPoint[] {
  const data =
    metric.gauge ??
    metric.sum ??
    metric.histogram ??
    metric.exponentialHistogram;
  return list(data?.dataPoints);
}

const MEASURED = [
  'asInt',
  'asDouble',
  'count',
  'sum',
  'bucketCounts',
  'explicitBounds',
];

function measuredBy(point: DataPoint): Record<string, unknown> {
  return Object.fromEntries(
    MEASURED.filter(field => point[field] !== undefined).map(field => [
      field,
      toNumbers(point[field]),
    ]),
  );
}

/** 64-bit numbers are strings in JSON. */
function toNumbers(value: unknown): unknown {
  return Array.isArray(value) ? value.map(Number) : Number(value);
}

function attributesOf(
  attributes: KeyValue[] | undefined,
): Record<string, unknown> {
  return Object.fromEntries(
    list(attributes).map(({ key, value }) => [key, Object.values(value)[0]]),
  );
}

function list<T>(items: T[] | undefined): T[] {
  return items ?? [];
}
