import type { Stats } from '../console/contract';

type Point = Stats['series'][number];

const BUCKET_MS = 1000;
const MAX_POINTS = 120;
const MAX_PAUSE = 10;

/**
 * The newest points, with an empty one for each second in which nothing
 * happened; a long pause is shortened to a few.
 */
export function withPauses(series: Point[]): Point[] {
  const points: Point[] = [];
  for (const point of series) {
    const before = points.at(-1);
    const missing = before ? (point.time - before.time) / BUCKET_MS - 1 : 0;
    for (let i = 1; i <= Math.min(missing, MAX_PAUSE); i++) {
      points.push({ time: before!.time + i * BUCKET_MS, values: {} });
    }
    points.push(point);
  }
  return points.slice(-MAX_POINTS);
}
