// Keeps what the services have sent. All is counted; the traces and log lines
// themselves are kept of the last ones only.

import { EventEmitter } from 'node:events';
import { Statistics } from './statistics.mjs';

const MAX_TRACES = 1000;
const MAX_LOGS = 10_000;
/** The shop's own counter, and who counts. */
const REQUESTS_COUNTER = 'shop.requests';
export const EDGE = 'gateway';

/** Emits `change` when something was added. */
export class Store extends EventEmitter {
  #traces = new Map();
  #logs = [];
  #sums = new Map();
  #statistics;
  #keptOut;
  #leaked = new Set();

  /**
   * @param copiedKeys baggage keys that become attributes
   * @param keptOutKeys baggage keys that must not become attributes
   */
  constructor(copiedKeys, keptOutKeys) {
    super();
    this.#statistics = new Map(
      copiedKeys.map(key => [key, new Statistics(key)]),
    );
    this.#keptOut = keptOutKeys;
  }

  addSpans(spans) {
    for (const span of spans) {
      this.#traceOf(span.traceId).spans.push(span);
      const isRequest = span.service === EDGE && span.kind === 'server';
      for (const statistics of this.#statistics.values()) {
        statistics.addSpan(span, isRequest);
      }
      this.#lookForKeptOut(span.attributes);
    }
    this.emit('change');
  }

  addLogs(logs) {
    for (const log of logs) {
      this.#logs.push(log);
      if (log.traceId) this.#traceOf(log.traceId).logs.push(log);
      for (const statistics of this.#statistics.values()) {
        statistics.addLog(log);
      }
      this.#lookForKeptOut(log.attributes);
    }
    if (this.#logs.length > MAX_LOGS) {
      this.#logs.splice(0, this.#logs.length - MAX_LOGS);
    }
    this.emit('change');
  }

  addSums(sums) {
    for (const sum of sums) {
      this.#lookForKeptOut(sum.attributes);
      if (sum.name !== REQUESTS_COUNTER) continue;
      // Cumulative: a later export of the same series takes its place.
      const { service, since, attributes } = sum;
      this.#sums.set(JSON.stringify([service, since, attributes]), sum);
    }
    this.emit('change');
  }

  /** Returns the statistics by value of a copied key; undefined for another. */
  statistics(key) {
    const statistics = this.#statistics.get(key);
    return (
      statistics && {
        rows: statistics.rows([...this.#sums.values()]),
        series: statistics.series(),
      }
    );
  }

  /** Kept-out keys that are attributes all the same. */
  get leaked() {
    return [...this.#leaked];
  }

  /** The trace with its `spans` and `logs` so far; undefined where it is unknown. */
  trace(traceId) {
    return this.#traces.get(traceId);
  }

  /** All traces that are kept, the newest first. */
  traces() {
    return [...this.#traces.values()].reverse();
  }

  /** All log lines that are kept, the newest first. */
  logs() {
    return this.#logs.toSorted((a, b) => b.time - a.time);
  }

  #traceOf(traceId) {
    if (!this.#traces.has(traceId)) {
      this.#traces.set(traceId, { traceId, spans: [], logs: [] });
      if (this.#traces.size > MAX_TRACES) {
        this.#traces.delete(this.#traces.keys().next().value);
      }
    }
    return this.#traces.get(traceId);
  }

  #lookForKeptOut(attributes) {
    for (const key of this.#keptOut) {
      if (Object.hasOwn(attributes, key)) this.#leaked.add(key);
    }
  }
}

/** The span of the request to the gateway; undefined where it is not there yet. */
export function rootOf({ spans }) {
  return spans.find(
    ({ service, kind }) => service === EDGE && kind === 'server',
  );
}

/**
 * Whether all that was done for a request has arrived: its span at the gateway,
 * and for each message that was sent, that of the worker.
 */
export function isComplete(trace) {
  if (!trace || !rootOf(trace)) return false;
  return trace.spans
    .filter(({ kind }) => kind === 'producer')
    .every(({ spanId }) =>
      trace.spans.some(
        ({ kind, parentSpanId }) =>
          kind === 'consumer' && parentSpanId === spanId,
      ),
    );
}
