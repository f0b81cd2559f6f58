import { destinationsOf } from './destinations';
import { findingsOf } from './findings';
import { Refusal } from './http-server';
import { keysOf } from './keys';
import { sendRequest } from './send-request';
import { statisticsOf, ownValue } from './statistics';
import type { KeptTrace, Store } from './store';
import type { SendRequest, State, Trace, TraceSummary } from './types';

const MAX_ITEMS = 500;
const MAX_KEYS_SHOWN = 100;
/** A result that goes through all traces is kept for so long. */
const REMEMBERED_MS = 1000;

export interface ApiOptions {
  command?: string;
  send?: Partial<SendRequest>;
}

type Query = Record<string, string>;

/** Answers the page: the store as the HTTP API gives it. */
export class Api {
  private readonly remembered = new Map<
    string,
    { at: number; result: object }
  >();

  constructor(
    private readonly store: Store,
    private readonly options: ApiOptions,
    private readonly endpoint: () => string,
  ) {}

  /** @throws Refusal for what is not there */
  get(path: string, query: Query): object {
    const { store } = this;
    switch (path) {
      case '/api/state':
        return this.state();
      case '/api/stats': {
        const by = query.by ?? '';
        return this.once(`stats ${by}`, () => statisticsOf(store, by));
      }
      case '/api/traces':
        return { traces: this.traces(query) };
      case '/api/logs':
        return { logs: this.logs(query) };
      case '/api/destinations':
        return this.once(path, () => ({ destinations: destinationsOf(store) }));
      case '/api/keys':
        return this.once(path, () => ({ keys: keysOf(store) }));
    }
    const id = /^\/api\/traces\/([\da-f]+)$/.exec(path)?.[1];
    const trace = id === undefined ? undefined : store.trace(id);
    if (!trace?.spans.length) throw new Refusal(404, 'there is no such trace');
    return this.trace(trace);
  }

  /** @throws Refusal for what is not there, or cannot be done */
  async post(path: string, body: unknown): Promise<object> {
    if (path !== '/api/send') throw new Refusal(404, 'there is no such path');
    return sendRequest(body);
  }

  private state(): State {
    const { store, options } = this;
    const { findings } = this.once('findings', () => ({
      findings: findingsOf(store),
    }));
    return {
      keys: store.baggageKeys().slice(0, MAX_KEYS_SHOWN),
      services: store.services(),
      traces: store.traceCount,
      spans: store.counts.spans,
      logs: store.counts.logs,
      dataPoints: store.counts.dataPoints,
      endpoint: this.endpoint(),
      command: options.command,
      findings,
      send: { url: '', method: 'GET', header: '', ...options.send },
    };
  }

  private traces({ key, value, limit }: Query): TraceSummary[] {
    const most = limitOf(limit, 50);
    const found: TraceSummary[] = [];
    for (const trace of this.store.traces()) {
      if (found.length >= most) break;
      const { root, start, duration, services, entries } =
        this.store.derived(trace);
      if (root === undefined) continue;
      if (key && !isEqual(ownValue(entries, key), value)) continue;
      found.push({
        traceId: trace.traceId,
        start,
        duration,
        name: root.name,
        status: root.status === 'error' ? 'error' : 'ok',
        services,
        entries,
      });
    }
    return found;
  }

  private trace(trace: KeptTrace): Trace {
    const { start, duration, hops } = this.store.derived(trace);
    return {
      traceId: trace.traceId,
      start,
      duration,
      spans: [...trace.spans]
        .sort((a, b) => a.start - b.start)
        .map(({ traceId: _, ...span }) => span),
      hops,
      logs: [...trace.logs].sort((a, b) => a.time - b.time),
    };
  }

  private logs({ key, value, limit }: Query) {
    return this.store
      .logs()
      .filter(
        ({ attributes }) => !key || isEqual(ownValue(attributes, key), value),
      )
      .slice(0, limitOf(limit, 100));
  }

  private once<T extends object>(name: string, make: () => T): T {
    const known = this.remembered.get(name);
    if (known && Date.now() - known.at < REMEMBERED_MS) {
      return known.result as T;
    }
    if (this.remembered.size > MAX_ITEMS) this.remembered.clear();
    const result = make();
    // From its end: a slow one is not to be made again at once.
    this.remembered.set(name, { at: Date.now(), result });
    return result;
  }
}

function isEqual(found: unknown, value: string | undefined): boolean {
  return (
    found !== undefined && (value === undefined || String(found) === value)
  );
}

function limitOf(text: string | undefined, otherwise: number): number {
  const limit = Math.floor(Number(text));
  return limit > 0 ? Math.min(limit, MAX_ITEMS) : otherwise;
}
