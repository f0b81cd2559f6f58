import type {
  BaggageKeySelection,
  BaggageLimits,
  SelfObservationOptions,
  SensitiveKeys,
} from '@otel-baggage/core';

/** Which baggage leaves the process, and to which hosts. */
export interface BaggageEgress {
  /**
   * Which keys are sent.
   *
   * @default all
   */
  keys?: BaggageKeySelection;
  /**
   * The hosts that baggage is sent to: exact names, `*.example.com` for all
   * names below it (not `example.com` itself), IPv4 and IPv6 addresses, each
   * with a port (`localhost:8080`, `[::1]:8080`) or for all ports. A request
   * whose destination is another, or is not known, gets no baggage. An empty
   * list sends none to anybody.
   *
   * The destination is what the client span of the request says. One that is
   * not sampled says nothing by itself: with `@otel-baggage/node` it is known
   * all the same, with this propagator alone it is not.
   *
   * @default all, and those that are not known
   */
  hosts?: readonly string[];
}

/** The trust boundary: what may come in and go out, and to which hosts. */
export interface BaggageTrustOptions {
  /**
   * Which keys are accepted from outside; the others are dropped when a
   * header is read.
   *
   * @default all
   */
  ingress?: BaggageKeySelection;
  /** Which baggage leaves the process, and to which hosts. */
  egress?: BaggageEgress;
  /**
   * Keys whose values may be secrets. `'warn'` logs each key that `SENSITIVE_KEYS`
   * matches once, and lets it pass; `'drop'` neither accepts nor sends it; a list
   * of patterns, not case sensitive, drops the keys that it matches, and warns of
   * the others.
   *
   * @default 'warn'
   */
  sensitive?: SensitiveKeys;
}

/** Options of the `BaggagePropagator`; all have defaults. */
export interface BaggagePropagatorOptions
  extends BaggageLimits, BaggageTrustOptions, SelfObservationOptions {}
