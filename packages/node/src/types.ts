import type { Context, TextMapPropagator } from '@opentelemetry/api';
import type { BaggageAttributesOptions } from '@otel-baggage/core';
import type { BaggageViewsOptions } from '@otel-baggage/metrics';
import type { BaggagePropagatorOptions } from '@otel-baggage/propagator';

/** What is said for metrics only; see `baggageViews`. */
export type BaggageMetricsOptions = Omit<BaggageViewsOptions, 'views'>;

/**
 * What baggage does in one process: what the propagator lets through, and
 * which entries become attributes. Nothing is copied unless `included` names it
 * (rule A1).
 *
 * The attribute options at the top (`included`, `excluded`, `prefix`,
 * `attributeName`, `attributeValue`) hold for all three signals; those under
 * `spans`, `logs` and `metrics` take their place for one signal, field by
 * field, and `false` switches that signal off.
 */
export interface BaggageOptions
  extends BaggageAttributesOptions, BaggagePropagatorOptions {
  spans?: BaggageAttributesOptions | false;
  logs?: BaggageAttributesOptions | false;
  metrics?: BaggageMetricsOptions | false;
}

/** Environment variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One variable of rules V, and what was made of it. */
export interface EnvironmentVariable {
  name: string;
  /** Its text, undefined where it is empty or not set. */
  text: string | undefined;
  /**
   * What it was understood as: patterns, a text, a number, or `false` for a
   * signal that is switched off. undefined where the default is used.
   */
  value: readonly string[] | string | number | false | undefined;
  /** What holds without it, in words, or the variable that is used then. */
  defaultValue: string;
  /** What of it was not understood, as sentences. */
  problems: readonly string[];
}

/** What the environment says of baggage. */
export interface EnvironmentReading {
  options: BaggageOptions;
  /** Each variable of rules V, set or not. */
  variables: readonly EnvironmentVariable[];
  /** Those of all variables. */
  problems: readonly string[];
  /** Whether `OTEL_SDK_DISABLED` switches all of it off. */
  isDisabled: boolean;
  /**
   * Whether the baggage header is read and sent: `OTEL_PROPAGATORS` names
   * `baggage`, or is not set.
   */
  carriesHeader: boolean;
}

/**
 * The part of a span processor that the SDK calls. The spans are `any`,
 * so that it is assignable to the `SpanProcessor` of SDK 2 and of SDK 3.
 */
export interface SpanProcessorLike {
  /* eslint-disable @typescript-eslint/no-explicit-any */
  onStart(span: any, parentContext: Context): void;
  onEnd(span: any): void;
  /* eslint-enable @typescript-eslint/no-explicit-any */
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** The same for log records. */
export interface LogRecordProcessorLike {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  onEmit(logRecord: any, context?: Context): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** The part of a metric reader that decides what its instruments become. */
export interface MetricReaderLike {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  selectAggregation?(instrumentType: any): any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  selectCardinalityLimit?(instrumentType: any): number;
}

/** What both entry points of the SDK call the same. */
interface SharedSdkOptions {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  views?: any[];
  spanProcessors?: SpanProcessorLike[];
  logRecordProcessors?: LogRecordProcessorLike[];
  metricReaders?: MetricReaderLike[];
  instrumentations?: unknown;
  resourceDetectors?: unknown;
  sampler?: unknown;
  spanLimits?: unknown;
}

/** What `new NodeSDK()` takes, in SDK 2 (`sdk-node` from 0.200) and SDK 3. */
export interface NodeSdkConfigurationLike extends SharedSdkOptions {
  textMapPropagator?: TextMapPropagator | null;
  spanProcessor?: SpanProcessorLike;
  traceExporter?: object;
  logRecordProcessor?: LogRecordProcessorLike;
  metricReader?: MetricReaderLike;
  autoDetectResources?: unknown;
  contextManager?: unknown;
  idGenerator?: unknown;
  resource?: unknown;
  serviceName?: unknown;
}

/** What `startNodeSdk()` of SDK 3 takes. */
export interface StartNodeSdkOptionsLike extends SharedSdkOptions {
  propagators?: TextMapPropagator[];
  baseResource?: unknown;
  logLevel?: unknown;
  logRecordLimits?: unknown;
  resourceAttributes?: unknown;
}

/** What `withBaggage` and `startOptionsWithBaggage` put in, by property. */
interface CompletedSdkOptions {
  spanProcessors?: SpanProcessorLike[];
  logRecordProcessors?: LogRecordProcessorLike[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  views?: any[];
}

/** A `NodeSDK` configuration with the baggage parts in it. */
export type WithBaggage<T> = Omit<
  T,
  keyof CompletedSdkOptions | 'textMapPropagator'
> &
  CompletedSdkOptions & {
    textMapPropagator?: TextMapPropagator | NullOf<T, 'textMapPropagator'>;
  };

/** `null` where a property may be that: the older SDKs do not take it. */
type NullOf<T, K extends string> = T extends { [name in K]?: infer V }
  ? Extract<V, null>
  : never;

/** Options of `startNodeSdk` with the baggage parts in them. */
export type StartOptionsWithBaggage<T> = Omit<
  T,
  keyof CompletedSdkOptions | 'propagators'
> &
  CompletedSdkOptions & { propagators?: TextMapPropagator[] };
