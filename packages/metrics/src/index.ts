export {
  createBaggageAttributesProcessor,
  type BaggageAttributesProcessor,
} from './baggage-attributes-processor';
export { baggageViews } from './baggage-views';
export type {
  AttributesProcessor,
  BaggageMetricAttributesOptions,
  BaggageViewsOptions,
  MetricView,
  SynchronousInstrumentKind,
} from './types';
export type { BaggageAttributesOptions } from '@otel-baggage/core';
