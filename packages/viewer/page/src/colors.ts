const COLORS = 8;

/** The colour of the n-th value or service, counted from 0; they repeat. */
export function colorOf(index: number): string {
  return index < 0 ? 'var(--color-none)' : `var(--color-${index % COLORS})`;
}
