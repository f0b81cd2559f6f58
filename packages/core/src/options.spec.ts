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
    ['a list', ['tenant.id']],
    ['an empty list', []],
  ])('options that are %s', (_, options) => {
    expect(() => assertKnownOptions(options, ['included'])).toThrow(
      new TypeError('options must be an object'),
    );
  });

  test('an option that does not exist, and those that do', () => {
    expect(() =>
      assertKnownOptions({ include: [] }, ['included', 'excluded']),
    ).toThrow(
      new TypeError('unknown option "include": there are included, excluded'),
    );
  });

  test('options that exist pass', () => {
    expect(() =>
      assertKnownOptions({ included: ['a'] }, ['included', 'excluded']),
    ).not.toThrow();
  });

  test.each([['a'], [[1]], [['a', '']], [{ 0: 'a' }], [undefined]])(
    'patterns %j',
    patterns => {
      expect(() => assertPatterns(patterns, 'included')).toThrow(
        new TypeError('included must be an array of patterns'),
      );
    },
  );

  test.each([[1], [null], [undefined], [['a']]])('a string %j', value => {
    expect(() => assertString(value, 'prefix')).toThrow(
      new TypeError('prefix must be a string'),
    );
  });

  test.each([['a'], [null], [{}]])('a function %j', value => {
    expect(() => assertFunction(value, 'attributeName')).toThrow(
      new TypeError('attributeName must be a function'),
    );
  });

  test.each([[0], [-1], [1.5], [NaN], [Infinity], ['64'], [null], [2 ** 53]])(
    'a positive integer %j',
    value => {
      expect(() => assertPositiveInteger(value, 'maxEntries')).toThrow(
        new TypeError('maxEntries must be a positive integer'),
      );
    },
  );

  test('what may be left out may be undefined', () => {
    expect(() => assertFunction(undefined, 'attributeName')).not.toThrow();
    expect(() => assertPositiveInteger(undefined, 'maxBytes')).not.toThrow();
  });
});
