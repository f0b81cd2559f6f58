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

const CREATED = 'undici:request:create';

/** The request that is being created. */
let current: UndiciRequest | undefined;

// Before the instrumentations, which find `current` then: modules are loaded
// before the instrumentations are made.
channels?.subscribe(CREATED, begin);

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

/** The part of `net.Socket` that is used here. */
interface Socket {
  readonly remoteAddress?: string;
  readonly encrypted?: boolean;
  write(chunk: unknown, ...more: unknown[]): boolean;
}

// The one place where undici tells a unix socket (rule T3a): the lines have been
// put together, and are what it writes next.
channels?.subscribe('undici:client:sendHeaders', message => {
  if (!isWatching) return;
  const { socket } = message as { socket: Socket };
  // TLS through a tunnel has no address either.
  if (socket.remoteAddress !== undefined || socket.encrypted) return;
  if (!isInForce()) return;
  const { write } = socket;
  socket.write = function (chunk, ...more) {
    this.write = write;
    const lines =
      typeof chunk === 'string' ? withoutBaggageLines(chunk) : chunk;
    return write.call(this, lines, ...more);
  };
});

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
