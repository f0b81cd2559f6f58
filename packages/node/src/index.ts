export { attachBaggage, withBaggage } from './add-baggage';
export type { BaggageMetricsOptions, BaggageOptions } from './types';
export {
  contextWithBaggage,
  getBaggage,
  getBaggageValue,
  runWithBaggage,
  type BaggageInput,
} from '@otel-baggage/core';
export { runWithBaggageOnSpan } from '@otel-baggage/span-processor';
