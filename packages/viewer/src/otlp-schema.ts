import { Root, type IType } from 'protobufjs/light';

type Field = [id: number, type: string];

const message = (fields: Record<string, Field>, oneof?: string[]): IType => ({
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, [id, type]]) => {
      const [base = '', rule] = type.split(' ').reverse();
      return [name, { id, type: base, ...(rule && { rule }) }];
    }),
  ),
  ...(oneof && { oneofs: { value: { oneof } } }),
});

/**
 * The fields of OTLP that the viewer reads; all others are skipped.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto
 */
const root = Root.fromJSON({
  nested: {
    AnyValue: message(
      {
        stringValue: [1, 'string'],
        boolValue: [2, 'bool'],
        intValue: [3, 'int64'],
        doubleValue: [4, 'double'],
        arrayValue: [5, 'ArrayValue'],
        kvlistValue: [6, 'KeyValueList'],
        bytesValue: [7, 'bytes'],
      },
      [
        'stringValue',
        'boolValue',
        'intValue',
        'doubleValue',
        'arrayValue',
        'kvlistValue',
        'bytesValue',
      ],
    ),
    ArrayValue: message({ values: [1, 'repeated AnyValue'] }),
    KeyValueList: message({ values: [1, 'repeated KeyValue'] }),
    KeyValue: message({ key: [1, 'string'], value: [2, 'AnyValue'] }),
    Resource: message({ attributes: [1, 'repeated KeyValue'] }),
    Scope: message({ name: [1, 'string'] }),

    Traces: message({ resourceSpans: [1, 'repeated ResourceSpans'] }),
    ResourceSpans: message({
      resource: [1, 'Resource'],
      scopeSpans: [2, 'repeated ScopeSpans'],
    }),
    ScopeSpans: message({ scope: [1, 'Scope'], spans: [2, 'repeated Span'] }),
    Span: message({
      traceId: [1, 'bytes'],
      spanId: [2, 'bytes'],
      parentSpanId: [4, 'bytes'],
      name: [5, 'string'],
      kind: [6, 'int32'],
      startTimeUnixNano: [7, 'fixed64'],
      endTimeUnixNano: [8, 'fixed64'],
      attributes: [9, 'repeated KeyValue'],
      status: [15, 'Status'],
    }),
    Status: message({ code: [3, 'int32'] }),

    Logs: message({ resourceLogs: [1, 'repeated ResourceLogs'] }),
    ResourceLogs: message({
      resource: [1, 'Resource'],
      scopeLogs: [2, 'repeated ScopeLogs'],
    }),
    ScopeLogs: message({ logRecords: [2, 'repeated LogRecord'] }),
    LogRecord: message({
      timeUnixNano: [1, 'fixed64'],
      severityText: [3, 'string'],
      body: [5, 'AnyValue'],
      attributes: [6, 'repeated KeyValue'],
      traceId: [9, 'bytes'],
      spanId: [10, 'bytes'],
      observedTimeUnixNano: [11, 'fixed64'],
    }),

    Metrics: message({ resourceMetrics: [1, 'repeated ResourceMetrics'] }),
    ResourceMetrics: message({
      resource: [1, 'Resource'],
      scopeMetrics: [2, 'repeated ScopeMetrics'],
    }),
    ScopeMetrics: message({ metrics: [2, 'repeated Metric'] }),
    Metric: message({
      name: [1, 'string'],
      gauge: [5, 'Numbers'],
      sum: [7, 'Numbers'],
      histogram: [9, 'Histogram'],
      exponentialHistogram: [10, 'ExponentialHistogram'],
    }),
    Numbers: message({ dataPoints: [1, 'repeated NumberDataPoint'] }),
    NumberDataPoint: message(
      {
        startTimeUnixNano: [2, 'fixed64'],
        asDouble: [4, 'double'],
        asInt: [6, 'sfixed64'],
        attributes: [7, 'repeated KeyValue'],
      },
      ['asDouble', 'asInt'],
    ),
    Histogram: message({ dataPoints: [1, 'repeated HistogramDataPoint'] }),
    HistogramDataPoint: message({
      startTimeUnixNano: [2, 'fixed64'],
      count: [4, 'fixed64'],
      attributes: [9, 'repeated KeyValue'],
    }),
    ExponentialHistogram: message({
      dataPoints: [1, 'repeated ExponentialHistogramDataPoint'],
    }),
    ExponentialHistogramDataPoint: message({
      attributes: [1, 'repeated KeyValue'],
      startTimeUnixNano: [2, 'fixed64'],
      count: [4, 'fixed64'],
    }),
  },
});

const TYPES = {
  traces: root.lookupType('Traces'),
  logs: root.lookupType('Logs'),
  metrics: root.lookupType('Metrics'),
};

export type Signal = keyof typeof TYPES;

/**
 * Decodes an export request in protobuf to what it is in JSON, but for ids,
 * which are bytes, and times, which are numbers.
 *
 * @throws Error for what is not such a message
 */
export function decodeProtobuf(signal: Signal, body: Uint8Array): object {
  const type = TYPES[signal];
  return type.toObject(type.decode(body), { longs: Number, oneofs: false });
}
