/**
 * The requests of undici, `fetch` among them, as undici tells of them before it
 * sends them. Its instrumentation says of a destination what the path makes of
 * it: in a URL `http://evil//allowed/` the path names another host than undici
 * connects to (rule T3a).
 *
 * @see https://undici.nodejs.org/#/docs/api/DiagnosticsChannel
 */
import { propagation } from '@opentelemetry/api';
import { BAGGAGE_HEADER } from '@otel-baggage/core';

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

/** Says whether baggage may go to a URL, for which an origin will do. */
type UrlPolicy = (url: string) => boolean;

type Listener = (message: unknown) => void;

interface DiagnosticsChannels {
  subscribe(name: string, listener: Listener): void;
  unsubscribe(name: string, listener: Listener): void;
}

const CREATED = 'undici:request:create';

// Before the instrumentations, which find `current` then: modules are loaded
// before the instrumentations are made.
const channels = subscribe();

/** The request that is being created. */
let current: UndiciRequest | undefined;
/** That of the propagator that has injected last. */
let isAllowed: UrlPolicy | undefined;
/** Whether there is a propagator that has one. */
let isWatching = false;

function subscribe(): DiagnosticsChannels | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?(id: string): unknown };
  };
  const found = process?.getBuiltinModule?.('node:diagnostics_channel') as
    DiagnosticsChannels | undefined;
  found?.subscribe(CREATED, begin);
  return found;
}

/** Looks at requests from now on, for a propagator that is to have a policy. */
export function watchUndici(): void {
  isWatching = true;
}

/**
 * Has baggage taken out of requests to origins that are not allowed, whoever
 * wrote it there, as long as a propagator is registered that writes it.
 */
export function enforceForUndici(policy: UrlPolicy): void {
  isAllowed = policy;
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
      isAllowed!(String(origin)) &&
      (!ABSOLUTE_FORM.test(target) || isAllowed!(target))
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
  if (isAllowed === undefined || isSent(request)) return;
  if (propagation.fields().includes(BAGGAGE_HEADER)) removeBaggage(request);
}

function removeBaggage(request: UndiciRequest): void {
  const { headers } = request;
  if (Array.isArray(headers)) {
    for (let i = headers.length - 2; i >= 0; i -= 2) {
      if (isBaggage(headers[i])) headers.splice(i, 2);
    }
  } else if (typeof headers === 'string') {
    request.headers = headers.replace(BAGGAGE_LINES, '');
  }
}

function isBaggage(name: unknown): boolean {
  return String(name).toLowerCase() === BAGGAGE_HEADER;
}

const BAGGAGE_LINES = /^baggage:.*\r\n/gim;
