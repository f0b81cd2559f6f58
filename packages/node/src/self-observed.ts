import { metrics } from '@opentelemetry/api';
import type { SdkPackages } from './sdk-packages';

/**
 * A processor of the SDK with the metrics that it records about itself, which
 * are off unless asked for.
 *
 * @param Late makes the processor when it is first needed
 * @param create makes it, with or without a meter provider
 */
export function selfObserved<P>(
  sdk: SdkPackages,
  Late: new (create: () => P) => P,
  create: (selfObsMeterProvider?: object) => P,
): P {
  return sdk.core().getBooleanFromEnv('OTEL_NODE_EXPERIMENTAL_SDK_METRICS')
    ? new Late(() => create(metrics.getMeterProvider()))
    : create();
}
