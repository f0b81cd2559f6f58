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
import { removeBaggage } from './carrier';
import { EgressHosts, type EgressDecision } from './egress-hosts';
import { rememberKeys } from './remember-keys';
import type { SensitiveKeyWarnings } from './sensitive-key-warnings';
import type { BaggageTrustOptions } from './types';

/** The names of {@link BaggageTrustOptions}. */
export const TRUST_OPTIONS = ['ingress', 'egress', 'sensitive'] as const;

/** What is said when a whole baggage is not sent, and how loud. */
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

/** What may come in and go out, and to whom. Rules T1 to T4. */
export class TrustBoundary {
  /** undefined where all keys are accepted. */
  readonly isAccepted: KeyMatcher | undefined;
  /** undefined where all keys are sent. */
  readonly isSent: KeyMatcher | undefined;
  private readonly hosts: EgressHosts | undefined;

  /** @throws TypeError for an option of a wrong type (rule D3) */
  constructor(
    { ingress, egress = {}, sensitive }: BaggageTrustOptions,
    private readonly diagnostics: DropDiagnostics,
    private readonly sensitiveKeys: SensitiveKeyWarnings,
  ) {
    assertKnownOptions(egress, ['keys', 'hosts']);
    const isSensitive = compileDroppedKeys(sensitive);
    this.isAccepted = this.border(ingress, 'ingress', isSensitive);
    this.isSent = this.border(egress.keys, 'egress.keys', isSensitive);
    this.hosts =
      egress.hosts === undefined ? undefined : new EgressHosts(egress.hosts);
  }

  /**
   * Whether the baggage of a context is sent at all: not where tracing is
   * suppressed (rule I1), nor to a destination that is not allowed (rule T3),
   * for which baggage that the carrier came with is taken away as well.
   */
  mayLeave(context: Context, carrier: unknown): boolean {
    const decision = this.hosts?.decide(context, carrier) ?? 'allowed';
    if (decision !== 'allowed') removeBaggage(carrier);
    if (isTracingSuppressed(context)) return false;
    if (decision === 'allowed') return true;
    if (propagation.getBaggage(context) !== undefined) {
      const [message, level] = NOT_SENT[decision];
      this.diagnostics.report(`inject.${decision}`, message, level);
    }
    return false;
  }

  /** Which keys pass; undefined where all do. */
  private border(
    selection: BaggageKeySelection | undefined,
    option: string,
    isSensitive: KeyMatcher | undefined,
  ): KeyMatcher | undefined {
    const isSelected = compileKeySelection(selection, option);
    if (isSensitive === undefined) {
      return isSelected && rememberKeys(isSelected);
    }
    return rememberKeys(key => {
      if (isSelected?.(key) === false) return false;
      if (!isSensitive(key)) return true;
      this.sensitiveKeys.warn(key, 'is sensitive, and dropped');
      return false;
    });
  }
}
