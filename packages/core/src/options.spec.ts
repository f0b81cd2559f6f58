import {
  assertFunction,
  assertKnownOptions,
  assertPatterns,
  assertPositiveInteger,
  assertString,
} from './options';

describe('D3 what is wrong in code throws a TypeError that names the option', () => {
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a string', 'tenant.id'],
    ['an empty string', ''],
    ['an array', ['tenant.id']],
    ['an array', []],
    ['a function', () => ({})],
    ['the number 7', 7],
    ['a boolean', true],
    ['a symbol', Symbol('tenant.id')],
  ])('options that are %s', (what, options) => {
    expect(() => assertKnownOptions(options, ['included'])).toThrow(
      new TypeError(`options must be an object, got ${what}`),
    );
  });

  test('an option that does not exist, and those that do', () => {
    expect(() =>
      assertKnownOptions({ include: [] }, ['included', 'excluded']),
    ).toThrow(
      new TypeError(
        'unknown option "include" in options; did you mean "included"? Expected one of: included, excluded',
      ),
    );
    expect(() => assertKnownOptions({ host: [] }, ['hosts'], 'egress')).toThrow(
      'unknown option "host" in egress; did you mean "hosts"?',
    );
  });

  test('options that exist pass', () => {
    expect(() =>
      assertKnownOptions({ included: ['a'] }, ['included', 'excluded']),
    ).not.toThrow();
  });

  test.each([
    ['a', 'included must be an array of patterns, got a string'],
    [[1], 'included[0] must be a pattern, got the number 1'],
    [['a', ''], 'included[1] must be a pattern, got an empty string'],
    [{ 0: 'a' }, 'included must be an array of patterns, got an object'],
    [undefined, 'included must be an array of patterns, got undefined'],
  ])('patterns %j', (patterns, message) => {
    expect(() => assertPatterns(patterns, 'included')).toThrow(
      new TypeError(message),
    );
  });

  test.each([[1], [null], [undefined], [['a']]])('a string %j', value => {
    expect(() => assertString(value, 'prefix')).toThrow(
      /^prefix must be a string, got (the number 1|null|undefined|an array)$/,
    );
  });

  test.each([['a'], [null], [{}]])('a function %j', value => {
    expect(() => assertFunction(value, 'attributeName')).toThrow(
      /^attributeName must be a function, got (a string|null|an object)$/,
    );
  });

  test.each([[0], [-1], [1.5], [NaN], [Infinity], ['64'], [null], [2 ** 53]])(
    'a positive integer %j',
    value => {
      expect(() => assertPositiveInteger(value, 'maxEntries')).toThrow(
        /^maxEntries must be a positive integer, got (the number .*|a string|null)$/,
      );
    },
  );

  test('what may be left out may be undefined', () => {
    expect(() => assertFunction(undefined, 'attributeName')).not.toThrow();
    expect(() => assertPositiveInteger(undefined, 'maxBytes')).not.toThrow();
  });
});
