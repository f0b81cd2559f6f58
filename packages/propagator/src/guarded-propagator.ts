import type {
  Baggage,
  Context,
  TextMapGetter,
  TextMapPropagator,
  TextMapSetter,
} from '@opentelemetry/api';
import { propagation } from '@opentelemetry/api';
import type { KeyMatcher } from '@otel-baggage/core';
import {
  assertKnownOptions,
  DropDiagnostics,
} from '@otel-baggage/core/internal';
import { NAMESPACE } from './constants';
import { SensitiveKeyWarnings } from './sensitive-key-warnings';
import { TRUST_OPTIONS, TrustBoundary } from './trust-boundary';
import type { BaggageTrustOptions } from './types';

/**
 * Another propagator that carries baggage, in headers of its own as Jaeger's
 * does, within the same borders as `BaggagePropagator`: what may not leave is
 * not in the context that it injects, and what is not accepted not in the one
 * that it extracted.
 */
export class GuardedPropagator implements TextMapPropagator {
  private readonly boundary: TrustBoundary;

  /** @throws TypeError for an option of a wrong type or name (rule D3) */
  constructor(
    private readonly propagator: TextMapPropagator,
    options: BaggageTrustOptions,
  ) {
    assertKnownOptions(options, TRUST_OPTIONS);
    this.boundary = new TrustBoundary(
      options,
      new DropDiagnostics(NAMESPACE, 'propagation'),
      new SensitiveKeyWarnings(NAMESPACE),
    );
  }

  inject<Carrier>(
    context: Context,
    carrier: Carrier,
    setter: TextMapSetter<Carrier>,
  ): void {
    const allowed = this.boundary.mayLeave(context, carrier)
      ? withAllowedKeys(context, this.boundary.isSent)
      : propagation.deleteBaggage(context);
    this.propagator.inject(allowed, carrier, setter);
  }

  extract<Carrier>(
    context: Context,
    carrier: Carrier,
    getter: TextMapGetter<Carrier>,
  ): Context {
    const extracted = this.propagator.extract(context, carrier, getter);
    return baggageOf(extracted) === baggageOf(context)
      ? extracted
      : withAllowedKeys(extracted, this.boundary.isAccepted);
  }

  fields(): string[] {
    return this.propagator.fields();
  }
}

function baggageOf(context: Context): Baggage | undefined {
  return propagation.getBaggage(context);
}

function withAllowedKeys(
  context: Context,
  isAllowed: KeyMatcher | undefined,
): Context {
  const baggage = baggageOf(context);
  if (baggage === undefined || isAllowed === undefined) return context;
  const others = baggage
    .getAllEntries()
    .map(([key]) => key)
    .filter(key => !isAllowed(key));
  return others.length === 0
    ? context
    : propagation.setBaggage(context, baggage.removeEntries(...others));
}
