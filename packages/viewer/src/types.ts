/**
 * The data of the viewer, and the answers of its HTTP API. Times are
 * milliseconds since the epoch, durations milliseconds, sizes bytes. Text
 * from a header, a span or a log record is untrusted.
 */
export type Attributes = Record<string, unknown>;

/** Of a span, as OpenTelemetry names them. */
export type SpanKind =
  'server' | 'client' | 'internal' | 'producer' | 'consumer';

/** A list-member of a header, or an entry, that was left out. */
export interface Dropped {
  /** Counted from 0. */
  position: number;
  /** Where it begins, in characters of the header. */
  offset?: number;
  /** Absent where it has no valid one. */
  key?: string;
  bytes: number;
  reason: string;
}

/** A span as it was received. */
export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  service: string;
  scope: string;
  name: string;
  kind: SpanKind;
  start: number;
  duration: number;
  status: 'unset' | 'ok' | 'error';
  attributes: Attributes;
  /** The baggage as the instrumented process reported it. */
  baggage: SpanBaggage;
}

/** The baggage of one span. */
export interface SpanBaggage {
  /** The `baggage` header as it came in; null where there was none. */
  received: string | null;
  /** The `baggage` header as it went out; null where there was none. */
  sent: string | null;
  droppedReceived: Dropped[];
  droppedSent: Dropped[];
  /** The entries of the span's context by key, where the process tells them. */
  context?: Record<string, string>;
  /** The attributes that were copied from baggage. */
  copied: string[];
  /** The decision of `egress.hosts` on the destination; absent without a policy. */
  egress?: 'allowed' | 'not_allowed';
}

/** A log record. */
export interface LogLine {
  time: number;
  service: string;
  severity: string;
  body: string;
  attributes: Attributes;
  traceId: string;
  spanId: string;
}

/** A data point of a metric. */
export interface DataPoint {
  service: string;
  name: string;
  /** Of its series, as text. */
  since: string;
  attributes: Attributes;
  /** Of a sum or gauge; the count of a histogram. */
  value: number;
}

/** GET /api/state */
export interface State {
  /** Keys that were seen in baggage. */
  keys: string[];
  services: string[];
  traces: number;
  spans: number;
  logs: number;
  dataPoints: number;
  /** Where to export to. */
  endpoint: string;
  /** The command that is run, where one is. */
  command?: string;
  findings: Finding[];
  /** The request that the page sends by default. */
  send: SendRequest;
}

/** Something that stands out, with a trace that shows it. */
export interface Finding {
  /** The key that it is about. */
  key: string;
  text: string;
  traceId: string;
}

/** GET /api/stats?by=KEY */
export interface Stats {
  by: string;
  rows: StatsRow[];
  series: { time: number; values: Record<string, number> }[];
}

/** The numbers of one value of a key. */
export interface StatsRow {
  /** null: without the entry. */
  value: string | null;
  requests: number;
  errors: number;
  p50?: number;
  p95?: number;
  spans: number;
  logs: number;
}

/** An item of GET /api/traces */
export interface TraceSummary {
  traceId: string;
  start: number;
  duration: number;
  name: string;
  status: 'ok' | 'error';
  services: string[];
  /** The entries that a span of the trace had, by key. */
  entries: Record<string, string>;
}

/** GET /api/traces/:traceId */
export interface Trace {
  traceId: string;
  start: number;
  duration: number;
  spans: Span[];
  /** In the order of the calls. */
  hops: Hop[];
  logs: LogLine[];
}

/** A span of a {@link Trace}. */
export type Span = Omit<ReceivedSpan, 'traceId'>;

/** One call, with its `baggage` header. */
export interface Hop {
  /** A service, or `client` where who called sends no telemetry. */
  from: string;
  /** A service, or a host. */
  to: string;
  spanId: string;
  sent: string | null;
  received: string | null;
  bytes: number;
  limit: number;
  accepted: { key: string; value: string; metadata?: string }[];
  dropped: Dropped[];
}

/** An item of GET /api/destinations */
export interface Destination {
  host: string;
  /** Whether a service that sends telemetry answers there. */
  service: string | null;
  calls: number;
  withBaggage: number;
  keys: string[];
  egress: 'allowed' | 'not_allowed' | 'no_policy';
  callers: string[];
  traceId: string;
}

/** An item of GET /api/keys */
export interface KeyRow {
  key: string;
  /** `client` where it came from outside. */
  setBy: string[];
  receivedBy: string[];
  forwardedBy: string[];
  /** The most that an entry took of a header. */
  bytes: number;
  distinctValues: number;
  /** Whether no more values are counted. */
  manyValues: boolean;
  signals: ('spans' | 'logs' | 'metrics')[];
  sensitive: boolean;
  /** Whether a metric with it would have too many series. */
  explodes: boolean;
  traceId: string;
}

/** POST /api/send */
export interface SendRequest {
  url: string;
  method: string;
  /** The `baggage` header. */
  header: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface SendResult {
  traceId: string;
  status: number;
  durationMs: number;
}
