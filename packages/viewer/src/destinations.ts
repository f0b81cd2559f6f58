import { entriesOf } from './span-baggage';
import type { Store } from './store';
import type { Destination } from './types';

const MAX_HOSTS = 500;
const MAX_NAMES = 50;

/** Every host that was called, those that were sent baggage first. */
export function destinationsOf(store: Store): Destination[] {
  const found = new Map<string, Destination>();
  for (const trace of store.traces()) {
    for (const { span, host, service } of store.derived(trace).calls) {
      let row = found.get(host);
      if (row === undefined) {
        if (found.size >= MAX_HOSTS) continue;
        row = {
          host,
          service: null,
          calls: 0,
          withBaggage: 0,
          keys: [],
          egress: 'no_policy',
          callers: [],
          traceId: trace.traceId,
        };
        found.set(host, row);
      }
      const { sent, egress } = span.baggage;
      row.calls++;
      row.service ??= service;
      // The newest call comes first, and says what is in force now.
      if (egress && row.egress === 'no_policy') row.egress = egress;
      add(row.callers, span.service);
      if (!sent) continue;
      if (row.withBaggage === 0) row.traceId = trace.traceId;
      row.withBaggage++;
      for (const key in entriesOf(sent)) add(row.keys, key);
    }
  }
  return [...found.values()].sort(
    (a, b) => b.withBaggage - a.withBaggage || b.calls - a.calls,
  );
}

export function add(names: string[], name: string): void {
  if (names.length < MAX_NAMES && !names.includes(name)) names.push(name);
}
