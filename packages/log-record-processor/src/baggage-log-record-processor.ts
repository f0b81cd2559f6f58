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
 * attributes, from the context given at emit. Attributes that are already there
 * stay.
 *
 * Baggage is sent to every downstream service, and copied entries are visible to
 * everyone who sees the log records: do not put secrets in it.
 *
 * A `LogRecordProcessor` of SDK 2 and SDK 3.
 *
 * @example
 * const provider = new LoggerProvider({
 *   processors: [
 *     new BaggageLogRecordProcessor({ included: ['tenant.id'] }),
 *     new BatchLogRecordProcessor({ exporter }),
 *   ],
 * });
 * @see https://opentelemetry.io/docs/concepts/signals/baggage/
 */
export class BaggageLogRecordProcessor {
  private readonly selector: BaggageAttributeSelector;

  /**
   * @param selection which entries are copied, and as what; or a predicate of
   *   the key, as upstream's processor of this name takes
   * @throws TypeError for an option of a wrong type or name
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

  /** Returns `false`: other processors decide whether a record is wanted. */
  enabled(): boolean {
    return false;
  }

  /** Does nothing: all is copied at once. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** Does nothing: there is nothing to release. */
  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
