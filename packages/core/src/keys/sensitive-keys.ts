import { compileKeyPatterns, type KeyMatcher } from './key-pattern';
import { assertPatterns, expected } from '../options';

/**
 * Patterns of keys whose values are likely to be secrets or personal documents,
 * not case sensitive.
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
 * The treatment of keys that look sensitive: `warn` logs each once and lets it pass,
 * `drop` drops those that {@link SENSITIVE_KEYS} matches, in every direction, and a
 * list of patterns those that it matches.
 */
export type SensitiveKeys = 'warn' | 'drop' | readonly string[];

/**
 * Compiles patterns, once, to one function for which upper and lower case are
 * the same.
 *
 * @throws TypeError for anything but an array of patterns (rule D3)
 */
export function compileSensitivePatterns(
  patterns: readonly string[],
): KeyMatcher {
  assertPatterns(patterns, 'sensitive');
  if (patterns.length > 0 && patterns.every(isSimple)) {
    // Half the time of the patterns and of the key in lower case.
    const expression = expressionOf(patterns);
    return key => expression.test(key);
  }
  const isMatch = compileKeyPatterns(
    patterns.map(pattern => pattern.toLowerCase()),
    'sensitive',
  );
  return key => isMatch(key.toLowerCase());
}

/** Whether `*` is at its ends alone: an expression of it has nothing to try again. */
function isSimple(pattern: string): boolean {
  return !/[^*]\*+[^*]/.test(pattern);
}

/** For patterns that are simple. */
function expressionOf(patterns: readonly string[]): RegExp {
  const sources = patterns.map(pattern => {
    const source = pattern
      .replace(/^\*+|\*+$/g, '')
      .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
      .replaceAll('?', '[^]');
    const start = pattern.startsWith('*') ? '' : '^';
    return start + source + (pattern.endsWith('*') ? '' : '$');
  });
  return new RegExp(sources.join('|'), 'i');
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
