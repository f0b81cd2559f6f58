// The baggage header at each hop of a trace. It is taken from what the
// instrumentations wrote down: `headersToSpanAttributes` of the HTTP ones,
// `metadataToSpanAttributes` of the gRPC one, and the queue's counterpart.

import { DEFAULT_BAGGAGE_LIMITS, parseBaggage } from '@otel-baggage/core';
import { isAccepted } from './settings.mjs';

const HEADER_ATTRIBUTES = [
  'http.request.header.baggage',
  'rpc.request.metadata.baggage',
  'messaging.message.header.baggage',
];
const { maxBytes, maxEntries } = DEFAULT_BAGGAGE_LIMITS;

/** The baggage header that a span has written down; null where there was none. */
export function headerOf({ attributes }) {
  const header = HEADER_ATTRIBUTES.map(name => attributes[name]).find(
    value => value !== undefined,
  );
  return header === undefined ? null : [header].flat().join(',');
}

/**
 * The hops of a trace, in the order of the calls.
 *
 * @param spans of the trace
 * @param typed the header that a person has typed, where one has
 * @param providerHeader the header that the provider received, or null
 */
export function hopsOf(spans, typed, providerHeader) {
  const byId = new Map(spans.map(span => [span.spanId, span]));
  const arrivals = spans
    .filter(({ kind }) => kind === 'server' || kind === 'consumer')
    .map(span => arrival(span, byId.get(span.parentSpanId), typed));
  const answered = new Set(arrivals.map(({ call }) => call));
  const departures = spans
    .filter(span => isHttpClient(span) && !answered.has(span))
    .map(span => departure(span, providerHeader));

  const places = new Map(inCallOrder(spans).map((span, i) => [span, i]));
  const hops = [...arrivals, ...departures]
    .sort((a, b) => places.get(a.span) - places.get(b.span))
    .map(({ from, to, span, sent, received }) => ({
      from,
      to,
      spanId: span.spanId,
      sent,
      received,
      bytes: Buffer.byteLength(received ?? sent ?? ''),
      limit: maxBytes,
      ...whatBecameOf(received, to),
    }));
  return hops.map(({ kept: _, ...hop }) => ({
    ...hop,
    dropped: [...hop.dropped, ...heldBack(hop, hops)],
  }));
}

/**
 * Each span behind the one that called it. Calls of one span begin in the same
 * millisecond now and then; of those the first is the one that ended first.
 */
function inCallOrder(spans) {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const calls = new Map();
  for (const span of spans) {
    const caller = known.has(span.parentSpanId) ? span.parentSpanId : null;
    calls.set(caller, [...(calls.get(caller) ?? []), span]);
  }
  const below = id =>
    (calls.get(id) ?? [])
      .toSorted((a, b) => a.start - b.start || endOf(a) - endOf(b))
      .flatMap(span => [span, ...below(span.spanId)]);
  return below(null);
}

function endOf({ start, duration }) {
  return start + duration;
}

/** A hop that ends at one of the services. */
function arrival(span, call, typed) {
  const received = headerOf(span);
  let sent = typed ?? received;
  // The instrumentation of gRPC looks at the metadata before it has put the
  // header there, and the queue has nothing like it: there, what has come is
  // what was sent.
  if (call) sent = isHttpClient(call) ? headerOf(call) : received;
  const from = call?.service ?? 'client';
  return { from, to: span.service, span, call, sent, received };
}

/** A hop that ends at a host that sends no telemetry: the provider. */
function departure(span, received) {
  const { 'server.address': host, 'server.port': port } = span.attributes;
  const sent = headerOf(span);
  return { from: span.service, to: `${host}:${port}`, span, sent, received };
}

function isHttpClient({ kind, attributes }) {
  return kind === 'client' && attributes['http.request.method'] !== undefined;
}

/** Reads a header as a service's propagator does. */
function whatBecameOf(header, service) {
  const { baggage, kept, dropped } = parseBaggage(header, undefined, key =>
    isAccepted(service, key),
  );
  const accepted = baggage.getAllEntries().map(([key, entry]) => ({
    key,
    value: entry.value,
    ...(entry.metadata && { metadata: entry.metadata.toString() }),
  }));
  return { accepted, kept, dropped };
}

/**
 * Returns the entries that the sender had accepted and did not send on, with their place in the
 * header that the sender had received. Where it sent no baggage at all, the host
 * may not receive any; otherwise they did not fit.
 */
function heldBack({ from, sent }, hops) {
  const sender = hops.find(({ to }) => to === from);
  if (!sender) return [];
  const { baggage } = parseBaggage(sent);
  const isFull = baggage.getAllEntries().length >= maxEntries;
  const limit = isFull ? 'max_entries' : 'max_bytes';
  const reason = sent === null ? 'host_not_allowed' : limit;
  return sender.kept
    .filter(({ key }) => !baggage.getEntry(key))
    .map(({ position, key, bytes }) => ({ position, key, bytes, reason }));
}
