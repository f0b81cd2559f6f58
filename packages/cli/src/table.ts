import Table from 'cli-table3';
import type { Styles } from './styles';
import { columnsOf, visibleStart } from './visible';
import { wrap } from './wrap';

/** Visible text, and how it is shown. */
export interface StyledCell {
  text: string;
  style: (text: string) => string;
}

/** Rows or lines of one part; `--json` has them all. */
const MAX_ROWS = 100;
/** Characters of a cell. */
const MAX_CHARACTERS = 40;
/** Characters of the narrowest column that a long text is wrapped in. */
const MIN_WIDTH = 6;
/** Characters of a column beside its text. */
const PADDING = 3;

/** A cell with the start of a text. */
export function cell(text: string, most = MAX_CHARACTERS): StyledCell {
  return { text: visibleStart(text, most), style: shown => shown };
}

/** The first of the lines, and how many more there are. */
export function firstOf(lines: readonly string[]): string {
  return [...lines.slice(0, MAX_ROWS), ...moreThan(lines)].join('\n');
}

/** Texts beside their names, which take so many columns. */
export function namedTexts(
  texts: readonly [name: string, text: string][],
  columns: number,
  width: number,
  styles: Styles,
): string {
  return texts
    .flatMap(([name, text]) => {
      const named = name.padEnd(columns) + text;
      const [first, ...rest] = wrap(named, width, columns);
      const bold = styles.bold(first!.slice(0, columns));
      return [bold + first!.slice(columns), ...rest];
    })
    .join('\n');
}

/**
 * Formats the first rows of a table, and how many more there are, for a terminal
 * of `width` characters: the widest columns are wrapped. A column that has no text
 * is left out.
 *
 * @param rows whose cells are visible text already
 */
export function tableOf(
  names: readonly string[],
  rows: readonly (readonly StyledCell[])[],
  width: number,
  styles: Styles,
): string {
  const head = names.map(text => ({ text, style: styles.bold }));
  const first = rows.slice(0, MAX_ROWS);
  const used = head.map((_, column) => first.some(row => row[column]!.text));
  const [shownHead, ...shownRows] = [head, ...first].map(row =>
    row.filter((_, column) => used[column]),
  );
  const widths = columnWidths([shownHead!, ...shownRows], width);
  const cellsOf = (row: readonly StyledCell[]) =>
    row.map(({ text, style }, column) =>
      wrap(text, widths[column]!).map(style).join('\n'),
    );
  const table = new Table({
    head: cellsOf(shownHead!),
    style: { head: [], border: [] },
    chars: NO_LINES_BETWEEN_ROWS,
  });
  table.push(...shownRows.map(cellsOf));
  return [table.toString(), ...moreThan(rows)].join('\n');
}

function moreThan({ length }: readonly unknown[]): string[] {
  const others = length - MAX_ROWS;
  return others > 0 ? [`… and ${others} more; --json has them all`] : [];
}

function columnWidths(
  rows: readonly (readonly StyledCell[])[],
  width: number,
): number[] {
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map(row => columnsOf(row[column]!.text))),
  );
  const most = width - PADDING * widths.length - 1;
  let total = widths.reduce((sum, each) => sum + each, 0);
  for (; total > most; total--) {
    const widest = Math.max(...widths);
    if (widest <= MIN_WIDTH) break;
    widths[widths.lastIndexOf(widest)] = widest - 1;
  }
  return widths;
}

const NO_LINES_BETWEEN_ROWS = {
  mid: '',
  'left-mid': '',
  'mid-mid': '',
  'right-mid': '',
};
