import fc from 'fast-check';
import { compileSensitivePatterns } from './sensitive-keys';
import { compileKeyPatterns } from './key-pattern';

function matches(pattern: string, key: string): boolean {
  return compileKeyPatterns([pattern], 'included')(key);
}

/** The definition, taken literally: exponential, for short ones only. */
function slowMatches(pattern: string, key: string): boolean {
  if (pattern === '') return key === '';
  const [first, rest] = [pattern[0], pattern.slice(1)];
  if (first === '*') {
    return (
      slowMatches(rest, key) ||
      (key !== '' && slowMatches(pattern, key.slice(1)))
    );
  }
  if (key === '' || (first !== '?' && first !== key[0])) return false;
  return slowMatches(rest, key.slice(1));
}

/** A key that counts how often one of its characters is looked at. */
function countingKey(text: string) {
  const counter = { looks: 0 };
  const key = {
    length: text.length,
    charCodeAt(index: number) {
      counter.looks++;
      return text.charCodeAt(index);
    },
  };
  return { key: key as unknown as string, counter };
}

function looksAt(pattern: string, text: string): number {
  const { key, counter } = countingKey(text);
  matches(pattern, key);
  return counter.looks;
}

describe('A2 a pattern', () => {
  test.each([
    ['tenant.id', 'tenant.id', true],
    ['tenant.id', 'tenant.idx', false],
    ['tenant.id', 'xtenant.id', false],
    ['tenant.id', 'tenant_id', false],
    ['tenant.id', 'Tenant.Id', false],
    ['*', 'anything', true],
    ['*', '', true],
    ['tenant.*', 'tenant.id', true],
    ['tenant.*', 'tenant.', true],
    ['tenant.*', 'tenant', false],
    ['*.id', 'tenant.id', true],
    ['*.id', 'tenant.id.x', false],
    ['t*.*d', 'tenant.id', true],
    ['*a*', 'bab', true],
    ['*a*', 'bbb', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['**', 'a', true],
    ['?', 'a', true],
    ['?', '', false],
    ['?', 'ab', false],
    ['user-??', 'user-42', true],
    ['user-??', 'user-4', false],
    ['*?', '', false],
    ['?*', 'a', true],
    ['*b?d', 'abcbcd', true],
    ['a.*+(b)|^$', 'a.xx+(b)|^$', true],
    ['a.*+(b)|^$', 'axxxx+(b)|^$', false],
    ['[ab]', 'a', false],
    ['\\*', '\\x', true],
    ['a|b', 'a', false],
  ])('%s matches %s: %s', (pattern, key, expected) => {
    expect(matches(pattern, key)).toBe(expected);
  });

  test('of a list, one is enough', () => {
    const isMatch = compileKeyPatterns(['a', 'b.*', '*.c'], 'included');
    expect(['a', 'b.x', 'x.c', 'b', 'x', 'A'].map(isMatch)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('no pattern matches nothing', () => {
    expect(compileKeyPatterns([], 'included')('a')).toBe(false);
  });

  test('changing the list afterwards changes nothing', () => {
    const patterns = ['a', 'b*'];
    const isMatch = compileKeyPatterns(patterns, 'included');
    patterns.push('c', 'd*');
    patterns[1] = 'e*';
    expect(['a', 'b1', 'c', 'd1', 'e1'].map(isMatch)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('agrees with its definition taken literally', () => {
    const textOf = (characters: string, maxLength: number) =>
      fc
        .array(fc.constantFrom(...characters), { maxLength })
        .map(list => list.join(''));
    fc.assert(
      fc.property(
        textOf('aab**?', 8).filter(pattern => pattern !== ''),
        textOf('aab*?', 10),
        (pattern, key) => {
          expect(matches(pattern, key)).toBe(slowMatches(pattern, key));
        },
      ),
      { numRuns: 5000 },
    );
  });

  test('a list agrees with each of its patterns, in upper and lower case', () => {
    const textOf = (characters: string, maxLength: number) =>
      fc
        .array(fc.constantFrom(...characters), { maxLength })
        .map(list => list.join(''));
    const pattern = textOf('aAbb.*?', 6).filter(text => text !== '');
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 14 }),
        textOf('aAb.', 6),
        (patterns, key) => {
          const matchesOne = (text: string, among: string[]) =>
            among.some(one => slowMatches(one, text));
          expect(compileKeyPatterns(patterns, 'included')(key)).toBe(
            matchesOne(key, patterns),
          );
          const inLowerCase = patterns.map(one => one.toLowerCase());
          expect(compileSensitivePatterns(patterns)(key)).toBe(
            matchesOne(key.toLowerCase(), inLowerCase),
          );
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe('A2 time is linear in the length of the key', () => {
  test.each([
    ['*a*a*a*a*b'],
    ['*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b'],
    ['*aaaaaaaaaaaaaaab'],
    ['*?*?*?*?*b'],
    ['*a?a?a?a?b*a?a?a?a?b*c'],
    ['a*************************b'],
  ])('%s against a key of many a', pattern => {
    const short = looksAt(pattern, 'a'.repeat(2_000));
    const long = looksAt(pattern, 'a'.repeat(8_000));
    expect(matches(pattern, 'a'.repeat(8_000))).toBe(false);
    expect(short).toBeGreaterThan(0);
    // Four times the length: four times the looks, sixteen if it were square.
    expect(long).toBeLessThanOrEqual(short * 4.1);
  });

  test('no pattern looks at a character more often than it is long', () => {
    const textOf = (characters: string, minLength: number, maxLength: number) =>
      fc
        .array(fc.constantFrom(...characters), { minLength, maxLength })
        .map(list => list.join(''));
    fc.assert(
      fc.property(
        textOf('aab*?', 1, 20),
        textOf('aaab', 1, 300),
        (pattern, key) => {
          expect(looksAt(pattern, key)).toBeLessThanOrEqual(
            pattern.length * key.length,
          );
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('D3 what is no list of patterns throws', () => {
  test.each([
    ['a string', 'a,b', 'excluded must be an array of patterns, got a string'],
    ['an expression', [/a/], 'excluded[0] must be a pattern, got an object'],
    [
      'an empty one',
      [''],
      'excluded[0] must be a pattern, got an empty string',
    ],
    [
      'nothing',
      undefined,
      'excluded must be an array of patterns, got undefined',
    ],
    ['a number', ['a', 1], 'excluded[1] must be a pattern, got the number 1'],
  ])('%s', (_, patterns, message) => {
    expect(() =>
      compileKeyPatterns(patterns as unknown as string[], 'excluded'),
    ).toThrow(new TypeError(message));
  });
});
