import { isBaggageKey, isToken } from './grammar';
import { TCHARS } from '../../conformance/literal-baggage';

describe('E4 isBaggageKey', () => {
  test.each(
    Array.from(Array(256).keys(), code => [
      `U+${code.toString(16).padStart(4, '0').toUpperCase()}`,
      String.fromCharCode(code),
    ]),
  )('E4 %s is a tchar or is none', (_name, character) => {
    const isTchar = TCHARS.includes(character);
    expect(isBaggageKey(character)).toBe(isTchar);
    expect(isBaggageKey(`a${character}b`)).toBe(isTchar);
  });

  test.each([
    ['the empty string', ''],
    ['a space around it', ' a'],
    ['a line after it', 'a\n'],
    ['outside ASCII', 'schlüssel'],
    ['a full-width letter', 'ａ'],
    ['a lone surrogate', '\uD800'],
    ['no string', 1],
    ['undefined', undefined],
    ['an array of one key', ['a']],
    ['an object with toString', { toString: () => 'a' }],
  ])('E4 %s is no key', (_name, key) => {
    expect([isBaggageKey(key), isToken(key)]).toEqual([false, false]);
  });

  test.each([
    ['one that looks encoded', 'a%20b'],
    ['one with a stray %', '%'],
    ['upper case', 'KEY'],
    ['all tchars', TCHARS.join('')],
    ['a very long one', 'k'.repeat(100_000)],
  ])('E4 %s is a key', (_name, key) => {
    expect([isBaggageKey(key), isToken(key)]).toEqual([true, true]);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'E12 %s is a key',
    key => {
      expect([isBaggageKey(key), isToken(key)]).toEqual([true, true]);
    },
  );
});
