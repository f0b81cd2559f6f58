import { decodeProtobuf, type Signal } from './otlp-schema';
import { spanBaggageOf } from './span-baggage';
import type {
  Attributes,
  DataPoint,
  LogLine,
  ReceivedSpan,
  SpanKind,
} from './types';

/** Characters that are kept of one text; headers go up to 64 KiB. */
const MAX_CHARACTERS = 70_000;
const MAX_ATTRIBUTES = 200;
/** Of arrays and maps in attributes. */
const MAX_DEPTH = 6;
const MAX_ITEMS = 1000;

/** The contents of an export request. */
export interface Received {
  spans: ReceivedSpan[];
  logs: LogLine[];
  points: DataPoint[];
}

/** Untrusted: every field may be missing or of another type. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Message = any;

/**
 * Reads an export request.
 *
 * @throws Error for what is not one
 */
export function readOtlp(
  signal: Signal,
  body: Uint8Array,
  isJson: boolean,
): Received {
  const request: Message = isJson
    ? JSON.parse(new TextDecoder().decode(body))
    : decodeProtobuf(signal, body);
  return {
    spans: signal === 'traces' ? spansOf(request) : [],
    logs: signal === 'logs' ? logsOf(request) : [],
    points: signal === 'metrics' ? pointsOf(request) : [],
  };
}

const KINDS: SpanKind[] = [
  'internal',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
];
const STATUSES = ['unset', 'ok', 'error'] as const;

function spansOf(request: Message): ReceivedSpan[] {
  return list(request?.resourceSpans).flatMap(({ resource, scopeSpans }) => {
    const service = serviceOf(resource);
    return list(scopeSpans).flatMap(({ scope, spans }) =>
      list(spans).map((span): ReceivedSpan => {
        const start = millisecondsOf(span.startTimeUnixNano);
        const all = attributesOf(span.attributes);
        const { baggage, attributes } = spanBaggageOf(all);
        return {
          traceId: idOf(span.traceId),
          spanId: idOf(span.spanId),
          parentSpanId: idOf(span.parentSpanId) || null,
          service,
          scope: textOf(scope?.name),
          name: textOf(span.name),
          kind: KINDS[span.kind] ?? 'internal',
          start,
          duration: Math.max(0, millisecondsOf(span.endTimeUnixNano) - start),
          status: STATUSES[span.status?.code as 0] ?? 'unset',
          attributes,
          baggage,
        };
      }),
    );
  });
}

function logsOf(request: Message): LogLine[] {
  return list(request?.resourceLogs).flatMap(({ resource, scopeLogs }) => {
    const service = serviceOf(resource);
    return list(scopeLogs).flatMap(({ logRecords }) =>
      list(logRecords).map((record): LogLine => {
        const time = millisecondsOf(record.timeUnixNano);
        return {
          time: time || millisecondsOf(record.observedTimeUnixNano),
          service,
          severity: textOf(record.severityText).toUpperCase(),
          body: bodyOf(valueOf(record.body)),
          attributes: attributesOf(record.attributes),
          traceId: idOf(record.traceId),
          spanId: idOf(record.spanId),
        };
      }),
    );
  });
}

function bodyOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function pointsOf(request: Message): DataPoint[] {
  return list(request?.resourceMetrics).flatMap(
    ({ resource, scopeMetrics }) => {
      const service = serviceOf(resource);
      return list(scopeMetrics).flatMap(({ metrics }) =>
        list(metrics).flatMap(metric => {
          const { sum, gauge, histogram, exponentialHistogram } = metric;
          const data = sum ?? gauge ?? histogram ?? exponentialHistogram;
          return list(data?.dataPoints).map((point): DataPoint => ({
            service,
            name: textOf(metric.name),
            since: String(point.startTimeUnixNano ?? ''),
            attributes: attributesOf(point.attributes),
            value: Number(point.asInt ?? point.asDouble ?? point.count ?? 0),
          }));
        }),
      );
    },
  );
}

function list(value: unknown): Message[] {
  if (!Array.isArray(value)) return [];
  return value.filter(item => typeof item === 'object' && item !== null);
}

function serviceOf(resource: Message): string {
  const name = attributesOf(resource?.attributes)['service.name'];
  return typeof name === 'string' && name !== '' ? name : 'unknown_service';
}

/** Hexadecimal in JSON, bytes in protobuf. */
function idOf(id: unknown): string {
  if (id instanceof Uint8Array) return Buffer.from(id).toString('hex');
  return typeof id === 'string' && /^[\da-f]{16,32}$/i.test(id)
    ? id.toLowerCase()
    : '';
}

function millisecondsOf(nanoseconds: unknown): number {
  const time = Number(nanoseconds ?? 0) / 1e6;
  return Number.isFinite(time) ? time : 0;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_CHARACTERS) : '';
}

function attributesOf(attributes: unknown): Attributes {
  return recordOf(list(attributes).slice(0, MAX_ATTRIBUTES), 0);
}

/** `__proto__` is a key like any other (rule E12). */
function recordOf(pairs: Message[], depth: number): Attributes {
  return Object.fromEntries(
    pairs.map(({ key, value }) => [textOf(key), valueOf(value, depth)]),
  );
}

/** Of a value `{ stringValue: 'acme' }` what is inside. */
function valueOf(value: Message, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) {
    return undefined;
  }
  const { stringValue, boolValue, intValue, doubleValue, bytesValue } = value;
  if (stringValue !== undefined) return textOf(stringValue);
  if (boolValue !== undefined) return Boolean(boolValue);
  const number = intValue ?? doubleValue;
  if (number !== undefined) return Number(number);
  const { arrayValue, kvlistValue } = value;
  if (arrayValue) {
    const values = list(arrayValue.values).slice(0, MAX_ITEMS);
    return values.map(item => valueOf(item, depth + 1));
  }
  if (kvlistValue) {
    const values = list(kvlistValue.values).slice(0, MAX_ATTRIBUTES);
    return recordOf(values, depth + 1);
  }
  if (bytesValue instanceof Uint8Array) {
    return Buffer.from(bytesValue).toString('base64');
  }
  return bytesValue === undefined ? undefined : textOf(bytesValue);
}
