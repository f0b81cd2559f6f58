import type { Attributes, Context } from '@opentelemetry/api';
import type { BaggageAttributesOptions } from '@otel-baggage/core';
import type { SYNCHRONOUS_KINDS } from './constants';

/** What the SDK calls `IAttributesProcessor`. */
export interface AttributesProcessor {
  /** The attributes of one measurement, as they are recorded. Never throws. */
  process(incoming: Attributes, context?: Context): Attributes;
}

/** An instrument that measures in a context (rule M3). */
export type SynchronousInstrumentKind = (typeof SYNCHRONOUS_KINDS)[number];

/**
 * Which baggage entries become attributes of measurements. Keys listed without
 * a wildcard always find room; of the others, the first 64 names of at
 * most 256 characters do (rule M6).
 */
export interface BaggageMetricAttributesOptions extends BaggageAttributesOptions {
  /**
   * The most distinct values of one attribute that are passed on, over all
   * instruments; a positive integer. Those that come later become `_other`,
   * and so does one of over 256 characters (rule M6).
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

/** What `baggageViews` takes. */
export interface BaggageViewsOptions extends BaggageMetricAttributesOptions {
  /**
   * The user's own views. They come back in the same order and get the
   * attributes too (rule M4).
   *
   * @default []
   */
  views?: readonly MetricView[];
  /**
   * What else gets the attributes: names of instruments, or patterns with one
   * `*`. None may match an instrument of one of `views`, other than the very
   * same name (rule M5).
   *
   * @default ['*']
   */
  instruments?: readonly string[];
  /**
   * The aggregation (`AggregationOption` of the SDK) per kind of instrument,
   * for our own views: a view overrides what a reader chooses (rule M7).
   *
   * @default the SDK's
   */
  aggregation?: Partial<Record<SynchronousInstrumentKind, object>>;
  /**
   * The most attribute sets (series) of one instrument, for our own views: a
   * view overrides what a reader chooses. A positive integer.
   *
   * @default the SDK's, 2000
   */
  aggregationCardinalityLimit?: number;
}

/**
 * What both majors of the SDK call `ViewOptions`. Two types are `any`: the
 * enum `InstrumentType` and `AggregationOption`, which is made of enums, can
 * only be had by importing the SDK, and each major has its own.
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
