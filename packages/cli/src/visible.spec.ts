import { MOVES_THE_CURSOR } from './test-data/moves-the-cursor';
import {
  visible,
  visibleAscii,
  visibleJson,
  visibleLines,
  visibleStart,
} from './visible';

test.each([
  ['\x1b[31m', '\\x1b[31m'],
  ['\x9b31m', '\\x9b31m'],
  ['a\tb\r\n', 'a\\tb\\r\\n'],
  ['\0\x7f', '\\x00\\x7f'],
  ['\u202eabc', '\\u{202e}abc'],
  ['\u2028', '\\u{2028}'],
  ['\u00a0', '\\xa0'],
  ['\ud800', '\\u{d800}'],
  ['Amélie 😀 日本', 'Amélie 😀 日本'],
])('%j is shown as %s', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('only the ends of lines stay where there are several', () => {
  expect(visibleLines('a\x1b\nb\r\n')).toBe('a\\x1b\nb\\r\n');
});

test('all that is not ASCII is escaped where a character is a column', () => {
  expect(visibleAscii('é日😀\x1b')).toBe('\\xe9\\u{65e5}\\u{1f600}\\x1b');
});

test('a long text is cut, and says so', () => {
  expect(visibleStart('abcdef', 6)).toBe('abcdef');
  expect(visibleStart('abcdefg', 6)).toBe('abcde…');
  expect(visibleStart('😀😀😀', 6)).toBe('😀😀😀');
  expect(visibleStart('😀😀😀', 5)).toBe('😀😀…');
  expect(visibleStart('日本語', 4)).toBe('日…');
  expect(visibleStart('e\u0301e\u0301e\u0301', 3)).toBe(
    'e\u0301e\u0301e\u0301',
  );
});

test('JSON means the same, and holds nothing that moves the cursor', () => {
  const value = { '\x9b\u202e': ['\x1b\x7f\0', '\u2028 \u{e0001}\ud800 é'] };
  const json = visibleJson(value);
  expect(json).not.toMatch(MOVES_THE_CURSOR);
  expect(JSON.parse(json)).toEqual(value);
});

test('no character of the first plane gets through that moves the cursor', () => {
  for (let code = 0; code < 0x10000; code++) {
    const text = visible(String.fromCharCode(code));
    expect(MOVES_THE_CURSOR.test(text)).toBe(false);
  }
});
