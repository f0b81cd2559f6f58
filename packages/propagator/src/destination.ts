import type { Attributes, Context, Span } from '@opentelemetry/api';
import { SpanKind, trace } from '@opentelemetry/api';
import { UnsampledSpan } from './unsampled-span';

/** The part of the SDK's spans that is read here, SDK 2 and 3. */
interface SdkSpan extends Span {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  readonly droppedAttributesCount?: number;
  /** Private. Where it is not there, no limit is known of. */
  readonly _spanLimits?: { readonly attributeValueLengthLimit?: number };
}

/**
 * The attributes that say where the request goes that a context is injected
 * for: those of the client or producer span in it, as long as the span has not
 * ended. Not of others: what a server span has in `server.address` comes from
 * the request.
 *
 * @returns undefined also where some were left out or cut by the limits of
 *   the SDK
 */
export function destinationOf(context: Context): Attributes | undefined {
  const span = trace.getSpan(context);
  if (span instanceof UnsampledSpan) return span.destination;
  return span && destinationOfSdkSpan(span);
}

function destinationOfSdkSpan(span: SdkSpan): Attributes | undefined {
  const { attributes, droppedAttributesCount = 0 } = span;
  if (
    attributes === undefined ||
    droppedAttributesCount > 0 ||
    !goesOut(span.kind) ||
    !span.isRecording()
  ) {
    return undefined;
  }
  const limit = span._spanLimits?.attributeValueLengthLimit;
  return limit !== undefined && isCut(attributes, limit)
    ? undefined
    : attributes;
}

/** Whether the span is one of a request or message that is sent. */
export function goesOut(kind: SpanKind | undefined): boolean {
  return kind === SpanKind.CLIENT || kind === SpanKind.PRODUCER;
}

/**
 * Whether an address may lack its end, with which it would be another one. Of
 * a URL the end does not matter: its path comes after the host.
 *
 * @param limit in characters; 0 is none
 */
function isCut(attributes: Attributes, limit: number): boolean {
  return (
    limit > 0 &&
    (isAsLong(attributes['server.address'], limit) ||
      isAsLong(attributes['net.peer.name'], limit))
  );
}

function isAsLong(value: unknown, limit: number): boolean {
  return typeof value === 'string' && value.length >= limit;
}
