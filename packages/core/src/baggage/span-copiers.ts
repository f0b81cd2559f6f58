import type { Context, Span } from '@opentelemetry/api';

/** Copies the baggage of a context onto a span that is already running (rule A8). */
export interface SpanCopier {
  copyTo(span: Span, context: Context): void;
}

/**
 * Each span holds the processors that saw its start, under this property. So
 * the right ones are found with several tracer providers too, and nothing
 * outlives the span. By `Symbol.for`, because instrumentation that is required
 * and a handler that is imported have each their own copy (rule A9).
 */
const COPIERS: unique symbol = Symbol.for('@otel-baggage/core copiers');

interface MarkedSpan {
  [COPIERS]?: readonly SpanCopier[];
}

/**
 * Remembers that processors saw the span's start.
 *
 * @param copiers one list for all spans, which is not changed
 */
export function addCopiers(span: object, copiers: readonly SpanCopier[]): void {
  const marked: MarkedSpan = span;
  const others = marked[COPIERS];
  marked[COPIERS] = others === undefined ? copiers : [...others, ...copiers];
}

/** Where baggage is added at the API: there is one for all spans. */
const ATTACHED: unique symbol = Symbol.for('@otel-baggage/core attached');

interface Global {
  [ATTACHED]?: SpanCopier;
}

/** The one for spans that no processor saw, in place of the one before. */
export function attachCopier(copier: SpanCopier | undefined): void {
  (globalThis as Global)[ATTACHED] = copier;
}

/** Those that saw the span's start, and the attached one. */
export function copiersOf(span: object): readonly SpanCopier[] {
  const marked = (span as MarkedSpan)[COPIERS] ?? [];
  const attached = (globalThis as Global)[ATTACHED];
  return attached === undefined ? marked : [...marked, attached];
}
