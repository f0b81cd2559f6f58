import { compileKeyPatterns, type KeyMatcher } from './key-pattern';
import { assertPatterns, expected } from '../options';

/**
 * Patterns (rule A2) of keys that look as if their values were secrets or
 * personal documents. Upper and lower case are the same here (rule T4).
 */
export const SENSITIVE_KEYS: readonly string[] = /* @__PURE__ */ Object.freeze([
  '*password*',
  '*passwd*',
  '*passphrase*',
  '*pwd',
  '*secret*',
  '*token*',
  '*credential*',
  '*authorization*',
  'auth',
  '*bearer*',
  '*jwt*',
  '*api?key*',
  '*apikey*',
  '*access?key*',
  '*accesskey*',
  '*private?key*',
  '*privatekey*',
  '*cookie*',
  '*sessionid*',
  '*sessid*',
  'connect.sid',
  'ssn',
  '*?ssn',
  '*social?security*',
  '*credit?card*',
  '*creditcard*',
  '*card?number*',
  '*cardnumber*',
  'cvv',
  'cvc',
  'iban',
]);

/**
 * What happens with sensitive keys (rule T4): `warn` says so once and lets
 * them pass, `drop` keeps those of {@link SENSITIVE_KEYS} in and out, a list
 * of patterns those that it matches.
 */
export type SensitiveKeys = 'warn' | 'drop' | readonly string[];

/**
 * Compiles patterns, once, to one function for which upper and lower case are
 * the same.
 *
 * @throws TypeError for what is no array of patterns (rule D3)
 */
export function compileSensitivePatterns(
  patterns: readonly string[],
): KeyMatcher {
  assertPatterns(patterns, 'sensitive');
  const isMatch = compileKeyPatterns(
    patterns.map(pattern => pattern.toLowerCase()),
    'sensitive',
  );
  return key => isMatch(key.toLowerCase());
}

/**
 * Says which keys are dropped.
 *
 * @returns undefined where none are
 * @throws TypeError for an option of a wrong type (rule D3)
 */
export function compileDroppedKeys(
  sensitive: SensitiveKeys = 'warn',
): KeyMatcher | undefined {
  if (sensitive === 'warn') return undefined;
  if (typeof sensitive === 'string' && sensitive !== 'drop') {
    throw new TypeError(`sensitive must be ${SENSITIVE}, got '${sensitive}'`);
  }
  if (typeof sensitive !== 'string' && !Array.isArray(sensitive)) {
    throw expected('sensitive', SENSITIVE, sensitive);
  }
  return compileSensitivePatterns(
    sensitive === 'drop' ? SENSITIVE_KEYS : sensitive,
  );
}

const SENSITIVE = "'warn', 'drop' or an array of patterns";
