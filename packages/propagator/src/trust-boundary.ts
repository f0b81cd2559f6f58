import type { Context } from '@opentelemetry/api';
import { propagation } from '@opentelemetry/api';
import type { BaggageKeySelection, KeyMatcher } from '@otel-baggage/core';
import {
  assertKnownOptions,
  compileDroppedKeys,
  compileKeySelection,
  type DropDiagnostics,
  isTracingSuppressed,
} from '@otel-baggage/core/internal';
import { EgressHosts, type EgressDecision } from './egress-hosts';
import type { SensitiveKeyWarnings } from './sensitive-key-warnings';
import type { BaggageTrustOptions } from './types';

/** The message when a whole baggage is not sent, and its level. */
const NOT_SENT = {
  destination_unknown: [
    'baggage not sent, because no span says where the request goes and egress.hosts is set',
    'warn',
  ],
  host_not_allowed: [
    'baggage not sent to a host that egress.hosts does not name',
    'debug',
  ],
} as const satisfies Record<Exclude<EgressDecision, 'allowed'>, unknown>;

/** The keys that are accepted and sent, and the hosts that receive them. Rules T1 to T4. */
export class TrustBoundary {
  /** undefined where all keys are accepted. */
  readonly isAccepted: KeyMatcher | undefined;
  /** undefined where all keys are sent. */
  readonly isSent: KeyMatcher | undefined;
  /** undefined where all may have baggage. */
  readonly hosts: EgressHosts | undefined;

  /** @throws TypeError for an option of a wrong type (rule D3) */
  constructor(
    { ingress, egress = {}, sensitive }: BaggageTrustOptions,
    private readonly diagnostics: DropDiagnostics,
    private readonly sensitiveKeys: SensitiveKeyWarnings,
  ) {
    assertKnownOptions(egress, ['keys', 'hosts'], 'egress');
    const isSensitive = compileDroppedKeys(sensitive);
    this.isAccepted = this.border(ingress, 'ingress', isSensitive);
    this.isSent = this.border(egress.keys, 'egress.keys', isSensitive);
    this.hosts =
      egress.hosts === undefined ? undefined : new EgressHosts(egress.hosts);
  }

  /**
   * Whether the destination of a request may have baggage at all (rule T3).
   * Where it may not, and there is some, that is said. Never throws.
   */
  allows(context: Context, carrier: unknown): boolean {
    if (this.hosts === undefined) return true;
    const decision = this.decide(this.hosts, context, carrier);
    if (decision === 'allowed') return true;
    if (
      propagation.getBaggage(context) !== undefined &&
      !isTracingSuppressed(context)
    ) {
      const [message, level] = NOT_SENT[decision];
      this.diagnostics.report(`inject.${decision}`, message, level);
    }
    return false;
  }

  private decide(
    hosts: EgressHosts,
    context: Context,
    carrier: unknown,
  ): EgressDecision {
    try {
      return hosts.decide(context, carrier);
    } catch {
      return 'destination_unknown'; // The carrier or the span threw.
    }
  }

  /**
   * The context for another propagator, which may write its baggage in a way of
   * its own (rule T3b): with what may leave.
   *
   * @param isAllowed what {@link allows} says of the destination
   */
  contextForOthers(context: Context, isAllowed: boolean): Context {
    const { isSent } = this;
    if (isAllowed && isSent === undefined) return context;
    const baggage = propagation.getBaggage(context);
    if (baggage === undefined) return context;
    if (!isAllowed) return propagation.deleteBaggage(context);
    try {
      const others = baggage
        .getAllEntries()
        .map(([key]) => key)
        .filter(key => !isSent!(key));
      return others.length === 0
        ? context
        : propagation.setBaggage(context, baggage.removeEntries(...others));
    } catch {
      return propagation.deleteBaggage(context);
    }
  }

  /** Which keys pass; undefined where all do. */
  private border(
    selection: BaggageKeySelection | undefined,
    option: string,
    isSensitive: KeyMatcher | undefined,
  ): KeyMatcher | undefined {
    const isSelected = compileKeySelection(selection, option);
    if (isSensitive === undefined) {
      return isSelected;
    }
    return key => {
      if (isSelected?.(key) === false) return false;
      if (!isSensitive(key)) return true;
      this.sensitiveKeys.warn(key, 'is sensitive, and dropped');
      return false;
    };
  }
}
