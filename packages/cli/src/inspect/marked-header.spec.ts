import { stylesOf } from '../styles';
import { markedHeader, type Mark } from './marked-header';

const styles = stylesOf({ write: () => {} }, {});

/** Marks what stands in `[` and `]`, which are taken away. */
function draw(text: string, width = 80, hidden: [number, number][] = []) {
  const marks: Mark[] = [];
  let header = '';
  for (const part of text.split(/(\[[^\]]*\])/)) {
    const start = header.length;
    header += part.replace(/^\[|\]$/g, '');
    if (!part.startsWith('[')) continue;
    const label = String(marks.length + 1);
    marks.push({ start, end: header.length, label });
  }
  const ranges = hidden.map(([start, end]) => ({ start, end }));
  return markedHeader(header, marks, ranges, width, styles).split('\n');
}

test('marks stand under what they mark, with their labels', () => {
  expect(draw('a=1, [b c=2],[d]')).toEqual([
    'a=1, b c=2,d',
    '     ^^^^^ ^',
    '     1     2',
  ]);
});

test('without a mark the header is all', () => {
  expect(draw('a=1')).toEqual(['a=1']);
  expect(draw('')).toEqual(['']);
});

test('what is escaped or hidden moves the marks with it', () => {
  expect(draw('[\x1b=1],\u00e9,[b]')).toEqual([
    '\\x1b=1,\\xe9,b',
    '^^^^^^      ^',
    '1           2',
  ]);
  expect(draw('token=abc,[b]', 80, [[6, 9]])).toEqual([
    'token=********,b',
    '               ^',
    '               1',
  ]);
  expect(draw('[token=a c],[b]', 80, [[6, 9]])).toEqual([
    'token=********,b',
    '^^^^^^^^^^^^^^ ^',
    '1              2',
  ]);
});

test('a long header goes over several lines, a mark too, labelled once', () => {
  expect(draw('aaaaa,[bbbbbbb],c,[d]', 10)).toEqual([
    'aaaaa,bbbb',
    '      ^^^^',
    '      1',
    'bbb,c,d',
    '^^^   ^',
    '      2',
  ]);
});

test('labels do not touch each other', () => {
  const all = Array.from({ length: 11 }, () => '[x]').join(',');
  expect(draw(all)).toEqual([
    'x,x,x,x,x,x,x,x,x,x,x',
    '^ ^ ^ ^ ^ ^ ^ ^ ^ ^ ^',
    '1 2 3 4 5 6 7 8 9 10',
    '                    11',
  ]);
});

test('of many lines only those with marks are shown', () => {
  const lines = draw(`${'a'.repeat(500)}[b]${'c'.repeat(500)}`, 10);
  expect(lines).toEqual(['…', 'bccccccccc', '^', '1', '…']);
});

test('of many lines with marks the first are shown', () => {
  const lines = draw('[aaaaaaaaa],'.repeat(50), 10);
  expect(lines).toHaveLength(61);
  expect(lines.at(-1)).toBe('…');
});

test('a character that is wrong has the caret, the rest of the mark has none', () => {
  const header = 'a=1,b c=2,t=x y,\u00e9';
  const marks = [
    { start: 4, end: 9, label: '1', fault: 5 },
    { start: 10, end: 15, label: '2', fault: 13 },
    { start: 16, end: 17, label: '3', fault: 16 },
  ];
  const hidden = [{ start: 12, end: 15 }];
  expect(markedHeader(header, marks, hidden, 80, styles).split('\n')).toEqual([
    'a=1,b c=2,t=********,\\xe9',
    '    ~^~~~ ~~^^^^^^^^ ^^^^',
    '    1     2          3',
  ]);
});
