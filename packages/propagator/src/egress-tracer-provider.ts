import type { Tracer, TracerProvider } from '@opentelemetry/api';
import { EgressTracer } from './egress-tracer';

/** What the API's global provider has besides. */
interface DelegatingTracerProvider extends TracerProvider {
  getDelegate?(): TracerProvider;
}

/**
 * A tracer provider for instrumentations of clients and producers, with which
 * `egress.hosts` knows the destination of a request that is not sampled. The
 * span of such a request keeps no attributes; those of this provider do until
 * they end, and are those of the SDK in all else, as all other spans are:
 * nothing is sampled, recorded or exported that would not have been.
 *
 *     registerInstrumentations({
 *       instrumentations,
 *       tracerProvider: new EgressTracerProvider(trace.getTracerProvider()),
 *     });
 *
 * `withBaggage` does that for the instrumentations given to NodeSDK.
 */
export class EgressTracerProvider implements TracerProvider {
  /** @param provider of the SDK, or the global one of the API */
  constructor(private readonly provider: DelegatingTracerProvider) {}

  /** The SDK's tracer, but for the spans of requests that are not sampled. */
  getTracer(...args: Parameters<TracerProvider['getTracer']>): Tracer {
    return new EgressTracer(this.provider.getTracer(...args));
  }

  /** The SDK's provider, for those who flush it. */
  getDelegate(): TracerProvider {
    return this.provider.getDelegate?.() ?? this.provider;
  }
}
