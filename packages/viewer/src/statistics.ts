import type { Store } from './store';
import type { Stats, StatsRow } from './types';

/** Later values are counted together, under the name that metrics use. */
const MAX_VALUES = 100;
const OTHER = '_other';
/** Requests a second are shown of the last so many seconds. */
const MAX_SECONDS = 300;

/** Counts and latencies of the requests that are kept, by the values of a key. */
export function statisticsOf(store: Store, by: string): Stats {
  const rows = new Map<string | null, StatsRow & { durations: number[] }>();
  const seconds = new Map<number, Map<string, number>>();
  const rowOf = (given: unknown) => {
    let value = given === undefined ? null : String(given);
    if (!rows.has(value) && rows.size >= MAX_VALUES) value = OTHER;
    const row = rows.get(value);
    if (row) return row;
    const counts = { requests: 0, errors: 0, spans: 0, logs: 0 };
    const added = { value, ...counts, durations: [] as number[] };
    rows.set(value, added);
    return added;
  };
  for (const trace of store.traces()) {
    const { requests, entriesBySpan } = store.derived(trace);
    for (const entries of entriesBySpan.values()) {
      rowOf(ownValue(entries, by)).spans++;
    }
    for (const { attributes } of trace.logs) {
      rowOf(ownValue(attributes, by)).logs++;
    }
    for (const { spanId, status, duration, start } of requests) {
      const row = rowOf(ownValue(entriesBySpan.get(spanId)!, by));
      row.requests++;
      if (status === 'error') row.errors++;
      row.durations.push(duration);
      const second = Math.floor(start / 1000) * 1000;
      const counts = seconds.get(second) ?? new Map<string, number>();
      seconds.set(second, counts);
      const name = String(row.value);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return {
    by,
    rows: [...rows.values()]
      .map(({ durations, ...row }) => ({
        ...row,
        p50: quantile(durations, 0.5),
        p95: quantile(durations, 0.95),
      }))
      .sort((a, b) => b.requests - a.requests),
    series: [...seconds]
      .sort(([a], [b]) => a - b)
      .slice(-MAX_SECONDS)
      .map(([time, counts]) => ({ time, values: Object.fromEntries(counts) })),
  };
}

export function ownValue<T>(record: Record<string, T>, name: string) {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The value below or at which a share of all lies (nearest rank). */
export function quantile(
  values: readonly number[],
  share: number,
): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
