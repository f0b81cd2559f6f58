import type { Context } from '@opentelemetry/api';
import { ROOT_CONTEXT, propagation } from '@opentelemetry/api';

/** A context with this baggage and nothing else. */
export function contextOf(values: Record<string, string>): Context {
  const entries = Object.entries(values).map(([key, value]) => [
    key,
    { value },
  ]);
  return propagation.setBaggage(
    ROOT_CONTEXT,
    // `fromEntries` makes `__proto__` a property like any other.
    propagation.createBaggage(Object.fromEntries(entries)),
  );
}
