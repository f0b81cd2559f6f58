import Table from 'cli-table3';
import type { Styles } from './styles';
import { visibleStart } from './visible';

/** Rows or lines of one part; `--json` has them all. */
const MAX_ROWS = 100;
/** Characters of a cell. */
const MAX_CHARACTERS = 40;

/** A text as a cell shows it. */
export function cell(text: string): string {
  return visibleStart(text, MAX_CHARACTERS);
}

/** The first of the lines, and how many more there are. */
export function firstOf(lines: readonly string[]): string {
  return [...lines.slice(0, MAX_ROWS), ...moreThan(lines)].join('\n');
}

/** Texts beside their names, which take so many columns. */
export function namedTexts(
  texts: readonly [name: string, text: string][],
  columns: number,
  styles: Styles,
): string {
  return texts
    .map(([name, text]) => `${styles.bold(name.padEnd(columns))}${text}`)
    .join('\n');
}

/**
 * A table for a terminal of the first rows, and how many more there are; its cells
 * must be visible text already.
 */
export function tableOf(
  names: readonly string[],
  rows: readonly string[][],
  styles: Styles,
): string {
  const head = names.map(styles.bold);
  const table = new Table({
    head,
    style: { head: [], border: [] },
    chars: NO_LINES_BETWEEN_ROWS,
  });
  table.push(...rows.slice(0, MAX_ROWS));
  return [table.toString(), ...moreThan(rows)].join('\n');
}

function moreThan({ length }: readonly unknown[]): string[] {
  const others = length - MAX_ROWS;
  return others > 0 ? [`… and ${others} more; --json has them all`] : [];
}

const NO_LINES_BETWEEN_ROWS = {
  mid: '',
  'left-mid': '',
  'mid-mid': '',
  'right-mid': '',
};
