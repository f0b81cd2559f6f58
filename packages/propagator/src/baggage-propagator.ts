import type {
  Context,
  TextMapGetter,
  TextMapPropagator,
  TextMapSetter,
} from '@opentelemetry/api';
import { createContextKey, propagation } from '@opentelemetry/api';
import {
  BAGGAGE_HEADER,
  DropDiagnostics,
  assertKnownOptions,
  extractBaggage,
  injectBaggage,
  resolveLimits,
  type DropListener,
  type ResolvedBaggageLimits,
} from '@otel-baggage/core';
import type { BaggagePropagatorOptions } from './types';

/**
 * The key of `isTracingSuppressed` in the SDK's core package: context keys
 * of one description are one key, so the SDK need not be there at run time.
 */
const SUPPRESS_TRACING = createContextKey(
  'OpenTelemetry SDK Context Key SUPPRESS_TRACING',
);

const OPTIONS: readonly string[] = ['maxEntries', 'maxBytes'];

/**
 * Carries baggage in the `baggage` header, to the letter of the W3C document.
 *
 * @see https://www.w3.org/TR/baggage/
 * @see https://opentelemetry.io/docs/specs/otel/context/api-propagators/
 */
export class BaggagePropagator implements TextMapPropagator {
  private readonly limits: ResolvedBaggageLimits;
  private readonly onDropExtracted: DropListener;
  private readonly onDropInjected: DropListener;

  /**
   * @param options all have defaults
   * @throws TypeError for an option of a wrong type or name (rule D3)
   */
  constructor(options: BaggagePropagatorOptions = {}) {
    assertKnownOptions(options, OPTIONS);
    this.limits = resolveLimits(options);
    const diagnostics = new DropDiagnostics('@otel-baggage/propagator');
    this.onDropExtracted = reason =>
      diagnostics.report(
        `extract ${reason}`,
        `dropped from a received baggage header: ${reason}`,
      );
    this.onDropInjected = reason =>
      diagnostics.report(
        `inject ${reason}`,
        `dropped from the baggage to send: ${reason}`,
      );
  }

  /**
   * Writes the header with one call of the setter, or none where there is
   * nothing to send or tracing is suppressed. Rules I1 to I8. Never throws,
   * unless the setter does.
   */
  inject<Carrier>(
    context: Context,
    carrier: Carrier,
    setter: TextMapSetter<Carrier>,
  ): void {
    const baggage = propagation.getBaggage(context);
    if (baggage === undefined) return;
    if (context.getValue(SUPPRESS_TRACING) === true) return;
    const header = injectBaggage(baggage, this.limits, this.onDropInjected);
    if (header !== undefined) setter.set(carrier, BAGGAGE_HEADER, header);
  }

  /**
   * Reads the header into a new context; without one valid list-member the
   * context that was given comes back. Rules E1 to E12. Never throws, unless
   * the getter does.
   */
  extract<Carrier>(
    context: Context,
    carrier: Carrier,
    getter: TextMapGetter<Carrier>,
  ): Context {
    const header = getter.get(carrier, BAGGAGE_HEADER);
    if (header === undefined) return context;
    const baggage = extractBaggage(header, this.limits, this.onDropExtracted);
    if (baggage === undefined) return context;
    return propagation.setBaggage(context, baggage);
  }

  /** The header fields that inject may set: `baggage`. */
  fields(): string[] {
    return [BAGGAGE_HEADER];
  }
}
