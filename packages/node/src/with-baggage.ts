import type { TextMapPropagator } from '@opentelemetry/api';
import { BaggageParts, before } from './baggage-parts';
import { withBaggagePart } from './baggage-in-propagator';
import { defineLazyProperty } from './lazy-property';
import { log } from './log';
import { logRecordProcessorsFromEnv } from './log-record-processors-from-env';
import { isSdkDisabled } from './options-from-env';
import { propagatorsFromEnv } from './propagator-from-env';
import {
  createBatchSpanProcessor,
  spanProcessorsFromEnv,
} from './span-processors-from-env';
import type {
  BaggageOptions,
  LogRecordProcessorLike,
  NodeSdkConfigurationLike,
  SpanProcessorLike,
  WithBaggage,
} from './types';

/** Before this `sdk-node`, a propagator counts only beside span processors. */
const MINOR_WITH_PROPAGATOR_ALONE = 207;

/** From this `sdk-node` on, `metricReaders` is read, ... */
const MINOR_WITH_METRIC_READERS = 206;

/** ... and from this one on, no option in the singular. */
const MINOR_WITHOUT_SINGULAR = 300;

/**
 * Completes what goes to `new NodeSDK()` with baggage, for SDK 2 (`sdk-node`
 * from 0.200) and SDK 3:
 *
 * - the `BaggagePropagator` in the place of the upstream one, as
 *   `OTEL_PROPAGATORS` or the user's `textMapPropagator` has it;
 * - the selected entries as attributes of spans, log records and
 *   measurements, by processors before the user's, and by views behind them
 *   (rule M4).
 *
 * Exporters stay: where the user gives no processors, those are made that
 * NodeSDK makes of `traceExporter` and the environment. They are made when
 * NodeSDK reads them. With `OTEL_SDK_DISABLED` the configuration comes back as
 * it is.
 *
 * @param config of the user; it is not changed
 * @param options win over the environment variables of rules V, field by field
 * @throws TypeError for wrong options, and for `metrics.instruments` that
 *   overlap a view of the user (rules D3, M5)
 */
export function withBaggage<T extends NodeSdkConfigurationLike = object>(
  config?: T,
  options: BaggageOptions = {},
): WithBaggage<T> {
  const given: NodeSdkConfigurationLike = config ?? {};
  if (isSdkDisabled()) return given as WithBaggage<T>;

  const parts = new BaggageParts(options);
  const completed = { ...given };
  const user = whatIsRead(given, parts);

  const readers =
    user.metricReaders ?? (user.metricReader && [user.metricReader]);
  const views = parts.views(user.views, readers);
  if (views !== undefined) completed.views = views;

  if (given.instrumentations !== undefined) {
    completed.instrumentations = parts.instrumentations(given.instrumentations);
  }
  defineLazyProperty(completed, 'textMapPropagator', () => {
    parts.report();
    return completePropagator(user, parts);
  });
  if (needsSpanProcessors(parts)) {
    defineLazyProperty(completed, 'spanProcessors', () => {
      parts.report();
      return before(parts.spanProcessor, spanProcessors(user, parts));
    });
  }
  if (parts.logRecordProcessor !== undefined) {
    defineLazyProperty(completed, 'logRecordProcessors', () => {
      parts.report();
      return before(parts.logRecordProcessor, logProcessors(user, parts));
    });
  }
  return completed as WithBaggage<T>;
}

/** Without the options that the installed SDK does not know. */
function whatIsRead(
  user: NodeSdkConfigurationLike,
  { sdk }: BaggageParts,
): NodeSdkConfigurationLike {
  const read = { ...user };
  if (sdk !== undefined && sdk.minor < MINOR_WITH_METRIC_READERS) {
    delete read.metricReaders;
  }
  if (sdk !== undefined && sdk.minor >= MINOR_WITHOUT_SINGULAR) {
    delete read.spanProcessor;
    delete read.logRecordProcessor;
    delete read.metricReader;
  }
  return read;
}

function completePropagator(
  { textMapPropagator: given }: NodeSdkConfigurationLike,
  { sdk, propagator, guard }: BaggageParts,
): TextMapPropagator | null | undefined {
  if (given) {
    const completed = sdk
      ? withBaggagePart(given, propagator, sdk.core())
      : given;
    return guard ? guard(completed) : completed;
  }
  if (given === null || sdk === undefined) return given;
  const propagators = propagatorsFromEnv(sdk, propagator, guard);
  return propagators && new (sdk.core().CompositePropagator)({ propagators });
}

function needsSpanProcessors({ sdk, spanProcessor }: BaggageParts): boolean {
  return (
    spanProcessor !== undefined ||
    (sdk !== undefined && sdk.minor < MINOR_WITH_PROPAGATOR_ALONE)
  );
}

function spanProcessors(
  user: NodeSdkConfigurationLike,
  { sdk }: BaggageParts,
): SpanProcessorLike[] | undefined {
  if (user.spanProcessors) return user.spanProcessors;
  if (user.spanProcessor) return [user.spanProcessor];
  if (sdk === undefined) return undefined;
  return user.traceExporter
    ? [createBatchSpanProcessor(sdk, user.traceExporter)]
    : spanProcessorsFromEnv(sdk);
}

function logProcessors(
  user: NodeSdkConfigurationLike,
  { sdk }: BaggageParts,
): LogRecordProcessorLike[] | undefined {
  if (user.logRecordProcessors) return user.logRecordProcessors;
  if (user.logRecordProcessor) {
    // NodeSDK does not get to see it any more, and cannot say so.
    log.warn('logRecordProcessor is deprecated: use logRecordProcessors');
    return [user.logRecordProcessor];
  }
  return sdk && logRecordProcessorsFromEnv(sdk);
}
