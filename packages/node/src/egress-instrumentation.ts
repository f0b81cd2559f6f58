import type { TracerProvider } from '@opentelemetry/api';
import { EgressTracerProvider } from '@otel-baggage/propagator';
import { name, version } from '../package.json';

/** The part of an instrumentation that is used here. */
interface InstrumentationLike {
  setTracerProvider?(provider: TracerProvider): void;
}

/**
 * Comes behind the instrumentations given to the SDK, to be given the tracer
 * provider after them. What it does with it is to give it to them once more,
 * as one that keeps the destination of requests that are not sampled.
 */
class EgressInstrumentation {
  readonly instrumentationName = name;
  readonly instrumentationVersion = version;

  constructor(private readonly others: readonly InstrumentationLike[]) {}

  setTracerProvider(provider: TracerProvider): void {
    const egress = new EgressTracerProvider(provider);
    for (const other of this.others) other.setTracerProvider?.(egress);
  }

  getConfig(): { enabled: boolean } {
    return { enabled: true };
  }

  setConfig(): void {}
  setMeterProvider(): void {}
  setLoggerProvider(): void {}
  enable(): void {}
  disable(): void {}
}

/**
 * The instrumentations for the SDK with which `egress.hosts` knows the
 * destination of requests that are not sampled (rule T3).
 *
 * @param given a list of instrumentations and of lists of them
 * @returns what is given where that is no list
 */
export function knowingDestinations(given: unknown): unknown {
  if (!Array.isArray(given)) return given;
  const others = given.flat() as InstrumentationLike[];
  return [...others, new EgressInstrumentation(others)];
}
