import type {
  Attributes,
  AttributeValue,
  Span,
  SpanContext,
} from '@opentelemetry/api';

/**
 * A span that records nothing, as the SDK makes one for a request that is not
 * sampled, but for the attributes it is given: they say where the request
 * goes, as long as it has not ended.
 */
export class UnsampledSpan implements Span {
  private readonly attributes: Attributes;
  private ended = false;

  /**
   * @param span the one of the SDK
   * @param attributes those that it was started with; they are copied
   */
  constructor(
    private readonly span: Span,
    attributes: Attributes | undefined,
  ) {
    this.attributes = { ...attributes };
  }

  /** The attributes; undefined after the span has ended. */
  get destination(): Attributes | undefined {
    return this.ended ? undefined : this.attributes;
  }

  spanContext(): SpanContext {
    return this.span.spanContext();
  }

  setAttribute(key: string, value: AttributeValue): this {
    this.attributes[key] = value;
    return this;
  }

  setAttributes(attributes: Attributes): this {
    Object.assign(this.attributes, attributes);
    return this;
  }

  addEvent(): this {
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  setStatus(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  end(): void {
    this.ended = true;
  }

  isRecording(): boolean {
    return false;
  }

  recordException(): void {}
}
