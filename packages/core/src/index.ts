export { BAGGAGE_HEADER, DEFAULT_BAGGAGE_LIMITS } from './header/constants';
export { parseBaggage } from './header/parse-baggage';
export { serializeBaggage } from './header/serialize-baggage';
export { isBaggageKey } from './syntax/grammar';
export {
  parseBaggageProperties,
  formatBaggageProperties,
} from './syntax/properties';
export {
  createBaggage,
  type BaggageEntryInput,
  type BaggageInput,
  type BaggageValueInput,
} from './create-baggage';
export {
  contextWithBaggage,
  contextWithoutBaggage,
  getBaggage,
  getBaggageValue,
  runWithBaggage,
} from './context';
export { compileKeyPatterns, type KeyMatcher } from './keys/key-pattern';
export { type BaggageKeySelection } from './keys/key-selection';
export { SENSITIVE_KEYS, type SensitiveKeys } from './keys/sensitive-keys';
export {
  ALLOW_ALL_BAGGAGE_KEYS,
  type BaggageAttributesOptions,
  type BaggageKeyPredicate,
} from './attribute-selector';
export {
  type MeterProviderSource,
  type SelfObservationOptions,
} from './diagnostics';
export type {
  BaggageDropReason,
  BaggageLimits,
  BaggageProperty,
  DroppedMember,
  KeptMember,
  ParsedBaggage,
  SerializedBaggage,
} from './types';
