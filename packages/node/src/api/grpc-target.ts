import type { Attributes, Span } from '@opentelemetry/api';
import { hideDestination } from '@otel-baggage/propagator/internal';
import { override } from './override';

/** The instrumentation whose spans say less than the whole target. */
export const GRPC = '@opentelemetry/instrumentation-grpc';

type SetAttributes = (this: unknown, attributes: Attributes) => unknown;

/**
 * Has the destination of a gRPC call count as unknown where its span does not say
 * all of it (rule T3a). The instrumentation finds the end of a target that looks
 * like a name and a port: of `stack_orders:1` it says `orders`, of several
 * addresses the last, and behind a proxy it says the proxy.
 */
export function hideUnreadableTarget(span: Span): void {
  override<SetAttributes>(
    span,
    'setAttributes',
    set =>
      function (attributes) {
        const name =
          attributes['server.address'] ?? attributes['net.peer.name'];
        const port = attributes['server.port'] ?? attributes['net.peer.port'];
        if (name !== undefined) {
          const end = `${String(name)}:${String(port)}`;
          if (!isWhole(end) || isProxy(end)) hideDestination(span);
        }
        return set.call(this, attributes);
      },
  );
}

/**
 * Returns the text that an expression was matched with last. The instrumentation sets these
 * attributes right after it has matched the target, and says it nowhere else.
 */
const lastMatched = () => (RegExp as unknown as { input: string }).input;

/** The part that a target may have before its name. */
const BEFORE_NAME = /^(?:dns:(?:\/\/[^/]*\/)?|ipv4:)?$/;

function isWhole(end: string): boolean {
  const target = lastMatched();
  return (
    target.endsWith(end) &&
    BEFORE_NAME.test(target.slice(0, target.length - end.length))
  );
}

/** In the order of grpc-js, which takes the first that is set. */
const PROXY_VARIABLES = ['grpc_proxy', 'https_proxy', 'http_proxy'];

function isProxy(end: string): boolean {
  const url = PROXY_VARIABLES.map(name => process.env[name]).find(Boolean);
  if (url === undefined) return false;
  try {
    const { hostname, port } = new URL(url);
    return end === `${hostname}:${port || 80}`;
  } catch {
    return false;
  }
}
