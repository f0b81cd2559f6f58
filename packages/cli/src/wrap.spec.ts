import { wrap } from './wrap';

test.each<[string, number, number, string[]]>([
  ['', 5, 0, ['']],
  ['abc', 5, 0, ['abc']],
  ['ab cd ef', 5, 0, ['ab cd', 'ef']],
  ['ab cd ef', 5, 2, ['ab cd', '  ef']],
  ['a  b', 9, 0, ['a  b']],
  ['abcdefgh', 3, 0, ['abc', 'def', 'gh']],
  ['a bcdefgh', 4, 1, ['a', ' bcd', ' efg', ' h']],
  ['😀😀😀', 3, 0, ['😀', '😀', '😀']],
  ['日本 日本語', 6, 0, ['日本', '日本語']],
  ['日本語', 5, 2, ['日', '  本', '  語']],
])('%j in %i characters, indented by %i', (text, width, indent, lines) => {
  expect(wrap(text, width, indent)).toEqual(lines);
});
