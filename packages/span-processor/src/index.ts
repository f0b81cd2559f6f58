export { BaggageSpanProcessor } from './baggage-span-processor';
export {
  ALLOW_ALL_BAGGAGE_KEYS,
  type BaggageAttributesOptions,
  type BaggageKeyPredicate,
} from '@otel-baggage/core';
