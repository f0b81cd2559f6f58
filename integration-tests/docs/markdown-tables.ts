const ROW = /^\|(.+)\|$/;
const CELL = /(?<!\\)\|/;
const HEADING = /^#+ (.+)$/;

/** A row of a table. */
export interface TableRow {
  /** The heading that it stands under. */
  heading: string;
  cells: string[];
}

/** The rows of all tables, those that only name the columns included. */
export function tableRowsOf(markdown: string): TableRow[] {
  const rows: TableRow[] = [];
  let heading = '';
  for (const line of markdown.split('\n')) {
    heading = HEADING.exec(line)?.[1] ?? heading;
    const row = ROW.exec(line);
    if (row === null || /^[|\s:-]+$/.test(line)) continue;
    const cells = row[1]!.split(CELL).map(cell => cell.trim());
    rows.push({ heading, cells });
  }
  return rows;
}
