import type { Attributes, Context } from '@opentelemetry/api';
import type { BaggageAttributesOptions } from '@otel-baggage/core';
import type { SYNCHRONOUS_KINDS } from './constants';

/** The SDK's `IAttributesProcessor`. */
export interface AttributesProcessor {
  /** Returns the attributes of one measurement. Never throws. */
  process(incoming: Attributes, context?: Context): Attributes;
}

/** An instrument that measures in a context. */
export type SynchronousInstrumentKind = (typeof SYNCHRONOUS_KINDS)[number];

/**
 * Which baggage entries become attributes of measurements. Keys listed without
 * a wildcard always find room; of the others, the first 64 names of at
 * most 256 characters do.
 */
export interface BaggageMetricAttributesOptions extends BaggageAttributesOptions {
  /**
   * The most distinct values of one attribute that are passed on, over all
   * instruments; a positive integer. Later values become `_other`, as do values
   * of more than 256 characters.
   *
   * @default 100
   */
  maxDistinctValues?: number;
  /**
   * By baggage key: the only values that are passed on, in place of
   * `maxDistinctValues`. All others become `_other`. They are compared with
   * what `attributeValue` returns, as a string.
   */
  allowedValues?: Readonly<Record<string, readonly string[]>>;
}

/** The options of `baggageViews`. */
export interface BaggageViewsOptions extends BaggageMetricAttributesOptions {
  /**
   * Your own views. They are returned in the same order and add the attributes too.
   *
   * @default []
   */
  views?: readonly MetricView[];
  /**
   * The other instruments that get the attributes: names, or patterns with one
   * `*`. None may match an instrument of one of `views`, other than the very
   * same name.
   *
   * @default ['*']
   */
  instruments?: readonly string[];
  /**
   * The aggregation (`AggregationOption` of the SDK) per kind of instrument,
   * for the views that are made: a view overrides what a reader chooses.
   *
   * @default the SDK's
   */
  aggregation?: Partial<Record<SynchronousInstrumentKind, object>>;
  /**
   * The most attribute sets (series) of one instrument, for the views that are
   * made: a view overrides what a reader chooses. A positive integer.
   *
   * @default the SDK's, 2000
   */
  aggregationCardinalityLimit?: number;
}

/**
 * The `ViewOptions` of SDK 2 and SDK 3. Two types are `any`: `InstrumentType` and
 * `AggregationOption` are enums and made of enums, of which each major has its own.
 */
export interface MetricView {
  name?: string;
  description?: string;
  attributesProcessors?: AttributesProcessor[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  aggregation?: any;
  aggregationCardinalityLimit?: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  instrumentType?: any;
  instrumentName?: string;
  instrumentUnit?: string;
  meterName?: string;
  meterVersion?: string;
  meterSchemaUrl?: string;
}
