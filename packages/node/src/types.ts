import type { BaggageAttributesOptions } from '@otel-baggage/core';
import type { BaggageMetricAttributesOptions } from '@otel-baggage/metrics';
import type { BaggagePropagatorOptions } from '@otel-baggage/propagator';

/** Options for metrics alone. */
export interface BaggageMetricsOptions extends BaggageMetricAttributesOptions {
  /**
   * Names of the instruments whose measurements get the attributes, or patterns:
   * `*` is any run of characters, `?` exactly one. Only synchronous instruments
   * do. Those that are known to measure in the context of another request
   * (undici's durations, the pools of database clients), and what an SDK
   * measures of itself, do only where they are named without a wildcard.
   *
   * @default ['*']
   */
  instruments?: readonly string[];
}

/**
 * The options of one process: which baggage is accepted and sent, and which entries
 * become attributes. Nothing is copied unless `included` names it.
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
