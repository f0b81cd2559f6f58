import type { Context, Span, SpanOptions } from '@opentelemetry/api';
import { SpanKind, trace } from '@opentelemetry/api';
import {
  absentFrom,
  attachCopier,
  type BaggageAttribute,
  completeCopied,
  type SpanCopier,
  withAttributes,
  withServerSpan,
} from '@otel-baggage/core/internal';
import { keepDestination } from '@otel-baggage/propagator/internal';
import { activeContext, contexts } from './active-context';
import type { Attachment } from './attachment';
import { GRPC, hideUnreadableTarget } from './grpc-target';
import { type Holder, override, valuesIn, wrapProvider } from './override';

/** The API's own provider, and what the SDK's keep beside the interface. */
interface KnownProvider {
  setDelegate?(delegate: KnownProvider): void;
  getDelegate?(): KnownProvider;
  /** Private: the tracers that it has given out. */
  _tracers?: ReadonlyMap<unknown, KnownTracer>;
}

interface KnownTracer {
  readonly instrumentationScope?: { readonly name?: string };
}

type StartSpan = (
  this: unknown,
  name: string,
  options?: SpanOptions,
  context?: Context,
) => Span;

/**
 * Has the spans of a provider get baggage attributes, which samplers and all
 * processors see since they are there at the start (rule R1).
 */
export function wrapTracerProvider(
  provider: KnownProvider,
  attachment: Attachment,
): void {
  attachCopier(copierOf(attachment));
  const before = provider.getDelegate?.();
  if (typeof provider.setDelegate !== 'function') {
    wrapDelegate(provider, attachment);
  } else if (before !== undefined && before !== delegateOfNew(provider)) {
    wrapDelegate(before, attachment);
  } else {
    // The API's proxy is registered before it has its delegate.
    override<(this: unknown, delegate: KnownProvider) => void>(
      provider,
      'setDelegate',
      setDelegate =>
        function (delegate) {
          wrapDelegate(delegate, attachment);
          setDelegate.call(this, delegate);
        },
    );
  }
}

function copierOf({ spans, hops }: Attachment): SpanCopier | undefined {
  if (hops === undefined) {
    return (
      spans && { copyTo: (span, context) => spans.copyToRunning(span, context) }
    );
  }
  return {
    copyTo(span, context) {
      spans?.copyToRunning(span, context);
      hops.noteContext(span, context, namesOf(spans?.selectIn(context)));
    },
  };
}

function namesOf(selected: readonly BaggageAttribute[] = []): string[] {
  return selected.map(({ name }) => name);
}

/** Returns the no-op provider of this copy of the API; a bundle may rename its class. */
function delegateOfNew({ constructor }: KnownProvider): unknown {
  return new (constructor as new () => KnownProvider)().getDelegate?.();
}

function wrapDelegate(provider: KnownProvider, attachment: Attachment): void {
  const tracers = valuesIn(provider._tracers);
  wrapProvider(provider, attachment, 'getTracer', tracers, wrapTracer);
}

function wrapTracer(
  tracer: KnownTracer,
  holder: Holder<Attachment>,
  name = tracer.instrumentationScope?.name,
): void {
  const isGrpc = name === GRPC;
  override<StartSpan>(tracer, 'startSpan', start =>
    startSpan(start, holder, isGrpc),
  );
  // Not every SDK's calls the other.
  override(tracer, 'startActiveSpan', () => startActiveSpan);
}

function startSpan(
  start: StartSpan,
  holder: Holder<Attachment>,
  isGrpc: boolean,
): StartSpan {
  return function (name, options, context = activeContext()) {
    const { spans, hasEgressHosts, hops } = holder.attachment;
    const selected = spans?.selectIn(context);
    const given = options?.attributes;
    let span: Span;
    if (selected === undefined || selected.length === 0) {
      span = start.call(this, name, options, context);
    } else {
      const copy: SpanOptions = { attributes: {}, ...options };
      copy.attributes = withAttributes(given, selected);
      span = start.call(this, name, copy, context);
      completeCopied(span, absentFrom(given, selected));
    }
    hops?.noteStart(span, context, namesOf(selected));
    if (hasEgressHosts) {
      keepDestination(span, options?.kind, given);
      if (isGrpc) hideUnreadableTarget(span);
    }
    return span;
  };
}

function startActiveSpan(
  this: { startSpan: StartSpan },
  name: string,
  ...rest: unknown[]
): unknown {
  const fn = rest.pop() as (span: Span) => unknown;
  const [options, parent = activeContext()] = rest as [SpanOptions?, Context?];
  const span = this.startSpan(name, options, parent);
  const inSpan = trace.setSpan(parent, span);
  const isServer = options?.kind === SpanKind.SERVER;
  const context = isServer ? withServerSpan(inSpan, span) : inSpan;
  return contexts().with(context, fn, undefined, span);
}
