/**
 * Wrong options in code throw at construction (rule D3): the message names the
 * option, what was expected and what was given, by its type.
 */
import { nearestName } from './nearest-name';

/**
 * @param name what the options are of, as a message names it
 * @throws TypeError for no object, and for an option of another name
 */
export function assertKnownOptions(
  options: unknown,
  names: readonly string[],
  name = 'options',
): asserts options is object {
  if (
    typeof options !== 'object' ||
    options === null ||
    Array.isArray(options)
  ) {
    throw expected(name, 'an object', options);
  }
  const unknown = Object.keys(options).find(other => !names.includes(other));
  if (unknown !== undefined) {
    throw new TypeError(
      `unknown option "${unknown}" in ${name}; did you mean "${nearestName(unknown, names)}"? Expected one of: ${[...new Set(names)].join(', ')}`,
    );
  }
}

/** @throws TypeError for what is not an array of strings that are not empty */
export function assertPatterns(
  patterns: unknown,
  option: string,
): asserts patterns is readonly string[] {
  if (!Array.isArray(patterns)) {
    throw expected(option, 'an array of patterns', patterns);
  }
  for (const [i, pattern] of patterns.entries()) {
    if (typeof pattern !== 'string' || pattern === '') {
      throw expected(`${option}[${i}]`, 'a pattern', pattern);
    }
  }
}

/** @throws TypeError for what is not a string */
export function assertString(
  value: unknown,
  option: string,
): asserts value is string {
  if (typeof value !== 'string') throw expected(option, 'a string', value);
}

/** @throws TypeError for what is neither a function nor left out */
export function assertFunction(value: unknown, option: string): void {
  if (value !== undefined && typeof value !== 'function') {
    throw expected(option, 'a function', value);
  }
}

/** @throws TypeError for what is neither a positive integer nor left out */
export function assertPositiveInteger(value: unknown, option: string): void {
  if (value === undefined) return;
  if (!Number.isSafeInteger(value) || (value as number) <= 0) {
    throw expected(option, 'a positive integer', value);
  }
}

/**
 * The error for an option of a wrong type.
 *
 * @param what is expected, with its article
 */
export function expected(
  option: string,
  what: string,
  value: unknown,
): TypeError {
  return new TypeError(`${option} must be ${what}, got ${typeName(value)}`);
}

function typeName(value: unknown): string {
  if (value == null) return String(value);
  if (value === '') return 'an empty string';
  if (typeof value === 'number') return `the number ${value}`;
  if (Array.isArray(value)) return 'an array';
  const type = typeof value;
  return type === 'object' ? 'an object' : `a ${type}`;
}
