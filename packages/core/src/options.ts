/**
 * What the programmer got wrong in code throws at construction (rule D3).
 */

/** @throws TypeError for no object, and for an option of another name */
export function assertKnownOptions(
  options: unknown,
  names: readonly string[],
): asserts options is object {
  if (
    typeof options !== 'object' ||
    options === null ||
    Array.isArray(options)
  ) {
    throw new TypeError('options must be an object');
  }
  const unknown = Object.keys(options).find(name => !names.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(
      `unknown option "${unknown}": there are ${names.join(', ')}`,
    );
  }
}

/** @throws TypeError for what is no array of strings that are not empty */
export function assertPatterns(
  patterns: unknown,
  option: string,
): asserts patterns is readonly string[] {
  if (
    !Array.isArray(patterns) ||
    !patterns.every(pattern => typeof pattern === 'string' && pattern !== '')
  ) {
    throw new TypeError(`${option} must be an array of patterns`);
  }
}

/** @throws TypeError for what is no string */
export function assertString(
  value: unknown,
  option: string,
): asserts value is string {
  if (typeof value !== 'string') {
    throw new TypeError(`${option} must be a string`);
  }
}

/** @throws TypeError for what is neither a function nor left out */
export function assertFunction(value: unknown, option: string): void {
  if (value !== undefined && typeof value !== 'function') {
    throw new TypeError(`${option} must be a function`);
  }
}

/** @throws TypeError for what is neither a positive integer nor left out */
export function assertPositiveInteger(value: unknown, option: string): void {
  if (value === undefined) return;
  if (!Number.isSafeInteger(value) || (value as number) <= 0) {
    throw new TypeError(`${option} must be a positive integer`);
  }
}
