import type { IncomingMessage, ServerResponse } from 'node:http';
import { Api, type ApiOptions } from './api';
import {
  bodyOf,
  contentTypeOf,
  type LoopbackServer,
  Refusal,
  sendJson,
  startLoopbackServer,
} from './http-server';
import { readOtlp } from './otlp';
import type { Signal } from './otlp-schema';
import { sendPageFile } from './page-files';
import { Store } from './store';
import type {
  DataPoint,
  KeyRow,
  SendRequest,
  State,
  Stats,
  Trace,
} from './types';

/** The options of {@link startViewer}. */
export interface ViewerOptions {
  /**
   * Where to listen on 127.0.0.1; by default the system chooses.
   *
   * @default 0
   */
  port?: number;
  /** The command whose telemetry is shown, for the page to say. */
  command?: string;
  /** The request that the page's "Send" sends by default. */
  send?: Partial<SendRequest>;
}

/** A viewer that is running. */
export interface Viewer {
  /** Of the page; also what `OTEL_EXPORTER_OTLP_ENDPOINT` is set to. */
  readonly url: string;
  /** Returns the state that the page shows. */
  state(): State;
  /** Counts and latencies by the values of a key. */
  statistics(by: string): Stats;
  /** Every key that was seen. */
  keys(): KeyRow[];
  /** A trace with its hops; undefined while it is unknown. */
  trace(traceId: string): Trace | undefined;
  /** The last value of each series of metrics. */
  dataPoints(): DataPoint[];
  /** Sets what the page's "Send" sends where a person changes nothing. */
  setSend(send: Partial<SendRequest>): void;
  /** Ends it, with all connections. */
  close(): void;
}

const OTLP: Record<string, Signal> = {
  '/v1/traces': 'traces',
  '/v1/logs': 'logs',
  '/v1/metrics': 'metrics',
};
const JSON_TYPE = 'application/json';
const PROTOBUF_TYPE = 'application/x-protobuf';
/** The page is told of changes at most so often. */
const CHANGE_MS = 250;

/**
 * Starts the viewer on 127.0.0.1: an OTLP/HTTP receiver with a bounded store,
 * and the page that shows it.
 *
 * @throws Error where the port is taken
 * @example
 * const viewer = await startViewer({ port: 4318 });
 * console.log(viewer.url);
 */
export async function startViewer(
  options: ViewerOptions = {},
): Promise<Viewer> {
  const store = new Store();
  const settings: ApiOptions = { command: options.command, send: options.send };
  const api = new Api(store, settings, () => server.url);
  const server: LoopbackServer = await startLoopbackServer(
    options.port ?? 0,
    async (request, url, response) => {
      const { pathname } = url;
      const signal = Object.hasOwn(OTLP, pathname) ? OTLP[pathname] : undefined;
      if (signal !== undefined)
        return receive(store, signal, request, response);
      if (request.method === 'POST') {
        if (contentTypeOf(request) !== JSON_TYPE) {
          throw new Refusal(415, `expected the content type ${JSON_TYPE}`);
        }
        const body = jsonOf(await bodyOf(request));
        return sendJson(response, 200, await api.post(pathname, body));
      }
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        throw new Refusal(405, 'expected GET or POST');
      }
      if (pathname === '/api/events') return sendEvents(store, response);
      if (!pathname.startsWith('/api/'))
        return sendPageFile(pathname, response);
      const query = Object.fromEntries(url.searchParams);
      sendJson(response, 200, api.get(pathname, query));
    },
  );
  return {
    url: server.url,
    state: () => api.get('/api/state', {}) as State,
    statistics: by => api.get('/api/stats', { by }) as Stats,
    keys: () => (api.get('/api/keys', {}) as { keys: KeyRow[] }).keys,
    trace: traceId =>
      store.trace(traceId)?.spans.length
        ? (api.get(`/api/traces/${traceId}`, {}) as Trace)
        : undefined,
    dataPoints: () => store.dataPoints(),
    setSend: send => void (settings.send = send),
    close: () => server.close(),
  };
}

async function receive(
  store: Store,
  signal: Signal,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') throw new Refusal(405, 'expected POST');
  const type = contentTypeOf(request);
  if (type !== JSON_TYPE && type !== PROTOBUF_TYPE) {
    throw new Refusal(415, `expected ${JSON_TYPE} or ${PROTOBUF_TYPE}`);
  }
  const isJson = type === JSON_TYPE;
  const body = await bodyOf(request);
  let received;
  try {
    received = readOtlp(signal, body, isJson);
  } catch {
    throw new Refusal(400, `the body is not an export request in ${type}`);
  }
  store.add(received);
  response.writeHead(200, { 'content-type': type });
  // An empty message is an answer without a partial success.
  response.end(isJson ? '{}' : '');
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new Refusal(400, 'the body is not valid JSON');
  }
}

/** Server-sent events: `change` where something has changed. */
function sendEvents(store: Store, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
  });
  response.write('retry: 1000\n\n');
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      response.write('event: change\ndata: {}\n\n');
    }, CHANGE_MS);
  };
  store.listeners.add(tell);
  response.once('close', () => {
    clearTimeout(timer);
    store.listeners.delete(tell);
  });
}
