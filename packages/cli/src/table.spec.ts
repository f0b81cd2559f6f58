import { stylesOf } from './styles';
import { cell, tableOf } from './table';

const noStyles = stylesOf({ write: () => true }, { NO_COLOR: '1' });
const draw = (rows: string[][], width: number) => {
  const [head, ...others] = rows;
  const cells = others.map(row => row.map(text => cell(text)));
  return tableOf(head!, cells, width, noStyles).split('\n');
};

test('the widest columns are wrapped', () => {
  const rows = [
    ['#', 'key', 'value'],
    ['1', 'tenant.id', 'x'.repeat(30)],
  ];
  expect(draw(rows, 30)).toEqual([
    '┌───┬───────────┬────────────┐',
    '│ # │ key       │ value      │',
    '│ 1 │ tenant.id │ xxxxxxxxxx │',
    '│   │           │ xxxxxxxxxx │',
    '│   │           │ xxxxxxxxxx │',
    '└───┴───────────┴────────────┘',
  ]);
});

test('a wide character takes two columns', () => {
  const rows = [
    ['key', 'value'],
    ['name', '日本語テキスト'],
  ];
  expect(draw(rows, 23)).toEqual([
    '┌──────┬──────────────┐',
    '│ key  │ value        │',
    '│ name │ 日本語テキス │',
    '│      │ ト           │',
    '└──────┴──────────────┘',
  ]);
});

test('a column without text is left out', () => {
  const rows = [
    ['a', 'b', 'c'],
    ['1', '', '3'],
  ];
  expect(draw(rows, 80)[1]).toBe('│ a │ c │');
});

test('every line of a cell has its style', () => {
  const red = (text: string) => `\x1b[31m${text}\x1b[39m`;
  const table = tableOf(
    ['a'],
    [[{ text: 'b'.repeat(8), style: red }]],
    10,
    noStyles,
  );
  expect(table).toContain('\x1b[31mbbbbbb\x1b[39m');
  expect(table).toContain('\x1b[31mbb\x1b[39m');
});

test('a terminal that is too narrow does not stop it', () => {
  expect(draw([['abc'], ['defghijkl']], 1)).toContain('│ defghi │');
});
