/** The name that takes the fewest letters put in, taken out or changed. */
export function nearestName(name: string, names: readonly string[]): string {
  const distances = names.map(other => distance(name, other));
  return names[distances.indexOf(Math.min(...distances))]!;
}

/** The distance of Levenshtein, row by row. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + change);
    }
    row = next;
  }
  return row[b.length]!;
}
