import type {
  Context,
  TextMapGetter,
  TextMapPropagator,
  TextMapSetter,
} from '@opentelemetry/api';
import { propagation } from '@opentelemetry/api';
import { BAGGAGE_HEADER } from '@otel-baggage/core';
import {
  assertKnownOptions,
  DropDiagnostics,
  type DropListener,
  extractBaggage,
  injectBaggage,
  type ResolvedBaggageLimits,
  resolveLimits,
} from '@otel-baggage/core/internal';
import { NAMESPACE } from './constants';
import { SensitiveKeyWarnings } from './sensitive-key-warnings';
import { TRUST_OPTIONS, TrustBoundary } from './trust-boundary';
import type { BaggagePropagatorOptions } from './types';

const OPTIONS: readonly string[] = [
  'maxEntries',
  'maxBytes',
  'meterProvider',
  ...TRUST_OPTIONS,
];

/**
 * Carries baggage in the `baggage` header, to the letter of the W3C document.
 *
 * @see https://www.w3.org/TR/baggage/
 * @see https://opentelemetry.io/docs/specs/otel/context/api-propagators/
 */
export class BaggagePropagator implements TextMapPropagator {
  private readonly limits: ResolvedBaggageLimits;
  private readonly boundary: TrustBoundary;
  private readonly sensitiveKeys = new SensitiveKeyWarnings(NAMESPACE);
  private readonly onDropExtracted: DropListener;
  private readonly onDropInjected: DropListener;

  /**
   * @param options all have defaults
   * @throws TypeError for an option of a wrong type or name (rule D3)
   */
  constructor(options: BaggagePropagatorOptions = {}) {
    assertKnownOptions(options, OPTIONS);
    this.limits = resolveLimits(options);
    const diagnostics = new DropDiagnostics(NAMESPACE, 'propagation');
    diagnostics.countWith(options.meterProvider);
    this.boundary = new TrustBoundary(options, diagnostics, this.sensitiveKeys);
    this.onDropExtracted = reason =>
      diagnostics.report(
        `extract.${reason}`,
        `dropped from a received baggage header: ${reason}`,
        reason === 'not_allowed' ? 'debug' : 'warn',
      );
    this.onDropInjected = reason =>
      diagnostics.report(
        `inject.${reason}`,
        `dropped from the baggage to send: ${reason}`,
        reason === 'not_allowed' ? 'debug' : 'warn',
      );
  }

  /**
   * Writes the header with one call of the setter, or none where there is
   * nothing to send or tracing is suppressed. Rules I1 to I8. Never throws,
   * unless the setter does.
   *
   * Where `egress.hosts` does not allow the destination, the carrier has no
   * baggage afterwards, even if it came with some (rule T3).
   */
  inject<Carrier>(
    context: Context,
    carrier: Carrier,
    setter: TextMapSetter<Carrier>,
  ): void {
    if (!this.boundary.mayLeave(context, carrier)) return;
    const baggage = propagation.getBaggage(context);
    if (baggage === undefined) return;
    const header = injectBaggage(
      baggage,
      this.limits,
      this.onDropInjected,
      this.boundary.isSent,
    );
    if (header === undefined) return;
    this.sensitiveKeys.watch(baggage);
    setter.set(carrier, BAGGAGE_HEADER, header);
  }

  /**
   * Reads the header into a new context; without one valid list-member that
   * is accepted the context that was given comes back. Rules E1 to E12, T1.
   * Never throws, unless the getter does.
   */
  extract<Carrier>(
    context: Context,
    carrier: Carrier,
    getter: TextMapGetter<Carrier>,
  ): Context {
    const header = getter.get(carrier, BAGGAGE_HEADER);
    if (header === undefined) return context;
    const baggage = extractBaggage(
      header,
      this.limits,
      this.onDropExtracted,
      this.boundary.isAccepted,
    );
    if (baggage === undefined) return context;
    this.sensitiveKeys.watch(baggage);
    return propagation.setBaggage(context, baggage);
  }

  /** The header fields that inject may set: `baggage`. */
  fields(): string[] {
    return [BAGGAGE_HEADER];
  }
}
