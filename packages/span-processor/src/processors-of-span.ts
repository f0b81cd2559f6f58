import type { Context, Span } from '@opentelemetry/api';

/** What of the processor is needed; it may come from another copy of this package. */
interface SpanCopier {
  copyTo(span: Span, context: Context): void;
}

/**
 * Each span holds the processors that saw its start, under this property. So
 * the right ones are found with several tracer providers too, and nothing
 * outlives the span. A set of all processors would not tell whose span it is;
 * a `WeakMap` costs a microsecond per span, the property some thirty
 * nanoseconds. By `Symbol.for`, because instrumentation that is required and
 * a handler that is imported have each their own copy of this module.
 */
const PROCESSORS: unique symbol = Symbol.for(
  '@otel-baggage/span-processor processors',
);

interface MarkedSpan {
  [PROCESSORS]?: readonly SpanCopier[];
}

/** Remembers that a processor saw the span's start. */
export function addProcessor(span: object, processor: SpanCopier): void {
  const marked: MarkedSpan = span;
  const others = marked[PROCESSORS];
  marked[PROCESSORS] =
    others === undefined ? [processor] : [...others, processor];
}

/** The processors that saw the span's start; none for unrecorded spans. */
export function processorsOf(span: object): readonly SpanCopier[] {
  return (span as MarkedSpan)[PROCESSORS] ?? [];
}
