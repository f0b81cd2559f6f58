import type { Baggage, Context } from '@opentelemetry/api';
import { propagation, trace } from '@opentelemetry/api';
import { headerOf } from './carrier';
import { type Destination, destinationOf } from './destination';
import { decideHttpRequest } from './http-requests';
import { enforceForRequests } from './request-channels';
import { mayUndiciSend } from './undici-requests';
import {
  compileHostPatterns,
  parseHost,
  type AllowedPorts,
  type Host,
} from './host-patterns';

/** The decision of `egress.hosts` on a request. */
export type EgressDecision =
  'allowed' | 'destination_unknown' | 'host_not_allowed';

/** The destinations that are remembered: those of a few clients. */
const SLOTS = 8;

/** A destination reported by an instrumentation, and the decision on it. */
interface Decided {
  readonly address: unknown;
  readonly port: unknown;
  /** Up to the path, `/` and all; undefined where there is no URL. */
  readonly urlStart: string | undefined;
  readonly decision: EgressDecision;
}

/**
 * Decides to whom baggage is sent (rules T2, T3). It fails closed: a request
 * is allowed when something is known of its destination, and all that is known
 * is allowed.
 */
export class EgressHosts {
  private readonly allowedPortsOf: (name: string) => AllowedPorts | undefined;
  private readonly recent: Decided[] = [];
  private nextSlot = 0;

  /** @throws TypeError for anything but an array of host patterns (rule D3) */
  constructor(patterns: readonly string[]) {
    this.allowedPortsOf = compileHostPatterns(patterns);
  }

  /**
   * Never throws.
   *
   * @param context with the span of the request
   * @param carrier the headers of the request, of which `Host` counts too: to
   *   a forward proxy it may be all that names the real destination
   */
  decide(context: Context, carrier: unknown): EgressDecision {
    enforceForRequests(this.allowsUrl);
    const span = trace.getSpan(context);
    const destination = destinationOf(span);
    if (destination === undefined) return 'destination_unknown';
    const { address, url, oldAddress, oldUrl } = destination;
    const maySend = mayUndiciSend(url);
    if (maySend !== undefined) return maySend ? 'allowed' : 'host_not_allowed';

    // HTTP clients give both when they start a span, and a Host header.
    const isHttp =
      (address !== undefined && url !== undefined) ||
      (oldAddress !== undefined && oldUrl !== undefined);
    if (
      !destination.isFirstHand &&
      isNamedIn(propagation.getBaggage(context), destination)
    ) {
      return 'destination_unknown';
    }
    const decision = this.decideBySpan(destination, carrier);
    if (isHttp) {
      decideHttpRequest(span!, address ?? oldAddress, decision === 'allowed');
    }
    return decision;
  }

  private decideBySpan(
    { address, url, oldAddress, oldUrl, port }: Destination,
    carrier: unknown,
  ): EgressDecision {
    const decision =
      oldAddress === undefined && oldUrl === undefined
        ? this.decideOn(address, port, url)
        : both(
            this.decideOn(address, port, url),
            this.decideOn(oldAddress, port, oldUrl),
          );
    if (decision !== 'allowed' || (url === undefined && oldUrl === undefined)) {
      return decision;
    }
    const host = headerOf(carrier, 'host');
    return host === undefined ? decision : this.decideOn(host, port, undefined);
  }

  /** Whether baggage may go to a URL, for which an origin will do. */
  readonly allowsUrl = (url: string): boolean => {
    const start = URL_START.exec(`${url}/`);
    return start !== null && this.areAllowed(undefined, undefined, start);
  };

  private decideOn(
    address: unknown,
    port: unknown,
    url: unknown,
  ): EgressDecision {
    if (address === undefined && url === undefined) {
      return 'destination_unknown';
    }
    for (const decided of this.recent) {
      if (
        decided.address === address &&
        decided.port === port &&
        startsWith(url, decided.urlStart)
      ) {
        return decided.decision;
      }
    }

    const start = url === undefined ? undefined : startOf(url);
    if (start === null) return 'host_not_allowed';
    const isAllowed = this.areAllowed(address, port, start);
    const decision = isAllowed ? 'allowed' : 'host_not_allowed';
    this.recent[this.nextSlot] = {
      address,
      port,
      urlStart: start?.[0],
      decision,
    };
    this.nextSlot = (this.nextSlot + 1) % SLOTS;
    return decision;
  }

  /** An address, the host of a URL, or both. */
  private areAllowed(
    address: unknown,
    port: unknown,
    start: RegExpExecArray | undefined,
  ): boolean {
    if (start === undefined) return this.isAllowed(hostOf(address), port);
    const [, scheme, authority] = start as unknown as [string, string, string];
    const host = hostOf(authority.slice(authority.lastIndexOf('@') + 1));
    // An instrumentation may leave 80 and 443 out, whatever the scheme.
    const knownPort =
      port ?? host?.port ?? DEFAULT_PORTS.get(scheme.toLowerCase());
    return (
      this.isAllowed(host, knownPort) &&
      (address === undefined || this.isAllowed(hostOf(address), knownPort))
    );
  }

  /** @param port where the host does not say it */
  private isAllowed(host: Host | undefined, port: unknown): boolean {
    const ports = host && this.allowedPortsOf(host.name);
    if (ports === undefined) return false;
    return ports === true || ports.has(host?.port ?? numberOf(port));
  }
}

function numberOf(port: unknown): number {
  return typeof port === 'string' ? Number(port) : (port as number);
}

function hostOf(text: unknown): Host | undefined {
  return typeof text === 'string' ? parseHost(text) : undefined;
}

/** `scheme://authority/`; where no "/" ends the authority it may be cut. */
const URL_START = /^([a-z][a-z\d+.-]*):\/\/([^/\\?#\s]*)\//i;

function startOf(url: unknown): RegExpExecArray | null {
  return typeof url === 'string' ? URL_START.exec(url) : null;
}

function startsWith(url: unknown, start: string | undefined): boolean {
  if (start === undefined) return url === undefined;
  // A quarter of the time of startsWith().
  return typeof url === 'string' && url.indexOf(start) === 0;
}

/** Where the scheme of a URL says the port. */
const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
]);

/**
 * Whether the baggage itself may name the destination, which comes from the
 * network: somebody else's processor that copies entries onto spans sets
 * attributes that the instrumentation has not set, or overwrites them.
 */
function isNamedIn(
  baggage: Baggage | undefined,
  { address, url, oldAddress, oldUrl, port }: Destination,
): boolean {
  if (baggage === undefined) return false;
  try {
    return (
      isNamed(baggage, 'server.address', address) ||
      isNamed(baggage, 'url.full', url) ||
      isNamed(baggage, 'net.peer.name', oldAddress) ||
      isNamed(baggage, 'http.url', oldUrl) ||
      isNamed(baggage, 'server.port', port) ||
      isNamed(baggage, 'net.peer.port', port)
    );
  } catch {
    return true;
  }
}

function isNamed(baggage: Baggage, name: string, evidence: unknown): boolean {
  return evidence !== undefined && baggage.getEntry(name) !== undefined;
}

/** Of two decisions on what is known, of which there may be nothing. */
function both(one: EgressDecision, other: EgressDecision): EgressDecision {
  if (one === 'destination_unknown') return other;
  if (other === 'destination_unknown') return one;
  return one === 'allowed' ? other : one;
}
