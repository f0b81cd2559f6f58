import { colorOf } from '../colors';
import type { StatsRow } from '../../../src/types';
import { visible } from '../format';

/** The numbers of one value of a key, with what it looks like. */
export interface ValueRow extends StatsRow {
  label: string;
  color: string;
}

/** In the order of the alphabet, so that nothing moves while numbers grow. */
export function toValueRows(rows: StatsRow[]): ValueRow[] {
  const withValue = rows.filter(row => row.value !== null);
  withValue.sort((a, b) => (String(a.value) < String(b.value) ? -1 : 1));
  return [
    ...withValue.map((row, index) => ({
      ...row,
      label: row.value === '' ? '(empty)' : visible(row.value),
      color: colorOf(index),
    })),
    ...rows
      .filter(row => row.value === null)
      .map(row => ({ ...row, label: '(without)', color: colorOf(-1) })),
  ];
}
