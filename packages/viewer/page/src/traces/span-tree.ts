import type { Span } from '../../../src/types';

export interface SpanRow {
  span: Span;
  /** 0 for a span without a parent in the trace. */
  depth: number;
  /** Milliseconds in which no child was at work. */
  own: number;
}

/** The spans, each parent before its children, these by their start. */
export function toSpanRows(spans: Span[]): SpanRow[] {
  const ids = new Set(spans.map(span => span.spanId));
  const children = new Map<string | null, Span[]>();
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const { parentSpanId } = span;
    const parent = parentSpanId && ids.has(parentSpanId) ? parentSpanId : null;
    const siblings = children.get(parent) ?? [];
    children.set(parent, [...siblings, span]);
  }

  const rows: SpanRow[] = [];
  const add = (parent: string | null, depth: number) => {
    for (const span of children.get(parent) ?? []) {
      const own = ownTime(span, children.get(span.spanId) ?? []);
      rows.push({ span, depth, own });
      add(span.spanId, depth + 1);
    }
  };
  add(null, 0);
  return rows;
}

/** @param children by their start */
function ownTime(span: Span, children: Span[]): number {
  const end = span.start + span.duration;
  let covered = 0;
  let reached = span.start;
  for (const child of children) {
    const from = Math.max(reached, child.start);
    const to = Math.min(end, child.start + child.duration);
    covered += Math.max(0, to - from);
    reached = Math.max(reached, to);
  }
  return span.duration - covered;
}
