// The answers of the console's HTTP API. Times are milliseconds since the epoch,
// durations milliseconds, sizes bytes. Everything that comes from a header, a span
// or a log line is untrusted text of any length.

/** GET /api/state */
export interface State {
  /** `done` when all telemetry of the round has arrived. */
  phase: 'starting' | 'load' | 'done';
  /** The baggage keys that are copied onto telemetry: the dimensions. */
  keys: string[];
  /** The keys that travel but are not copied. */
  keptOut: { key: string; reason: string }[];
  services: { name: string; kind: string }[];
  queue: string;
  load: Load;
  egress: Egress;
  /** Findings in the telemetry, in sentences. */
  findings: string[];
  /** Addresses of the Prometheus endpoints. */
  prometheus: string[];
}

/** The counts of the load generator. */
export interface Load {
  planned: number;
  sent: number;
  /** Requests by key, then by value. */
  byValue: Record<string, Record<string, number>>;
}

export type Policy = 'on' | 'off';

export interface Egress {
  policy: Policy;
  /** The hosts that baggage is sent to while the policy is on. */
  hosts: string;
  /** Host and port of the stand-in for another company's service. */
  provider: string;
}

/** GET /api/stats?by=KEY */
export interface Stats {
  by: string;
  rows: StatsRow[];
  series: { time: number; values: Record<string, number> }[];
}

export interface StatsRow {
  /** null: without the attribute. */
  value: string | null;
  /** By the load generator; absent where it does not know the value. */
  sent?: number;
  requests: number;
  errors: number;
  /** Absent where there was no request. */
  p50?: number | null;
  p95?: number | null;
  spans: number;
  dataPoints: number;
  logs: number;
}

export type Attributes = Record<string, unknown>;

/** An item of GET /api/traces */
export interface TraceSummary {
  traceId: string;
  start: number;
  duration: number;
  name: string;
  status: 'ok' | 'error';
  services: string[];
  attributes: Attributes;
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

export interface Span {
  spanId: string;
  parentSpanId: string | null;
  service: string;
  scope: string;
  name: string;
  kind: 'server' | 'client' | 'internal' | 'producer' | 'consumer';
  start: number;
  duration: number;
  status: 'unset' | 'ok' | 'error';
  attributes: Attributes;
  /** Which of the attributes were copied from baggage. */
  fromBaggage: string[];
}

/** One call, with its `baggage` header. */
export interface Hop {
  /** A service, or `client`. */
  from: string;
  to: string;
  spanId: string;
  /** The header as it left; null: none. */
  sent: string | null;
  /** The header as it came in; null: none. */
  received: string | null;
  bytes: number;
  limit: number;
  accepted: { key: string; value: string; metadata?: string }[];
  dropped: Dropped[];
}

/** A list-member that was left out. */
export interface Dropped {
  /** Counted from 0. */
  position: number;
  /** Where it begins, in characters of the header. */
  offset?: number;
  /** Where it has a valid one. */
  key?: string;
  bytes: number;
  reason: string;
}

export interface LogLine {
  time: number;
  service: string;
  severity: string;
  body: string;
  attributes: Attributes;
  traceId: string;
  spanId: string;
}

/** POST /api/send */
export interface SendResult {
  traceId: string;
  status: number;
  durationMs: number;
  error?: string;
}

/** An item of GET /api/presets */
export interface Preset {
  name: string;
  header: string;
  note: string;
}
