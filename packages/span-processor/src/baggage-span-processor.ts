import type { Context, Span } from '@opentelemetry/api';
import { propagation } from '@opentelemetry/api';
import {
  BaggageAttributeSelector,
  DropDiagnostics,
  type AttributeTarget,
  type BaggageAttributesOptions,
  type BaggageKeyPredicate,
} from '@otel-baggage/core';

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
      new DropDiagnostics('@otel-baggage/span-processor'),
    );
  }

  /** Copies the entries of the parent context. Never throws. */
  onStart(span: Span & AttributeTarget, parentContext: Context): void {
    const baggage = propagation.getBaggage(parentContext);
    if (baggage !== undefined) this.selector.copy(baggage, span);
  }

  /** Nothing is left to do then. */
  onEnd(): void {}

  /** Nothing is waiting. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** Nothing is held. */
  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
