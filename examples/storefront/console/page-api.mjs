// The API of the page: the store and the shop, as the HTTP API gives them.

import { EventEmitter } from 'node:events';
import { setTimeout as afterMilliseconds } from 'node:timers/promises';
import { checkOut, VISITOR_BAGGAGE } from './checkout.mjs';
import { findingsOf } from './findings.mjs';
import { hopsOf } from './hops.mjs';
import { EGRESS_HOSTS } from './settings.mjs';
import { isComplete, rootOf } from './store.mjs';

const SERVICES = [
  { name: 'gateway', kind: 'Express' },
  { name: 'catalog', kind: 'Fastify' },
  { name: 'orders', kind: 'gRPC' },
  { name: 'payments', kind: 'node:http' },
  { name: 'worker', kind: 'queue' },
];
/** The headers that were typed are remembered of the last so many checkouts. */
const MAX_SENT = 200;
const COMPLETE_MS = 10_000;
const POLL_MS = 25;

/** Emits `change` when there is something new to be told. */
export class PageApi extends EventEmitter {
  /** `starting`, `load`, or `done` once all telemetry of the round is there. */
  phase = 'starting';
  #store;
  #shop;
  #keys;
  #queue;
  #collector;
  /** Until the store changes: they go through all traces. */
  #findings;
  #sentHeaders = new Map();
  #visits = 0;

  /**
   * @param parts `store` and `shop`; `keys`, as `keysOf` gives them; `queue`, the
   *   kind of queue; `collector`, where the telemetry goes if not into the store
   */
  constructor({ store, shop, keys, queue, collector }) {
    super();
    this.#store = store;
    this.#shop = shop;
    this.#keys = keys;
    this.#queue = queue;
    this.#collector = collector;
    store.on('change', () => (this.#findings = undefined));
    for (const source of [store, shop]) {
      source.on('change', () => this.emit('change'));
    }
  }

  enter(phase) {
    this.phase = phase;
    this.emit('change');
  }

  state() {
    const { planned = 0, sent = 0, byValue = {} } = this.#shop.load ?? {};
    return {
      phase: this.phase,
      keys: this.#keys.copied,
      keptOut: this.#keys.keptOut,
      services: SERVICES,
      queue: this.#queue,
      load: { planned, sent, byValue },
      egress: {
        policy: this.#shop.egress,
        hosts: EGRESS_HOSTS,
        provider: this.#shop.provider?.name,
      },
      findings: this.#collector
        ? [`The telemetry goes to ${this.#collector}: look there.`]
        : (this.#findings ??= findingsOf(this.#store.traces())),
      prometheus: this.#shop.prometheus,
    };
  }

  /** Counts and latencies by the values of a copied key; undefined for another key. */
  statistics(key) {
    const statistics = this.#store.statistics(key);
    return (
      statistics && {
        by: key,
        rows: statistics.rows.map(row => ({
          ...row,
          sent: this.#sentWith(key, row.value),
        })),
        series: statistics.series,
      }
    );
  }

  /** Traces with a value of a key, or all. */
  traces({ key, value, limit }) {
    const traces = this.#store
      .traces()
      .filter(trace => rootOf(trace))
      .filter(trace => has(rootOf(trace), key, value))
      .slice(0, limit);
    return traces.map(trace => {
      const { name, status, attributes } = rootOf(trace);
      return {
        ...spanOfTime(trace),
        name,
        status: status === 'error' ? 'error' : 'ok',
        services: [...new Set(trace.spans.map(({ service }) => service))],
        attributes: Object.fromEntries(
          this.#copiedIn(attributes).map(name => [name, attributes[name]]),
        ),
      };
    });
  }

  /** A trace with its spans, hops and log lines; undefined where it is unknown. */
  async trace(traceId) {
    const trace = this.#store.trace(traceId);
    if (!trace) return undefined;
    const spans = trace.spans.toSorted((a, b) => a.start - b.start);
    const received = await this.#askProvider(`/${traceId}`);
    return {
      ...spanOfTime(trace),
      spans: spans.map(({ traceId: _, ...span }) => ({
        ...span,
        fromBaggage: this.#copiedIn(span.attributes),
      })),
      hops: hopsOf(spans, this.#sentHeaders.get(traceId), received.baggage),
      logs: trace.logs.toSorted((a, b) => a.time - b.time),
    };
  }

  /** Log lines with a value of a key, or all. */
  logs({ key, value, limit }) {
    return this.#store
      .logs()
      .filter(log => has(log, key, value))
      .slice(0, limit);
  }

  /**
   * Sends a checkout with a header, and waits until its trace is there.
   *
   * @throws TypeError where HTTP cannot carry the header
   */
  async send(header) {
    await this.#shop.settled;
    const answer = await checkOut(this.#shop.gatewayUrl, header);
    const { traceId } = answer;
    if (!traceId) return answer;
    this.#visits++;
    this.#sentHeaders.set(traceId, header);
    if (this.#sentHeaders.size > MAX_SENT) {
      this.#sentHeaders.delete(this.#sentHeaders.keys().next().value);
    }
    if (this.#collector) return answer;
    const isThere = await this.flushUntil(() =>
      isComplete(this.#store.trace(traceId)),
    );
    return isThere
      ? answer
      : { ...answer, error: 'its trace has not arrived completely' };
  }

  /**
   * Has the services send their telemetry until all is there that is asked for.
   *
   * @returns whether it came in time
   */
  async flushUntil(isThere) {
    const deadline = Date.now() + COMPLETE_MS;
    for (;;) {
      await this.#shop.flush();
      if (isThere()) return true;
      if (Date.now() > deadline) return false;
      await afterMilliseconds(POLL_MS);
    }
  }

  /** @param policy `on` or `off` */
  async setEgress(policy) {
    await this.#shop.setEgress(policy);
    return { policy: this.#shop.egress };
  }

  /** How many calls the provider got in all, and how many with baggage. */
  providerCalls() {
    return this.#askProvider('');
  }

  async #askProvider(path) {
    const response = await fetch(`${this.#shop.provider.url}/received${path}`);
    return response.json();
  }

  /** How often the load generator and the page have sent a value of a key. */
  #sentWith(key, value) {
    const counts = this.#shop.load?.byValue[key] ?? {};
    const byLoad = Object.hasOwn(counts, value) ? counts[value] : 0;
    const byPage = VISITOR_BAGGAGE[key] === value ? this.#visits : 0;
    return byLoad + byPage || undefined;
  }

  #copiedIn(attributes) {
    return this.#keys.copied.filter(key => Object.hasOwn(attributes, key));
  }
}

/** Whether it has a value of a key; any value where none is asked for. */
function has({ attributes }, key, value) {
  if (!key) return true;
  if (!Object.hasOwn(attributes, key)) return false;
  return value === undefined || String(attributes[key]) === value;
}

function spanOfTime(trace) {
  const start = Math.min(...trace.spans.map(span => span.start));
  const end = Math.max(
    ...trace.spans.map(({ start: from, duration }) => from + duration),
  );
  return { traceId: trace.traceId, start, duration: end - start };
}
