// Counts and latencies by the values of one key.

/** Later values are counted together, under the name that metrics use for them. */
const MAX_VALUES = 100;
const OTHER = '_other';
/** Latencies are remembered of the last so many requests of a value. */
const MAX_DURATIONS = 5000;
/** Requests per second are remembered for so many seconds. */
const MAX_SECONDS = 300;

/** Counts by value of a key; `null` stands for: without it. */
export class Statistics {
  #key;
  #rows = new Map();
  #seconds = new Map();

  constructor(key) {
    this.#key = key;
  }

  addSpan({ attributes, start, duration, status }, isRequest) {
    const value = this.#valueIn(attributes);
    const row = this.#rows.get(value);
    row.spans++;
    if (!isRequest) return;
    row.requests++;
    if (status === 'error') row.errors++;
    row.durations.push(duration);
    if (row.durations.length > MAX_DURATIONS) row.durations.shift();
    this.#countSecond(value, Math.floor(start / 1000) * 1000);
  }

  addLog({ attributes }) {
    this.#rows.get(this.#valueIn(attributes)).logs++;
  }

  /**
   * @param sums the data points of the counter of requests
   * @returns a row for each value, those with the most requests first
   */
  rows(sums) {
    const counted = new Map();
    for (const { attributes, value: count } of sums) {
      const value = this.#valueIn(attributes);
      counted.set(value, (counted.get(value) ?? 0) + count);
    }
    return [...this.#rows]
      .map(([value, { durations, ...row }]) => ({
        value,
        ...row,
        dataPoints: counted.get(value) ?? 0,
        p50: quantile(durations, 0.5),
        p95: quantile(durations, 0.95),
      }))
      .sort((a, b) => b.requests - a.requests);
  }

  /** Requests per second, for each second in which there was one. */
  series() {
    return [...this.#seconds]
      .sort(([a], [b]) => a - b)
      .map(([time, counts]) => ({ time, values: Object.fromEntries(counts) }));
  }

  /** The value under which something is counted; it has a row then. */
  #valueIn(attributes) {
    const given = attributes[this.#key];
    let value = given === undefined ? null : String(given);
    if (!this.#rows.has(value) && this.#rows.size >= MAX_VALUES) value = OTHER;
    if (!this.#rows.has(value)) {
      this.#rows.set(value, {
        requests: 0,
        errors: 0,
        durations: [],
        spans: 0,
        logs: 0,
      });
    }
    return value;
  }

  #countSecond(value, second) {
    if (!this.#seconds.has(second)) this.#seconds.set(second, new Map());
    const counts = this.#seconds.get(second);
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (this.#seconds.size > MAX_SECONDS) {
      this.#seconds.delete(Math.min(...this.#seconds.keys()));
    }
  }
}

/**
 * The value below or at which a share of all values lies (nearest rank);
 * undefined where there are none.
 */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
