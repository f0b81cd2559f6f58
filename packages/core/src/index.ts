export { BAGGAGE_HEADER, DEFAULT_BAGGAGE_LIMITS } from './constants';
export { isBaggageKey } from './grammar';
export { parseBaggage, extractBaggage } from './parse-baggage';
export { serializeBaggage, injectBaggage } from './serialize-baggage';
export {
  createBaggage,
  type BaggageEntryInput,
  type BaggageInput,
  type BaggageValueInput,
} from './create-baggage';
export { parseBaggageProperties, formatBaggageProperties } from './properties';
export {
  contextWithBaggage,
  contextWithoutBaggage,
  getBaggage,
  getBaggageValue,
  runWithBaggage,
} from './context';
export { isTracingSuppressed } from './suppress-tracing';
export { resolveLimits } from './limits';
export {
  compileKeyPatterns,
  hasWildcard,
  type KeyMatcher,
} from './key-pattern';
export { compileKeySelection, type BaggageKeySelection } from './key-selection';
export {
  SENSITIVE_KEYS,
  compileDroppedKeys,
  compileSensitivePatterns,
  type SensitiveKeys,
} from './sensitive-keys';
export {
  ALLOW_ALL_BAGGAGE_KEYS,
  BAGGAGE_ATTRIBUTES_OPTIONS,
  BaggageAttributeSelector,
  type AttributeTarget,
  type BaggageAttribute,
  type BaggageAttributesOptions,
  type BaggageKeyPredicate,
} from './attribute-selector';
export {
  DropDiagnostics,
  displayKey,
  type DropSignal,
  type MeterProviderSource,
  type SelfObservationOptions,
} from './diagnostics';
export {
  assertFunction,
  assertKnownOptions,
  assertPatterns,
  assertPositiveInteger,
  assertString,
} from './options';
export type {
  BaggageDropReason,
  BaggageLimits,
  BaggageProperty,
  DropListener,
  DroppedMember,
  KeptMember,
  ParsedBaggage,
  ResolvedBaggageLimits,
  SerializedBaggage,
} from './types';
