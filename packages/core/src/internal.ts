/**
 * What the sibling packages share, in the same version. No promises: it changes
 * without notice.
 */
export { extractBaggage } from './header/parse-baggage';
export { injectBaggage } from './header/serialize-baggage';
export { resolveLimits } from './header/limits';
export { compileKeyPatterns, hasWildcard } from './keys/key-pattern';
export { compileKeySelection } from './keys/key-selection';
export {
  compileDroppedKeys,
  compileSensitivePatterns,
} from './keys/sensitive-keys';
export {
  BAGGAGE_ATTRIBUTES_OPTIONS,
  BaggageAttributeSelector,
  type AttributeTarget,
  type BaggageAttribute,
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
} from './options';
export { isTracingSuppressed } from './suppress-tracing';
export type { DropListener, ResolvedBaggageLimits } from './types';
