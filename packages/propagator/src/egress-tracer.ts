import type { Context, Span, SpanOptions, Tracer } from '@opentelemetry/api';
import { context as contextApi, trace } from '@opentelemetry/api';
import { goesOut } from './destination';
import { UnsampledSpan } from './unsampled-span';

/** The tracer of an `EgressTracerProvider`. */
export class EgressTracer implements Tracer {
  constructor(private readonly tracer: Tracer) {}

  startSpan(name: string, options?: SpanOptions, context?: Context): Span {
    const span = this.tracer.startSpan(name, options, context);
    return goesOut(options?.kind) && !span.isRecording()
      ? new UnsampledSpan(span, options?.attributes)
      : span;
  }

  startActiveSpan<R>(
    name: string,
    ...rest:
      | [fn: (span: Span) => R]
      | [options: SpanOptions, fn: (span: Span) => R]
      | [options: SpanOptions, context: Context, fn: (span: Span) => R]
  ): R {
    const fn = rest.at(-1) as (span: Span) => R;
    const [options, parent = contextApi.active()] = rest.slice(0, -1) as [
      SpanOptions?,
      Context?,
    ];
    const span = this.startSpan(name, options, parent);
    return contextApi.with(trace.setSpan(parent, span), fn, undefined, span);
  }
}
