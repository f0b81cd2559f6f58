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
  addCopiers,
  rememberCopied,
  type SpanCopier,
} from '@otel-baggage/core/internal';

/**
 * Copies selected baggage entries of the parent context onto each span when
 * it starts, as attributes. Attributes that are already there stay.
 *
 * Baggage is sent to every downstream service, and copied entries are visible to
 * everyone who sees the spans: do not put secrets in it.
 *
 * A `SpanProcessor` of SDK 2 and SDK 3.
 *
 * @example
 * const provider = new BasicTracerProvider({
 *   spanProcessors: [
 *     new BaggageSpanProcessor({ included: ['tenant.id'] }),
 *     new BatchSpanProcessor(exporter),
 *   ],
 * });
 * @see https://opentelemetry.io/docs/concepts/signals/baggage/
 */
export class BaggageSpanProcessor {
  private readonly selector: BaggageAttributeSelector;
  private readonly copiers: readonly SpanCopier[] = [this];

  /**
   * @param selection which entries are copied, and as what; or a predicate of
   *   the key, as upstream's processor of this name takes
   * @throws TypeError for an option of a wrong type or name
   */
  constructor(selection: BaggageAttributesOptions | BaggageKeyPredicate) {
    this.selector = new BaggageAttributeSelector(
      selection,
      new DropDiagnostics('@otel-baggage/span-processor', 'spans'),
    );
  }

  /** Copies the entries of the parent context. Never throws. */
  onStart(span: Span & AttributeTarget, parentContext: Context): void {
    addCopiers(span, this.copiers);
    const baggage = propagation.getBaggage(parentContext);
    if (baggage === undefined) return;
    rememberCopied(span, this.selector.copy(baggage, span));
  }

  /**
   * Copies the entries of a context onto a span that is already running, for
   * baggage that was set after its start, with the same selection as
   * {@link BaggageSpanProcessor.onStart}. Keeps the attributes that an
   * instrumentation recorded, and replaces those that were copied at the start.
   * Ignores a span that has ended, is not recorded, or does not show its
   * attributes. Never throws.
   *
   * @param span the running span
   * @param context the one with the baggage, by default the active one
   */
  copyTo(span: Span, context: Context = contextApi.active()): void {
    this.selector.copyToRunning(span, context);
  }

  /** Does nothing. */
  onEnd(_span?: unknown): void {}

  /** Does nothing: all is copied at once. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** Does nothing: there is nothing to release. */
  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
