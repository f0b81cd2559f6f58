import type { Context } from '@opentelemetry/api';
import { propagation } from '@opentelemetry/api';
import type {
  BaggageAttributesOptions,
  BaggageKeyPredicate,
} from '@otel-baggage/core';
import {
  type AttributeTarget,
  BaggageAttributeSelector,
  DropDiagnostics,
} from '@otel-baggage/core/internal';

/**
 * Copies selected baggage entries onto each log record when it is emitted, as
 * attributes (rules A1 to A6), from the context given at emit. Attributes
 * that are already there stay.
 *
 * Baggage is sent to every service that is called, and what is copied is seen
 * by everybody who sees the log records: do not put secrets in it.
 *
 * A `LogRecordProcessor` of SDK 2 and SDK 3.
 *
 * @see https://opentelemetry.io/docs/concepts/signals/baggage/
 */
export class BaggageLogRecordProcessor {
  private readonly selector: BaggageAttributeSelector;

  /**
   * @param selection which entries are copied, and as what; or a predicate of
   *   the key, as upstream's processor of this name takes (rule A7)
   * @throws TypeError for an option of a wrong type or name (rule D3)
   */
  constructor(selection: BaggageAttributesOptions | BaggageKeyPredicate) {
    this.selector = new BaggageAttributeSelector(
      selection,
      new DropDiagnostics('@otel-baggage/log-record-processor', 'logs'),
    );
  }

  /** Copies the entries of the context. Never throws. */
  onEmit(logRecord: AttributeTarget, context?: Context): void {
    if (context === undefined) return;
    const baggage = propagation.getBaggage(context);
    if (baggage !== undefined) this.selector.copy(baggage, logRecord);
  }

  /**
   * Whether somebody wants a record is for the other processors to say: one
   * that does not say wants them all.
   */
  enabled(): boolean {
    return false;
  }

  /** Nothing is waiting. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** Nothing is held. */
  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
