import type { Context } from '@opentelemetry/api';
import type { SpanProcessorLike } from './types';

/**
 * A span processor that is made when it is first needed. The SDK's own
 * metrics need that: the meter provider they are given is registered after
 * the processors have been handed to the SDK.
 */
export class LateSpanProcessor implements SpanProcessorLike {
  readonly #create: () => SpanProcessorLike;
  #created?: SpanProcessorLike;

  constructor(create: () => SpanProcessorLike) {
    this.#create = create;
  }

  get #processor(): SpanProcessorLike {
    return (this.#created ??= this.#create());
  }

  onStart(span: unknown, parentContext: Context): void {
    this.#processor.onStart(span, parentContext);
  }

  onEnd(span: unknown): void {
    this.#processor.onEnd(span);
  }

  forceFlush(): Promise<void> {
    return this.#processor.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#processor.shutdown();
  }
}
