/**
 * The requests of undici, `fetch` among them, as undici tells of them before it
 * sends them. Its instrumentation says of a destination what the path makes of
 * it: in a URL `http://evil//allowed/` the path names another host than undici
 * connects to (rule T3a).
 *
 * @see https://undici.nodejs.org/#/docs/api/DiagnosticsChannel
 */
import { isBaggageHeader, withoutBaggageLines } from './carrier';
import {
  channels,
  isInForce,
  isUrlAllowed,
  isWatching,
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

/** What undici has connected to, undici 5 to 8. */
interface Connected {
  readonly connectParams: {
    /** With the port, if it is not the protocol's. */
    readonly host: string;
    readonly protocol: string;
  };
  readonly socket: Socket;
}

interface Socket {
  /** Undefined for a unix socket. */
  readonly remoteAddress?: string | undefined;
  write: (this: unknown, chunk: unknown, ...rest: unknown[]) => unknown;
}

const CREATED = 'undici:request:create';

/** The request that is being created. */
let current: UndiciRequest | undefined;

// Before the instrumentations, which find `current` then: modules are loaded
// before the instrumentations are made.
channels?.subscribe(CREATED, begin);
channels?.subscribe('undici:client:connected', watchSocket);

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
    const origin = String(current.origin);
    const path = String(current.path);
    return url === origin + path || url === new URL(path, origin).href
      ? isSent(current)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A path that is a URL is for a proxy, which sends it on to there. */
const ABSOLUTE_FORM = /^[a-z][a-z\d+.-]*:\/\//i;

function isSent({ origin, path }: UndiciRequest): boolean {
  try {
    const target = String(path);
    return (
      isUrlAllowed!(String(origin)) &&
      (!ABSOLUTE_FORM.test(target) || isUrlAllowed!(target))
    );
  } catch {
    return false;
  }
}

function begin(message: unknown): void {
  if (!isWatching) return;
  current = (message as { request: UndiciRequest }).request;
  queueMicrotask(() => {
    current = undefined;
  });
  // Behind all instrumentations, when ever they were made.
  channels!.unsubscribe(CREATED, enforce);
  channels!.subscribe(CREATED, enforce);
}

function enforce(message: unknown): void {
  const { request } = message as { request: UndiciRequest };
  if (isInForce() && !isSent(request)) removeBaggage(request);
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

/** What undici writes in one piece before a body, which follows in others. */
const REQUEST_HEAD = /^[^\r\n]* HTTP\/1\.1\r\n/;

/**
 * Keeps baggage off a socket that leads elsewhere than the origin of a request
 * says: a unix socket, or a proxy, of which undici 6 does not tell in a request.
 */
function watchSocket(message: unknown): void {
  if (!isWatching) return;
  const { connectParams, socket } = message as Connected;
  const { write } = socket;
  socket.write = function (chunk, ...rest) {
    const isRefused =
      typeof chunk === 'string' &&
      REQUEST_HEAD.test(chunk) &&
      isInForce() &&
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
  { remoteAddress }: Socket,
): boolean {
  return remoteAddress !== undefined && isUrlAllowed!(`${protocol}//${host}/`);
}
