import { compileKeyPatterns, SENSITIVE_KEYS } from '@otel-baggage/core';
import { add } from './destinations';
import { entriesOf } from './span-baggage';
import type { Store } from './store';
import type { KeyRow, ReceivedSpan } from './types';

/** Values that are told apart. */
const MAX_VALUES = 1000;
/** With more than the default of `OTEL_BAGGAGE_METRIC_MAX_DISTINCT_VALUES`. */
const EXPLODES_FROM = 100;

/** Every key that was seen, by name. */
export function keysOf(store: Store): KeyRow[] {
  const isSensitive = compileKeyPatterns(SENSITIVE_KEYS, 'sensitive');
  const rows = new Map<string, KeyRow>();
  const values = new Map<string, Set<string>>();
  for (const key of store.baggageKeys()) {
    values.set(key, new Set());
    rows.set(key, {
      key,
      setBy: [],
      receivedBy: [],
      forwardedBy: [],
      bytes: 0,
      distinctValues: 0,
      manyValues: false,
      signals: [],
      sensitive: isSensitive(key),
      explodes: false,
      traceId: '',
    });
  }

  for (const trace of store.traces()) {
    const { requests } = store.derived(trace);
    // Those that got a key from somebody, by service: the others set it.
    const got = new Map<string, Set<string>>();
    for (const span of trace.spans) {
      const { received } = span.baggage;
      for (const key in entriesOf(received)) {
        if (isRefused(span, key)) continue;
        got.set(span.service, (got.get(span.service) ?? new Set()).add(key));
        const row = rows.get(key);
        if (row === undefined) continue;
        add(row.receivedBy, span.service);
        if (requests.includes(span)) add(row.setBy, 'client');
      }
    }
    for (const span of trace.spans) {
      const { context, received, sent } = span.baggage;
      for (const entries of [context, entriesOf(received), entriesOf(sent)]) {
        for (const [key, value] of Object.entries(entries ?? {})) {
          const row = rows.get(key);
          if (row === undefined) continue;
          row.traceId ||= trace.traceId;
          row.bytes = Math.max(row.bytes, bytesOf(key, value));
          const known = values.get(key)!;
          if (known.size < MAX_VALUES) known.add(value);
          if (!got.get(span.service)?.has(key)) add(row.setBy, span.service);
        }
      }
      for (const key in entriesOf(sent)) {
        const row = rows.get(key);
        if (row) add(row.forwardedBy, span.service);
      }
      for (const name of span.baggage.copied) {
        const row = rows.get(name);
        if (row) add(row.signals, 'spans');
      }
      for (const name in span.attributes) {
        const row = rows.get(name);
        if (row) add(row.signals, 'spans');
      }
    }
  }
  for (const { attributes } of store.logs()) {
    for (const name in attributes) {
      const row = rows.get(name);
      if (row) add(row.signals, 'logs');
    }
  }
  for (const { attributes } of store.dataPoints()) {
    for (const name in attributes) {
      const row = rows.get(name);
      if (row) add(row.signals, 'metrics');
    }
  }
  return [...rows.values()].map(row => {
    const { size } = values.get(row.key)!;
    return {
      ...row,
      distinctValues: size,
      manyValues: size >= MAX_VALUES,
      explodes: size > EXPLODES_FROM,
    };
  });
}

function isRefused({ baggage }: ReceivedSpan, key: string): boolean {
  return baggage.droppedReceived.some(
    dropped => dropped.key === key && dropped.reason === 'not_allowed',
  );
}

/** As it is in a header: `key=value` and the comma. */
function bytesOf(key: string, value: string): number {
  return (
    key.length +
    2 +
    encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\uFFFD')).length
  );
}
