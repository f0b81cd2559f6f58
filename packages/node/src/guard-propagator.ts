import type { TextMapPropagator } from '@opentelemetry/api';
import {
  GuardedPropagator,
  type BaggageTrustOptions,
} from '@otel-baggage/propagator';

/** Puts a propagator within the borders of rules T. */
export type Guard = (propagator: TextMapPropagator) => TextMapPropagator;

/** @returns undefined where everything may come in and go out */
export function guardFor(trust: BaggageTrustOptions): Guard | undefined {
  const { ingress, egress, sensitive = 'warn' } = trust;
  if (ingress === undefined && egress === undefined && sensitive === 'warn') {
    return undefined;
  }
  return propagator => new GuardedPropagator(propagator, trust);
}
