export { BaggageSpanProcessor } from './baggage-span-processor';
export {
  copyBaggageToSpan,
  runWithBaggageOnSpan,
} from './run-with-baggage-on-span';
export {
  ALLOW_ALL_BAGGAGE_KEYS,
  type BaggageAttributesOptions,
  type BaggageInput,
  type BaggageKeyPredicate,
} from '@otel-baggage/core';
