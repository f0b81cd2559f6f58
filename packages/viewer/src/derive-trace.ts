import { DEFAULT_BAGGAGE_LIMITS, parseBaggage } from '@otel-baggage/core';
import { entriesOf, setOwn } from './span-baggage';
import type { Hop, ReceivedSpan } from './types';

/** Data derived from the spans of one trace. */
export interface Derived {
  start: number;
  duration: number;
  /** The first span, whose caller is not in the trace. */
  root: ReceivedSpan | undefined;
  /** Requests from outside: server or consumer spans without a caller here. */
  requests: ReceivedSpan[];
  services: string[];
  /** The entries of each span; of the trace those of the first that had some. */
  entriesBySpan: Map<string, Record<string, string>>;
  entries: Record<string, string>;
  hops: Hop[];
  calls: Call[];
}

/** A call that could carry baggage. */
export interface Call {
  span: ReceivedSpan;
  host: string;
  service: string | null;
}

const { maxBytes } = DEFAULT_BAGGAGE_LIMITS;

export function deriveTrace(
  spans: readonly ReceivedSpan[],
  keys: ReadonlySet<string>,
): Derived {
  const byId = new Map(spans.map(span => [span.spanId, span]));
  const parentOf = ({ parentSpanId }: ReceivedSpan) =>
    byId.get(parentSpanId ?? '');
  const ordered = inCallOrder(spans, byId);
  const arrivals = new Map<ReceivedSpan, ReceivedSpan | undefined>();
  const answeredBy = new Map<ReceivedSpan, ReceivedSpan>();
  for (const span of ordered) {
    if (!isArrival(span)) continue;
    const caller = parentOf(span);
    arrivals.set(span, caller);
    if (caller) answeredBy.set(caller, span);
  }

  const hops: Hop[] = [];
  const calls: Call[] = [];
  for (const span of ordered) {
    if (arrivals.has(span)) hops.push(arrival(span, arrivals.get(span)));
    if (!isCall(span)) continue;
    const answer = answeredBy.get(span);
    const host = hostOf(span) ?? answer?.service;
    if (host === undefined) continue;
    calls.push({ span, host, service: answer?.service ?? null });
    if (answer === undefined) hops.push(departure(span, host));
  }

  const entriesBySpan = new Map(
    spans.map(span => [span.spanId, entriesOfSpan(span, keys)]),
  );
  const entries: Record<string, string> = {};
  for (const span of ordered) {
    for (const [key, value] of Object.entries(
      entriesBySpan.get(span.spanId)!,
    )) {
      if (!Object.hasOwn(entries, key)) setOwn(entries, key, value);
    }
  }
  const start = Math.min(...spans.map(span => span.start));
  const end = Math.max(...spans.map(endOf));
  const requests = ordered.filter(
    span =>
      (span.kind === 'server' || span.kind === 'consumer') && !parentOf(span),
  );
  return {
    start,
    duration: end - start,
    root: requests[0] ?? ordered[0],
    requests,
    services: [...new Set(ordered.map(({ service }) => service))],
    entriesBySpan,
    entries,
    hops,
    calls,
  };
}

/** The entries of a span by key, and its attributes that are named as one. */
function entriesOfSpan(
  { baggage, attributes }: ReceivedSpan,
  keys: ReadonlySet<string>,
): Record<string, string> {
  const { context, received, sent } = baggage;
  const entries = { ...(context ?? entriesOf(received ?? sent)) };
  for (const name in attributes) {
    if (keys.has(name)) setOwn(entries, name, String(attributes[name]));
  }
  return entries;
}

/**
 * Each span behind the one that called it. Calls of one span begin in the same
 * millisecond now and then; of those the first is the one that ended first.
 */
function inCallOrder(
  spans: readonly ReceivedSpan[],
  byId: ReadonlyMap<string, ReceivedSpan>,
): ReceivedSpan[] {
  const below = new Map<string | null, ReceivedSpan[]>();
  for (const span of spans) {
    const { parentSpanId: id } = span;
    const caller =
      id !== null && byId.has(id) && id !== span.spanId ? id : null;
    const siblings = below.get(caller);
    if (siblings) siblings.push(span);
    else below.set(caller, [span]);
  }
  const ordered: ReceivedSpan[] = [];
  // Not by recursion: a trace from outside can be as deep as it likes.
  const waiting = [...(below.get(null) ?? [])].sort(lastFirst);
  for (let span = waiting.pop(); span; span = waiting.pop()) {
    ordered.push(span);
    const next = below.get(span.spanId);
    if (next) waiting.push(...next.sort(lastFirst));
  }
  return ordered;
}

function lastFirst(a: ReceivedSpan, b: ReceivedSpan): number {
  return b.start - a.start || endOf(b) - endOf(a);
}

function endOf({ start, duration }: ReceivedSpan): number {
  return start + duration;
}

function isArrival({ kind, baggage }: ReceivedSpan): boolean {
  const { context, received } = baggage;
  return (
    kind === 'server' ||
    kind === 'consumer' ||
    (context !== undefined && received !== null)
  );
}

/** Whether a span is a call that can carry baggage; one to a database cannot. */
export function isCall({ kind, attributes, baggage }: ReceivedSpan): boolean {
  if (baggage.sent !== null && kind !== 'server') return true;
  if (kind !== 'client' && kind !== 'producer') return false;
  return !('db.system' in attributes) && !('db.system.name' in attributes);
}

/** Host and port that a span called, or the queue; undefined where unknown. */
function hostOf({ attributes: given }: ReceivedSpan): string | undefined {
  const url = given['url.full'] ?? given['http.url'];
  if (typeof url === 'string' && URL.canParse(url)) {
    const { host } = new URL(url);
    if (host) return host;
  }
  const host = given['server.address'] ?? given['net.peer.name'];
  const port = given['server.port'] ?? given['net.peer.port'];
  if (host !== undefined) {
    return port === undefined ? String(host) : `${host}:${port}`;
  }
  const queue =
    given['messaging.destination.name'] ?? given['messaging.destination'];
  if (queue !== undefined) return `queue ${queue}`;
  return undefined;
}

/** A hop that ends at a service. */
function arrival(span: ReceivedSpan, caller: ReceivedSpan | undefined): Hop {
  const { received } = span.baggage;
  // Without a caller, or one that does not tell, what came in was sent.
  const sent =
    caller?.baggage.context || caller?.baggage.sent
      ? caller.baggage.sent
      : received;
  return {
    ...hopOf(span, sent || null, received || null),
    from: caller?.service ?? 'client',
    to: span.service,
    dropped: [
      ...(caller?.baggage.droppedSent ?? []),
      ...droppedOf(span, received),
    ],
  };
}

/** A hop that ends where nobody sends telemetry. */
function departure(span: ReceivedSpan, host: string): Hop {
  return {
    ...hopOf(span, span.baggage.sent || null, null),
    from: span.service,
    to: host,
    dropped: span.baggage.droppedSent,
  };
}

function droppedOf({ baggage }: ReceivedSpan, header: string | null) {
  return baggage.context === undefined
    ? parseBaggage(header ?? '').dropped
    : baggage.droppedReceived;
}

function hopOf(
  span: ReceivedSpan,
  sent: string | null,
  received: string | null,
): Omit<Hop, 'from' | 'to' | 'dropped'> {
  const refused = new Set(
    span.baggage.droppedReceived
      .filter(({ reason }) => reason === 'not_allowed')
      .map(({ key }) => key),
  );
  const { baggage } = parseBaggage(received ?? '', undefined, key => {
    return !refused.has(key);
  });
  return {
    spanId: span.spanId,
    sent,
    received,
    bytes: Buffer.byteLength(received ?? sent ?? ''),
    limit: maxBytes,
    accepted: baggage.getAllEntries().map(([key, { value, metadata }]) => ({
      key,
      value,
      ...(metadata && { metadata: metadata.toString() }),
    })),
  };
}
