import Table from 'cli-table3';

/** A table for a terminal; its cells must be visible text already. */
export function tableOf(head: string[], rows: string[][]): string {
  const table = new Table({
    head,
    style: { head: [], border: [] },
    chars: NO_LINES_BETWEEN_ROWS,
  });
  table.push(...rows);
  return table.toString();
}

const NO_LINES_BETWEEN_ROWS = {
  mid: '',
  'left-mid': '',
  'mid-mid': '',
  'right-mid': '',
};
