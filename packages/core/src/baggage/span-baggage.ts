import type { Baggage, Context, Span } from '@opentelemetry/api';
import { createContextKey, propagation, trace } from '@opentelemetry/api';
import type { BaggageAttribute } from '../types';

/**
 * The baggage remembered with a span, under properties of its own: a `WeakMap`
 * costs a microsecond for each span, a property some thirty nanoseconds, and
 * nothing outlives the span. By `Symbol.for`, so that two copies of this
 * package know the same (rule A9).
 */
const COPIED: unique symbol = Symbol.for('@otel-baggage/core copied');
const BAGGAGE: unique symbol = Symbol.for('@otel-baggage/core baggage');

interface MarkedSpan {
  [COPIED]?: readonly BaggageAttribute[];
  [BAGGAGE]?: Baggage;
}

/** Remembers which attributes of a span came from baggage, and their values. */
export function rememberCopied(
  span: object,
  attributes: readonly BaggageAttribute[],
): void {
  if (attributes.length === 0) return;
  const marked: MarkedSpan = span;
  const before = marked[COPIED];
  marked[COPIED] =
    before === undefined ? attributes : withLatest(before, attributes);
}

function withLatest(
  before: readonly BaggageAttribute[],
  attributes: readonly BaggageAttribute[],
): readonly BaggageAttribute[] {
  const isThere = ({ name }: BaggageAttribute) =>
    attributes.some(other => other.name === name);
  return [...before.filter(other => !isThere(other)), ...attributes];
}

/** The attributes of a span that came from baggage; others may have replaced them. */
export function copiedOnto(span: object): readonly BaggageAttribute[] {
  return (span as MarkedSpan)[COPIED] ?? [];
}

/** Contexts whose own baggage says what was set for the span in them. */
const SET_FOR_SPAN = /* @__PURE__ */ createContextKey(
  '@otel-baggage/core set for span',
);

/**
 * Remembers that the baggage of a context was set for a span that began before
 * (rule A8). A measurement in that context, or in one made of it, has that
 * baggage anyway; one outside, such as the duration of the request,
 * finds it at the span (rule M9).
 */
export function setForSpan(context: Context, span: object): Context {
  const baggage = propagation.getBaggage(context);
  if (baggage !== undefined) (span as MarkedSpan)[BAGGAGE] = baggage;
  return context.setValue(SET_FOR_SPAN, true);
}

/** The baggage that a measurement in this context has (rules A6 and M9). */
export function baggageOfMeasurement(context: Context): Baggage | undefined {
  const span = trace.getSpan(context) as MarkedSpan | undefined;
  const set = span?.[BAGGAGE];
  return set === undefined || context.getValue(SET_FOR_SPAN) === true
    ? propagation.getBaggage(context)
    : set;
}

const SERVER_SPAN = /* @__PURE__ */ createContextKey(
  '@otel-baggage/core server span',
);

/** Remembers which span in a context is the server's, for all contexts made of it. */
export function withServerSpan(context: Context, span: Span): Context {
  return context.setValue(SERVER_SPAN, span);
}

/** The span that {@link withServerSpan} remembered, which may have ended. */
export function serverSpanOf(context: Context): Span | undefined {
  return context.getValue(SERVER_SPAN) as Span | undefined;
}
