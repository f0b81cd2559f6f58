export { BaggageLogRecordProcessor } from './baggage-log-record-processor';
export {
  ALLOW_ALL_BAGGAGE_KEYS,
  type BaggageAttributesOptions,
  type BaggageKeyPredicate,
} from '@otel-baggage/core';
