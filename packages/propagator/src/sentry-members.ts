/**
 * The list-members of Sentry's propagator, `sentry-...`: together they describe one
 * trace. Where it writes its own for a request, those of the caller are of another
 * trace, and some of both are of none. Sentry's SDKs replace them all too.
 *
 * @see https://develop.sentry.dev/sdk/telemetry/traces/dynamic-sampling-context/
 */
import type { Context } from '@opentelemetry/api';
import { propagation } from '@opentelemetry/api';

const PREFIX = 'sentry-';
const MEMBER = /(?:^|,)[ \t]*sentry-/;

/** @param header one value or several */
export function hasSentryMembers(header: unknown): boolean {
  return [header].flat().some(value => MEMBER.test(String(value)));
}

/** @param header one value or several; undefined where there is none */
export function withoutSentryMembers(header: unknown): unknown {
  if (!hasSentryMembers(header)) return header;
  return [header].flat().flatMap(value =>
    String(value)
      .split(',')
      .filter(member => !MEMBER.test(member)),
  );
}

/** The context with the entries of its baggage that are not Sentry's. */
export function withoutSentryEntries(context: Context): Context {
  const baggage = propagation.getBaggage(context);
  if (baggage === undefined) return context;
  const keys = baggage
    .getAllEntries()
    .map(([key]) => key)
    .filter(key => key.startsWith(PREFIX));
  return keys.length === 0
    ? context
    : propagation.setBaggage(context, baggage.removeEntries(...keys));
}
