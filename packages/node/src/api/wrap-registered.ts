import type { TextMapPropagator } from '@opentelemetry/api';
import type { Attachment } from './attachment';
import { wrapLoggerProvider } from './logger-provider';
import { wrapMeterProvider } from './meter-provider';
import type { Kind } from './registry';
import { wrapTracerProvider } from './tracer-provider';

/**
 * Adds baggage to what registers with the API: the provider of whatever SDK, each
 * wrapper says what it needs of it, or a propagator.
 *
 * @returns what takes its place
 * @throws where that cannot be done
 */
export function wrapRegistered(
  attachment: Attachment,
  kind: Kind,
  registered: unknown,
): unknown {
  if (kind === 'propagation') {
    return attachment.propagatorFor(registered as TextMapPropagator);
  }
  WRAPPERS[kind](registered as object, attachment);
  return registered;
}

const WRAPPERS = {
  trace: wrapTracerProvider,
  metrics: wrapMeterProvider,
  logs: wrapLoggerProvider,
};
