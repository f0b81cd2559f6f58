/**
 * Requests of `http` and `https`, as Node.js 22.12 and later tells of them before
 * it sends them. A client that follows a redirect by copying headers sets them
 * on a request that is made already, past what was injected (rule T3c); and that
 * a request goes to a socket nothing else says (rule T3a).
 *
 * @see https://nodejs.org/api/diagnostics_channel.html#event-httpclientrequestcreated
 */
import { type Span, trace } from '@opentelemetry/api';
import { isBaggageHeader, withoutBaggageLines } from './carrier';
import {
  channels,
  isInForce,
  isPathAllowed,
  isUrlAllowed,
} from './request-channels';

type SetHeader = (this: unknown, name: string, value: unknown) => unknown;

/** The part of `ClientRequest` that is used here. */
interface HttpRequest {
  readonly host: string;
  readonly protocol: string;
  readonly path: string;
  readonly socketPath?: string | null;
  getHeader(name: string): unknown;
  getHeaderNames(): string[];
  removeHeader(name: string): void;
  setHeader: SetHeader;
  appendHeader: SetHeader;
  /** Private: the headers where they were given as a list. */
  _header?: unknown;
}

/** The span of the request that is being made, and the decision by it. */
let decidedSpan: Span | undefined;
let decidedHost: unknown;
let isDecidedAllowed = false;

channels?.subscribe('http.client.request.created', message => {
  const span = decidedSpan;
  decidedSpan = undefined;
  if (!isInForce()) return;
  const { request } = message as { request: HttpRequest };
  const isDecided =
    span !== undefined &&
    span === trace.getActiveSpan() &&
    decidedHost === request.host;
  const isAllowed =
    !request.socketPath && (isDecided ? isDecidedAllowed : maySend(request));
  if (!isAllowed) withhold(request);
});

/**
 * Says what was decided by the span of a request, which knows more of it. It is
 * the active one when the request is made.
 *
 * @param host to which it goes
 */
export function decideHttpRequest(
  span: Span,
  host: unknown,
  isAllowed: boolean,
): void {
  if (channels === undefined) return;
  decidedSpan = span;
  decidedHost = host;
  isDecidedAllowed = isAllowed;
}

function maySend(request: HttpRequest): boolean {
  try {
    const { host, protocol, path } = request;
    const named = String(
      request.getHeader('host') ?? HOST_LINE.exec(textOf(request))?.[1] ?? host,
    );
    const port = /:\d+$/.exec(named)?.[0] ?? '';
    const address = host.includes(':') ? `[${host}]` : host;
    return (
      isUrlAllowed!(`${protocol}//${address}${port}/`) &&
      isUrlAllowed!(`${protocol}//${named}/`) &&
      isPathAllowed(path)
    );
  } catch {
    return false;
  }
}

const HOST_LINE = /^host: *(.*?)\r$/im;

function textOf({ _header }: HttpRequest): string {
  return typeof _header === 'string' ? _header : '';
}

/** Takes out baggage that is there, and lets none be added. */
function withhold(request: HttpRequest): void {
  for (const name of request.getHeaderNames()) {
    if (isBaggageHeader(name)) request.removeHeader(name);
  }
  if (textOf(request) !== '') {
    request._header = withoutBaggageLines(textOf(request));
  }
  for (const method of ['setHeader', 'appendHeader'] as const) {
    const set = request[method];
    request[method] = function (name, value) {
      return isBaggageHeader(name) ? this : set.call(this, name, value);
    };
  }
}
