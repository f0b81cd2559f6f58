import type { Context, Span } from '@opentelemetry/api';
import {
  context as contextApi,
  createContextKey,
  trace,
} from '@opentelemetry/api';
import { type BaggageInput, contextWithBaggage } from '@otel-baggage/core';
import { processorsOf } from './processors-of-span';

/**
 * Runs a function in the active context with these entries added to its
 * baggage, and copies them onto the span that is already running and onto the
 * HTTP server span, as their processors select (rule A8). For the middleware
 * that finds out the tenant when the request's span has long begun.
 *
 * Attributes that a span has stay as they are (rule A4), also those that came
 * from the baggage of its start.
 *
 * @param entries as `createBaggage` of `@otel-baggage/core` takes them; the
 *   function runs whatever they are (rule C2a)
 * @returns what the function returns
 * @throws what the function throws
 */
export function runWithBaggageOnSpan<T>(entries: BaggageInput, fn: () => T): T {
  const context = contextWithBaggage(entries);
  copyBaggageToSpan(context);
  return contextApi.with(context, fn);
}

/**
 * Copies the baggage of a context onto its running span and onto the HTTP
 * server span, as the processors that saw their start select (rule A8).
 * Attributes that a span has stay. Nothing happens to spans that have ended,
 * are not recorded, or that no `BaggageSpanProcessor` saw. Never throws.
 *
 * @param context by default the active one
 */
export function copyBaggageToSpan(
  context: Context = contextApi.active(),
): void {
  for (const span of runningSpans(context)) {
    for (const processor of processorsOf(span)) processor.copyTo(span, context);
  }
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
  return spans;
}
