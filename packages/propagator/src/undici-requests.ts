/**
 * The requests of undici, `fetch` among them, as undici tells of them before it
 * sends them: the application's headers are there by then. Its instrumentation
 * says of a destination what the path makes of it: in a URL
 * `http://evil//allowed/` the path names another host than undici connects to
 * (rule T3a).
 *
 * @see https://undici.nodejs.org/#/docs/api/DiagnosticsChannel
 */
import { BAGGAGE_HEADER } from '@otel-baggage/core';
import { isBaggageHeader, withoutBaggageLines } from './carrier';
import {
  channels,
  isInForce,
  isPathAllowed,
  isUrlAllowed,
} from './request-channels';

/** Of Node and of browsers; the types of neither are here. */
declare const URL: new (
  url: string,
  base?: string,
) => { readonly href: string };
declare function queueMicrotask(task: () => void): void;

/** The part of a request that is used here, of undici 5 to 8. */
interface UndiciRequest {
  readonly origin: unknown;
  readonly path: unknown;
  /** Names and values in turn; up to undici 5 as lines. */
  headers: unknown;
}

/** A connection of undici, undici 5 to 8. */
interface Connected {
  readonly connectParams: {
    /** With the port, if it is not the protocol's. */
    readonly host: string;
    readonly protocol: string;
  };
  readonly socket: Socket;
}

interface Socket {
  /** Undefined for a unix socket, and for TLS through a tunnel. */
  readonly remoteAddress?: string | undefined;
  readonly encrypted?: boolean | undefined;
  write: (this: unknown, chunk: unknown, ...rest: unknown[]) => unknown;
}

/**
 * Makes one header of what was written and of what else the request has.
 *
 * @returns undefined where nothing of it may be sent
 */
type Merge = (own: string | undefined, others: unknown) => string | undefined;

/** A request that is being created, and what is injected for it. */
interface Creation {
  readonly request: UndiciRequest;
  /** The header; undefined where there was no baggage. */
  own?: string | undefined;
  /** undefined where nothing is to be merged. */
  merge?: Merge;
}

const CREATED = 'undici:request:create';

let current: Creation | undefined;

// Before the instrumentations, which find `current` then: modules are loaded
// before the instrumentations are made.
channels?.subscribe(CREATED, begin);
channels?.subscribe('undici:client:connected', watchSocket);

/** Looks at requests behind the instrumentations that there are now. */
export function finishUndiciRequests(): void {
  channels?.unsubscribe(CREATED, end);
  channels?.subscribe(CREATED, end);
}

/**
 * Has the application's own header merged with what was injected (rule I2):
 * undici's instrumentation injects into an object of its own, and adds to the
 * request what it finds there.
 *
 * @param own the header that was injected, if any
 */
export function mergeUndiciHeaders(
  own: string | undefined,
  merge: Merge,
): void {
  if (current === undefined) return;
  current.own = own;
  current.merge = merge;
}

/**
 * Whether the request that is being created may have baggage.
 *
 * @param url what the instrumentation makes of it, by which it is told apart
 *   from a request of another client at the same time
 * @returns undefined where no request of that URL is being created
 */
export function mayUndiciSend(url: unknown): boolean | undefined {
  if (current === undefined) return undefined;
  try {
    const { request } = current;
    const origin = String(request.origin);
    const path = String(request.path);
    return url === origin + path || url === new URL(path, origin).href
      ? isSent(request)
      : undefined;
  } catch {
    return undefined;
  }
}

function isSent({ origin, path }: UndiciRequest): boolean {
  try {
    return isUrlAllowed!(String(origin)) && isPathAllowed(String(path));
  } catch {
    return false;
  }
}

function begin(message: unknown): void {
  const { request } = message as { request: UndiciRequest };
  const creation: Creation = { request };
  current = creation;
  // Again, for this time some subscribers may be called behind `end`.
  queueMicrotask(() => {
    if (current === creation) current = undefined;
    finish(creation);
  });
  finishUndiciRequests();
}

function end(message: unknown): void {
  const { request } = message as { request: UndiciRequest };
  finish(current?.request === request ? current : { request });
}

function finish(creation: Creation): void {
  const { request } = creation;
  if (isInForce() && !isSent(request)) removeBaggage(request);
  else mergeHeaders(creation);
}

function mergeHeaders({ request: { headers }, own, merge }: Creation): void {
  if (merge === undefined || !Array.isArray(headers)) return;
  const positions: number[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    if (isNamedBaggage(headers[i])) positions.push(i);
  }
  const values = positions.map(i => headers[i + 1] as unknown);
  if (own !== undefined) {
    const injected = values.lastIndexOf(own);
    // Another request's, or nothing beside it.
    if (injected === -1 || values.length === 1) return;
    values.splice(injected, 1);
  }
  if (values.length === 0) return;
  const header = merge(own, values.flat());
  for (const i of positions.reverse()) headers.splice(i, 2);
  if (header !== undefined) headers.push(BAGGAGE_HEADER, header);
}

function isNamedBaggage(name: unknown): boolean {
  return (
    typeof name === 'string' &&
    name.length === BAGGAGE_HEADER.length &&
    name.toLowerCase() === BAGGAGE_HEADER
  );
}

function removeBaggage(request: UndiciRequest): void {
  const { headers } = request;
  if (Array.isArray(headers)) {
    for (let i = headers.length - 2; i >= 0; i -= 2) {
      if (isBaggageHeader(String(headers[i]))) headers.splice(i, 2);
    }
  } else if (typeof headers === 'string') {
    request.headers = withoutBaggageLines(headers);
  }
}

/** The head of a request, which undici writes in one piece before the body. */
const REQUEST_HEAD = /^[^\r\n]* HTTP\/1\.1\r\n/;

/**
 * Keeps baggage off a socket that leads elsewhere than the origin of a request
 * says: a unix socket, or a proxy, of which undici 6 does not tell in a request.
 */
function watchSocket(message: unknown): void {
  const { connectParams, socket } = message as Connected;
  const { write } = socket;
  socket.write = function (chunk, ...rest) {
    const isRefused =
      isInForce() &&
      typeof chunk === 'string' &&
      REQUEST_HEAD.test(chunk) &&
      !leadsToAllowed(connectParams, socket);
    return write.call(
      this,
      isRefused ? withoutBaggageLines(chunk) : chunk,
      ...rest,
    );
  };
}

function leadsToAllowed(
  { protocol, host }: Connected['connectParams'],
  { remoteAddress, encrypted = false }: Socket,
): boolean {
  return (
    (remoteAddress !== undefined || encrypted) &&
    isUrlAllowed!(`${protocol}//${host}/`)
  );
}
