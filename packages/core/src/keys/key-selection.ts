import { compileKeyPatterns, type KeyMatcher } from './key-pattern';
import { assertKnownOptions } from '../options';

/** The keys that pass a trust boundary. */
export interface BaggageKeySelection {
  /**
   * Patterns of the keys that pass: `*` is any run of characters, `?` exactly
   * one, all else literal, case sensitive. An empty list lets none pass.
   *
   * @default ['*']
   */
  included?: readonly string[];
  /**
   * Patterns of keys that do not pass, whatever `included` says.
   *
   * @default []
   */
  excluded?: readonly string[];
}

/**
 * Compiles a selection, once, to one function.
 *
 * @returns undefined where all keys pass
 * @throws TypeError for a selection of a wrong type, or unknown names in it
 *   (rule D3)
 */
export function compileKeySelection(
  selection: BaggageKeySelection | undefined,
  optionName: string,
): KeyMatcher | undefined {
  if (selection === undefined) return undefined;
  assertKnownOptions(selection, ['included', 'excluded'], optionName);
  const { included = ['*'], excluded } = selection;
  const isIncluded = compileKeyPatterns(included, `${optionName}.included`);
  if (excluded === undefined) return isIncluded;
  const isExcluded = compileKeyPatterns(excluded, `${optionName}.excluded`);
  return key => !isExcluded(key) && isIncluded(key);
}
