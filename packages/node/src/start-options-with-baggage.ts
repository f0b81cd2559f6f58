import type { TextMapPropagator } from '@opentelemetry/api';
import { listWithBaggagePart } from './baggage-in-propagator';
import { BaggageParts, before } from './baggage-parts';
import { defineLazyProperty } from './lazy-property';
import { logRecordProcessorsFromEnv } from './log-record-processors-from-env';
import { isSdkDisabled } from './options-from-env';
import { propagatorsFromEnv } from './propagator-from-env';
import { startSpanProcessorsFromEnv } from './span-processors-from-env';
import type {
  BaggageOptions,
  StartNodeSdkOptionsLike,
  StartOptionsWithBaggage,
} from './types';

/**
 * Does for `startNodeSdk()` of SDK 3 what `withBaggage` does for
 * `new NodeSDK()`. With `OTEL_CONFIG_FILE` the options come back as they are:
 * everything is in the file then, and the SDK takes no parts from code.
 *
 * @param startOptions of the user; they are not changed
 * @param options win over the environment variables of rules V, field by field
 * @throws TypeError for wrong options, and for `metrics.instruments` that
 *   overlap a view of the user (rules D3, M5)
 */
export function startOptionsWithBaggage<
  T extends StartNodeSdkOptionsLike = object,
>(startOptions?: T, options: BaggageOptions = {}): StartOptionsWithBaggage<T> {
  const user: StartNodeSdkOptionsLike = startOptions ?? {};
  if (isSdkDisabled() || process.env.OTEL_CONFIG_FILE?.trim()) {
    return user as StartOptionsWithBaggage<T>;
  }
  const parts = new BaggageParts(options);
  const { sdk } = parts;
  const completed = { ...user };

  const views = parts.views(user.views, user.metricReaders);
  if (views !== undefined) completed.views = views;

  if (user.instrumentations !== undefined) {
    completed.instrumentations = parts.instrumentations(user.instrumentations);
  }
  defineLazyProperty(completed, 'propagators', () => {
    parts.report();
    return completePropagators(user.propagators, parts);
  });
  if (parts.spanProcessor !== undefined) {
    defineLazyProperty(completed, 'spanProcessors', () =>
      before(
        parts.spanProcessor,
        user.spanProcessors ?? (sdk && startSpanProcessorsFromEnv(sdk)),
      ),
    );
  }
  if (parts.logRecordProcessor !== undefined) {
    defineLazyProperty(completed, 'logRecordProcessors', () =>
      before(
        parts.logRecordProcessor,
        user.logRecordProcessors ?? (sdk && logRecordProcessorsFromEnv(sdk)),
      ),
    );
  }
  return completed as StartOptionsWithBaggage<T>;
}

function completePropagators(
  given: TextMapPropagator[] | undefined,
  { sdk, propagator, guard }: BaggageParts,
): TextMapPropagator[] | undefined {
  if (given !== undefined && given.length > 0) {
    const completed = sdk
      ? listWithBaggagePart(given, propagator, sdk.core())
      : given;
    return guard
      ? completed.map(part => (part === propagator ? part : guard(part)))
      : completed;
  }
  if (given !== undefined || sdk === undefined) return given;
  return propagatorsFromEnv(sdk, propagator, guard);
}
