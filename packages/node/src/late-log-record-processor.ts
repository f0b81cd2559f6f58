import type { Context } from '@opentelemetry/api';
import type { LogRecordProcessorLike } from './types';

/** As {@link LateSpanProcessor}, for log records. */
export class LateLogRecordProcessor implements LogRecordProcessorLike {
  readonly #create: () => LogRecordProcessorLike;
  #created?: LogRecordProcessorLike;

  constructor(create: () => LogRecordProcessorLike) {
    this.#create = create;
  }

  get #processor(): LogRecordProcessorLike {
    return (this.#created ??= this.#create());
  }

  onEmit(logRecord: unknown, context?: Context): void {
    this.#processor.onEmit(logRecord, context);
  }

  forceFlush(): Promise<void> {
    return this.#processor.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#processor.shutdown();
  }
}
