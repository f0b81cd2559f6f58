import type { Attributes, Span } from '@opentelemetry/api';
import { SpanKind } from '@opentelemetry/api';
import { copiedOnto, isCopied } from '@otel-baggage/core/internal';

/** The part of the SDK's spans that is read here, SDK 2 and 3. */
interface SdkSpan extends Span {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  readonly droppedAttributesCount?: number;
  readonly ended?: boolean;
  /** Private. Where it is not there, no limit is known of. */
  readonly _spanLimits?: { readonly attributeValueLengthLimit?: number };
}

/** The destination of a request, as the client's instrumentation reports it. */
export interface Destination {
  readonly address: unknown;
  readonly url: unknown;
  /** Of the semantic conventions before they were stable. */
  readonly oldAddress: unknown;
  readonly oldUrl: unknown;
  readonly port: unknown;
  /** Whether the instrumentation itself has said it, and no processor. */
  readonly isFirstHand: boolean;
}

/**
 * The instrumentation's own report of a request, under this property of its
 * span: a span that is not sampled keeps no attributes, and to one that is
 * somebody else's processor may add some. By `Symbol.for`: another copy of this
 * package may look for them (rule A9).
 */
const KEPT: unique symbol = Symbol.for('@otel-baggage/propagator destination');

interface KeepingSpan extends Span {
  [KEPT]?: Attributes | undefined;
}

/**
 * Keeps what the instrumentation says of an outgoing request, until its span
 * ends. Nothing is recorded or exported that would not have been.
 *
 * @param span of the SDK; of no use to others, since each has its own
 * @param kind with which it was started
 * @param attributes with which its instrumentation started it
 */
export function keepDestination(
  span: Span,
  kind: SpanKind | undefined,
  attributes: Attributes | undefined,
): void {
  if (!goesOut(kind)) return;
  if (span.isRecording()) {
    if (isTold(attributes)) {
      (span as KeepingSpan)[KEPT] = attributes;
      return;
    }
    if (!hasMore(span, attributes)) return;
  }
  const kept: Attributes = { ...attributes };
  const { setAttribute, setAttributes, end } = span;
  Object.assign<KeepingSpan, Partial<KeepingSpan>>(span, {
    [KEPT]: kept,
    setAttribute(key, value) {
      kept[key] = value;
      return setAttribute.call(this, key, value);
    },
    setAttributes(attributes) {
      Object.assign(kept, attributes);
      return setAttributes.call(this, attributes);
    },
    end(endTime) {
      (span as KeepingSpan)[KEPT] = undefined;
      end.call(this, endTime);
    },
  });
}

/** Whether an HTTP client has told where the request goes. */
function isTold(attributes: Attributes | undefined): boolean {
  return (
    attributes !== undefined &&
    (attributes['url.full'] ?? attributes['http.url']) !== undefined
  );
}

/** The attributes that a destination is read from. */
const EVIDENCE = [
  'server.address',
  'url.full',
  'net.peer.name',
  'http.url',
  'server.port',
  'net.peer.port',
] as const;

/** Whether a processor or sampler has named a destination when the span began. */
function hasMore(span: SdkSpan, given: Attributes = {}): boolean {
  const { attributes = {} } = span;
  return EVIDENCE.some(name => attributes[name] !== given[name]);
}

/** Has the destination of a request count as unknown. */
export function hideDestination(span: Span): void {
  (span as KeepingSpan)[KEPT] = {};
}

/**
 * Where the request goes whose client or producer span this is, as long as the
 * span has not ended. Not of others: what a server span has in `server.address`
 * comes from the request. Attributes copied from baggage are not
 * evidence (rule T3a).
 *
 * @returns undefined where it is not known, also where attributes were left out
 *   or cut by the limits of the SDK
 */
export function destinationOf(span: Span | undefined): Destination | undefined {
  if (span === undefined || (span as SdkSpan).ended === true) return undefined;
  const kept = (span as KeepingSpan)[KEPT];
  const attributes = kept ?? attributesOfSdkSpan(span);
  if (attributes === undefined) return undefined;

  const isSuspect = kept === undefined && copiedOnto(span).length > 0;
  return toldBy(
    isSuspect ? withoutCopied(span, attributes) : attributes,
    kept !== undefined,
  );
}

/** By name: six properties looked up by a variable cost 100 ns of each call. */
function toldBy(attributes: Attributes, isFirstHand: boolean): Destination {
  return {
    address: attributes['server.address'],
    url: attributes['url.full'],
    oldAddress: attributes['net.peer.name'],
    oldUrl: attributes['http.url'],
    port: attributes['server.port'] ?? attributes['net.peer.port'],
    isFirstHand,
  };
}

function withoutCopied(span: Span, attributes: Attributes): Attributes {
  const evidence: Attributes = {};
  for (const name of EVIDENCE) {
    if (!isCopied(span as never, name)) evidence[name] = attributes[name];
  }
  return evidence;
}

function attributesOfSdkSpan(span: SdkSpan): Attributes | undefined {
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
function goesOut(kind: SpanKind | undefined): boolean {
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
