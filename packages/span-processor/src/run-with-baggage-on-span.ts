import type { Context, Span } from '@opentelemetry/api';
import {
  context as contextApi,
  createContextKey,
  trace,
} from '@opentelemetry/api';
import { type BaggageInput, contextWithBaggage } from '@otel-baggage/core';
import {
  copiersOf,
  serverSpanOf,
  setForSpan,
} from '@otel-baggage/core/internal';

/**
 * Runs a function in the active context with entries added to its baggage, and
 * copies them onto the span that is already running and onto the server span of the
 * HTTP instrumentation or of a framework, with the same selection as at a span's
 * start: for middleware that finds the tenant after the request's span has begun. The
 * durations that the server instrumentation records for the request have them too.
 *
 * On these spans the entries win over those of the caller: middleware has checked
 * them, a caller only claims them. Attributes that an instrumentation recorded stay.
 *
 * @param entries as `createBaggage` of `@otel-baggage/core` takes them; the
 *   function runs whatever they are
 * @returns what the function returns
 * @throws what the function throws
 * @example
 * app.use((request, response, next) => {
 *   runWithBaggageOnSpan({ 'tenant.id': tenantOf(request) }, next);
 * });
 */
export function runWithBaggageOnSpan<T>(entries: BaggageInput, fn: () => T): T {
  return contextApi.with(copyToSpans(contextWithBaggage(entries)), fn);
}

/**
 * Copies the baggage of a context onto its running span and onto the HTTP
 * server span, as {@link runWithBaggageOnSpan} does. Ignores spans that have ended
 * or are not recorded, and those that neither a `BaggageSpanProcessor` nor
 * `@otel-baggage/node` saw start. Never throws.
 *
 * @param context by default the active one
 * @example
 * const withTenant = contextWithBaggage({ 'tenant.id': 'acme' });
 * copyBaggageToSpan(withTenant);
 */
export function copyBaggageToSpan(
  context: Context = contextApi.active(),
): void {
  copyToSpans(context);
}

/** @returns the context, which knows of it */
function copyToSpans(context: Context): Context {
  let marked = context;
  for (const span of runningSpans(context)) {
    try {
      for (const copier of copiersOf(span)) copier.copyTo(span, context);
      marked = setForSpan(marked, span);
    } catch {
      // A span that is frozen, or that throws: the function runs all the same.
    }
  }
  return marked;
}

/**
 * The key of `getRPCMetadata` in the SDK's core package: context keys of one
 * description are one key, so the SDK need not be there at run time. The HTTP
 * instrumentation puts the server span there, while the active span may be
 * one that a framework's instrumentation has made of a middleware.
 */
const RPC_METADATA = createContextKey(
  'OpenTelemetry SDK Context Key RPC_METADATA',
);

function runningSpans(context: Context): Set<Span> {
  const spans = new Set<Span>();
  const active = trace.getSpan(context);
  if (active !== undefined) spans.add(active);
  const rpc = context.getValue(RPC_METADATA) as { span?: Span } | undefined;
  if (rpc?.span !== undefined) spans.add(rpc.span);
  // A framework's own, where `@otel-baggage/node` saw it start.
  const server = serverSpanOf(context);
  if (server !== undefined) spans.add(server);
  return spans;
}
