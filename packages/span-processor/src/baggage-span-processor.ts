import type { Context, Span } from '@opentelemetry/api';
import { context as contextApi, propagation } from '@opentelemetry/api';
import type {
  BaggageAttributesOptions,
  BaggageKeyPredicate,
} from '@otel-baggage/core';
import {
  type AttributeTarget,
  BaggageAttributeSelector,
  DropDiagnostics,
  addCopier,
  rememberCopied,
} from '@otel-baggage/core/internal';

/**
 * Copies selected baggage entries of the parent context onto each span when
 * it starts, as attributes (rules A1 to A6). Attributes that are already
 * there stay.
 *
 * Baggage is sent to every service that is called, and what is copied is seen
 * by everybody who sees the spans: do not put secrets in it.
 *
 * A `SpanProcessor` of SDK 2 and SDK 3.
 *
 * @see https://opentelemetry.io/docs/concepts/signals/baggage/
 */
export class BaggageSpanProcessor {
  private readonly selector: BaggageAttributeSelector;

  /**
   * @param selection which entries are copied, and as what; or a predicate of
   *   the key, as upstream's processor of this name takes (rule A7)
   * @throws TypeError for an option of a wrong type or name (rule D3)
   */
  constructor(selection: BaggageAttributesOptions | BaggageKeyPredicate) {
    this.selector = new BaggageAttributeSelector(
      selection,
      new DropDiagnostics('@otel-baggage/span-processor', 'spans'),
    );
  }

  /** Copies the entries of the parent context. Never throws. */
  onStart(span: Span & AttributeTarget, parentContext: Context): void {
    addCopier(span, this);
    const baggage = propagation.getBaggage(parentContext);
    if (baggage === undefined) return;
    rememberCopied(span, this.selector.copy(baggage, span));
  }

  /**
   * Copies the entries of a context onto a span that is already running, for
   * baggage that was set after its start (rule A8). The selection is that of
   * {@link BaggageSpanProcessor.onStart}. What an instrumentation recorded
   * stays (rule A4), and what was copied from the baggage of the span's start
   * gives way. Nothing happens to a span that has ended, is not recorded, or
   * does not show its attributes. Never throws.
   *
   * @param span the running span
   * @param context the one with the baggage, by default the active one
   */
  copyTo(span: Span, context: Context = contextApi.active()): void {
    this.selector.copyToRunning(span, context);
  }

  /** Nothing is left to do then. */
  onEnd(_span?: unknown): void {}

  /** Nothing is waiting. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** Nothing is held. */
  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
