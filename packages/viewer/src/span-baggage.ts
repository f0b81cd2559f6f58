import { parseBaggage } from '@otel-baggage/core';
import type { Attributes, Dropped, SpanBaggage } from './types';

/**
 * The attributes that `@otel-baggage/node` writes onto spans for this viewer. It has the same
 * names in `packages/node/src/view/hop-attributes.ts`.
 */
const PREFIX = 'otel_baggage.';

/** Header attributes that instrumentations write where they are configured to. */
const CAPTURED = [
  'http.request.header.baggage',
  'rpc.request.metadata.baggage',
  'messaging.message.header.baggage',
];

/** Takes what is said of baggage out of a span's attributes. */
export function spanBaggageOf(all: Attributes): {
  baggage: SpanBaggage;
  attributes: Attributes;
} {
  const said: Attributes = {};
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(all)) {
    if (name.startsWith(PREFIX)) said[name.slice(PREFIX.length)] = value;
    else setOwn(attributes, name, value);
  }
  const captured = CAPTURED.map(name => all[name]).find(Boolean);
  const header = captured === undefined ? null : [captured].flat().join(',');
  const { received, sent, context, copied, egress } = said;
  const told = 'received' in said || 'sent' in said || 'context' in said;
  return {
    attributes,
    baggage: {
      received: textOrNull(received) ?? (told ? null : header),
      sent: textOrNull(sent) ?? (told ? null : header),
      droppedReceived: droppedOf(said['received.dropped']),
      droppedSent: droppedOf(said['sent.dropped']),
      context: typeof context === 'string' ? entriesOf(context) : undefined,
      copied: Array.isArray(copied) ? copied.map(String) : [],
      egress:
        egress === 'allowed' || egress === 'not_allowed' ? egress : undefined,
    },
  };
}

/** So many headers are remembered with their entries: those of late. */
const MAX_HEADERS = 500;
const recent = new Map<string, Record<string, string>>();

/** The entries of a header by key. */
export function entriesOf(header: string | null): Record<string, string> {
  if (!header) return {};
  const known = recent.get(header);
  if (known) return known;
  const entries: Record<string, string> = {};
  for (const [key, { value }] of parseBaggage(header).baggage.getAllEntries()) {
    setOwn(entries, key, value);
  }
  if (recent.size >= MAX_HEADERS) recent.clear();
  recent.set(header, entries);
  return entries;
}

/** Sets a property by any name, `__proto__` too (rule E12). */
export function setOwn<T>(
  target: Record<string, T>,
  name: string,
  value: T,
): void {
  Object.defineProperty(target, name, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Tells `[position, offset, bytes, reason, key]` of each. */
function droppedOf(json: unknown): Dropped[] {
  try {
    const rows: unknown = JSON.parse(String(json ?? '[]'));
    if (!Array.isArray(rows)) return [];
    return rows.filter(Array.isArray).map(row => ({
      position: Number(row[0]),
      ...(typeof row[1] === 'number' && { offset: row[1] }),
      bytes: Number(row[2]),
      reason: String(row[3]),
      ...(typeof row[4] === 'string' && { key: row[4] }),
    }));
  } catch {
    return [];
  }
}
