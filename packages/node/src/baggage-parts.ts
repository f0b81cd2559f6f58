import type { TextMapPropagator } from '@opentelemetry/api';
import { BaggageLogRecordProcessor } from '@otel-baggage/log-record-processor';
import { baggageViews } from '@otel-baggage/metrics';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';
import { knowingDestinations } from './egress-instrumentation';
import { guardFor, type Guard } from './guard-propagator';
import { log } from './log';
import { completeViews } from './metric-views';
import {
  assertBaggageOptions,
  mergeOptions,
  pick,
  PROPAGATOR_OPTIONS,
  selects,
  signalOptions,
  TRUST_OPTIONS,
} from './options';
import { readEnvironment, reportEnvironment } from './options-from-env';
import { findSdkPackages, type SdkPackages } from './sdk-packages';
import type {
  BaggageMetricsOptions,
  BaggageOptions,
  LogRecordProcessorLike,
  MetricReaderLike,
  SpanProcessorLike,
} from './types';

/**
 * The baggage parts for one SDK, made of the options in code and of the
 * environment. What there is to say waits for {@link report}: the SDK sets up
 * the diagnostics only when it has been given its configuration.
 */
export class BaggageParts {
  readonly propagator: TextMapPropagator;
  /** For other propagators; undefined where all may come in and go out. */
  readonly guard: Guard | undefined;
  /** undefined where nothing is copied onto spans. */
  readonly spanProcessor?: SpanProcessorLike;
  /** undefined where nothing is copied onto log records. */
  readonly logRecordProcessor?: LogRecordProcessorLike;
  /** undefined where no SDK is found, as in a bundle. */
  readonly sdk: SdkPackages | undefined = findSdkPackages();

  readonly #hasEgressHosts: boolean;
  readonly #metrics?: BaggageMetricsOptions;
  readonly #instrumentsInCode: boolean;
  #messages: (() => void)[] = [];

  /** @throws TypeError for wrong options (rule D3) */
  constructor(code: BaggageOptions) {
    assertBaggageOptions(code);
    const reading = readEnvironment(process.env);
    this.#messages.push(() => reportEnvironment(reading));
    const options: BaggageOptions = mergeOptions(reading.options, code);

    this.propagator = new BaggagePropagator(pick(options, PROPAGATOR_OPTIONS));
    this.guard = guardFor(pick(options, TRUST_OPTIONS));
    this.#hasEgressHosts = options.egress?.hosts !== undefined;
    // Made even where they have nothing to copy: wrong options throw.
    const spans = signalOptions(options, 'spans');
    const spanProcessor = spans && new BaggageSpanProcessor(spans);
    if (spans && selects(spans)) this.spanProcessor = spanProcessor;

    const logs = signalOptions(options, 'logs');
    const logRecordProcessor = logs && new BaggageLogRecordProcessor(logs);
    if (logs && selects(logs)) this.logRecordProcessor = logRecordProcessor;

    this.#instrumentsInCode = Boolean(
      code.metrics && code.metrics.instruments !== undefined,
    );
    const metrics = signalOptions(options, 'metrics');
    if (metrics) this.#assertMetrics(metrics);
    if (metrics && selects(metrics)) this.#metrics = metrics;

    if (this.sdk === undefined) {
      this.#warn(
        'no @opentelemetry/sdk-node is found: the exporters and propagators of the environment stay with the SDK, and only the processors and propagators given in code get baggage parts',
      );
      if (this.guard !== undefined) {
        this.#warn(
          'the borders for baggage (ingress, egress, sensitive) are in force only for a propagator given in code',
        );
      }
    }
  }

  /**
   * The views for the user's readers.
   *
   * @returns the user's own where nothing is copied onto measurements
   * @throws TypeError for wrong options, and for an overlap (rule M5)
   */
  views(
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    views: any[] | undefined,
    readers: readonly MetricReaderLike[] | undefined,
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
  ): any[] | undefined {
    if (this.#metrics === undefined) return views;
    const completed = completeViews(
      {
        readers,
        views,
        options: this.#metrics,
        instrumentsInCode: this.#instrumentsInCode,
        sdk: this.sdk,
        env: process.env,
      },
      message => this.#warn(message),
    );
    return completed ?? views;
  }

  /** The instrumentations of the user, as `egress.hosts` needs them. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  instrumentations(given: any): any {
    return this.#hasEgressHosts ? knowingDestinations(given) : given;
  }

  /** Says what has been waiting, once. */
  report(): void {
    const messages = this.#messages;
    this.#messages = [];
    for (const say of messages) say();
  }

  /** Where no metrics are collected, too. */
  #assertMetrics(metrics: BaggageMetricsOptions): void {
    const { instruments } = metrics;
    baggageViews({
      ...metrics,
      instruments: this.#instrumentsInCode ? instruments : [],
    });
  }

  #warn(message: string): void {
    this.#messages.push(() => log.warn(message));
  }
}

/**
 * Ours first, then the others.
 *
 * @returns what was given where that is nothing to put ours before
 */
export function before<T>(
  ours: T | undefined,
  others: T[] | undefined,
): T[] | undefined {
  if (ours === undefined || others === undefined || others.length === 0) {
    return others;
  }
  return [ours, ...others];
}
