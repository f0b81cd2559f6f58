import Table from 'cli-table3';
import { wrap } from './wrap';

/** Visible text, and how it is shown. */
export interface StyledCell {
  text: string;
  style: (text: string) => string;
}

/** Characters of the narrowest column that a long text is wrapped in. */
const LEAST_WIDTH = 6;
/** Characters of a column beside its text. */
const PADDING = 3;

/**
 * Formats a table for a terminal, `width` characters wide at most: the widest
 * columns are wrapped. A column that has no text is left out.
 *
 * @param rows whose cells are visible text already
 */
export function tableOf(
  head: readonly StyledCell[],
  rows: readonly (readonly StyledCell[])[],
  width: number,
): string {
  const used = head.map((_, column) => rows.some(row => row[column]!.text));
  const [shownHead, ...shownRows] = [head, ...rows].map(row =>
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
  return table.toString();
}

function columnWidths(
  rows: readonly (readonly StyledCell[])[],
  width: number,
): number[] {
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map(row => row[column]!.text.length)),
  );
  const most = width - PADDING * widths.length - 1;
  let total = widths.reduce((sum, each) => sum + each, 0);
  for (; total > most; total--) {
    const widest = Math.max(...widths);
    if (widest <= LEAST_WIDTH) break;
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
