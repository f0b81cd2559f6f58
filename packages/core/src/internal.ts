/**
 * For the sibling packages of the same version. No promises: it changes without
 * notice.
 */
export { detach } from './detach';
export { baggageOfHeader, isBytes, textOfBytes } from './header/parse-baggage';
export { appendHeader, headerOfBaggage } from './header/serialize-baggage';
export { resolveLimits } from './header/limits';
export { canMatchKey, hasWildcard } from './keys/key-pattern';
export { nearestName } from './nearest-name';
export { compileKeySelection } from './keys/key-selection';
export {
  compileDroppedKeys,
  compileSensitivePatterns,
} from './keys/sensitive-keys';
export {
  BAGGAGE_ATTRIBUTES_OPTIONS,
  BaggageAttributeSelector,
  absentFrom,
  completeCopied,
  isCopied,
  withAttributes,
  type AttributeTarget,
} from './attribute-selector';
export {
  DropDiagnostics,
  RepeatedWarnings,
  displayKey,
  type DropSignal,
} from './diagnostics';
export {
  assertFunction,
  assertKnownOptions,
  assertPatterns,
  assertPositiveInteger,
  assertString,
  expected,
} from './options';
export {
  addCopiers,
  attachCopier,
  copiersOf,
  type SpanCopier,
} from './baggage/span-copiers';
export {
  baggageOfMeasurement,
  copiedOnto,
  rememberCopied,
  serverSpanOf,
  setForSpan,
  withServerSpan,
} from './baggage/span-baggage';
export { isTracingSuppressed } from './suppress-tracing';
export { skipOws, skipToken, skipValue } from './syntax/grammar';
export type {
  BaggageAttribute,
  BaggageDropReason,
  DropReasonListener,
  ResolvedBaggageLimits,
} from './types';
export { Given } from './given';
