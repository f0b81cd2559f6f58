import { useEffect, useRef, useState } from 'react';
import { colorOf } from '../colors';
import type { Trace } from '../../../src/types';
import { formatDuration, visible } from '../format';
import { BaggageTag } from '../parts/baggage-tag';
import { ChevronIcon } from '../parts/icons';
import { SpanDetails } from './span-details';
import { newEntriesOf } from './copied';
import type { SpanRow } from './span-tree';
import { toSpanRows } from './span-tree';

const MAX_SPANS = 200;
const MAX_INDENTS = 8;
const INDENT_REM = 0.75;

interface Props {
  trace: Trace;
  /** Decides on the colours. */
  services: string[];
  spanId?: string;
}

/** The spans of all services along one axis of time. */
export function Waterfall({ trace, services, spanId }: Props) {
  const rows = toSpanRows(trace.spans);
  const byId = new Map(trace.spans.map(span => [span.spanId, span]));
  const busiest = rows.toSorted((a, b) => b.own - a.own)[0]?.span.spanId;
  const from = Math.min(...trace.spans.map(span => span.start));
  const to = Math.max(...trace.spans.map(span => span.start + span.duration));
  return (
    <>
      <div className="axis" aria-hidden="true">
        {[0, 0.25, 0.5, 0.75, 1].map(part => (
          <span key={part}>{formatDuration((to - from) * part)}</span>
        ))}
      </div>
      <ol className="waterfall" aria-label="Spans">
        {rows.slice(0, MAX_SPANS).map(row => (
          <SpanItem
            key={row.span.spanId}
            row={row}
            color={colorOf(services.indexOf(row.span.service))}
            from={from}
            whole={Math.max(to - from, 0.001)}
            busiest={row.span.spanId === busiest}
            target={row.span.spanId === spanId}
            fresh={newEntriesOf(
              row.span,
              byId.get(row.span.parentSpanId ?? ''),
            )}
          />
        ))}
      </ol>
      {rows.length > MAX_SPANS && (
        <p className="note">
          The first {MAX_SPANS} of {rows.length} spans.
        </p>
      )}
    </>
  );
}

interface ItemProps {
  row: SpanRow;
  color: string;
  /** Start of the trace, milliseconds since the epoch. */
  from: number;
  /** Length of the trace in milliseconds. */
  whole: number;
  /** No span of the trace has more time of its own. */
  busiest: boolean;
  /** The reader is led to this span. */
  target: boolean;
  /** Its entries that its parent does not have. */
  fresh: Record<string, string>;
}

function SpanItem({
  row,
  color,
  from,
  whole,
  busiest,
  target,
  fresh,
}: ItemProps) {
  const { span, depth } = row;
  const [open, setOpen] = useState(false);
  const indent = Math.min(depth, MAX_INDENTS) * INDENT_REM + 'rem';
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!target) return;
    setOpen(true);
    button.current?.scrollIntoView({ block: 'center' });
    button.current?.focus({ preventScroll: true });
  }, [target]);

  return (
    <li className={target ? 'span span-target' : 'span'}>
      <button
        ref={button}
        type="button"
        className="span-row"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span className="span-name" style={{ paddingInlineStart: indent }}>
          <ChevronIcon />
          <span className="swatch" style={{ background: color }} />
          <strong>{visible(span.service)}</strong>
          <span className="span-title">{visible(span.name)}</span>
          {span.status === 'error' && <span className="badge">error</span>}
        </span>
        <span className="span-duration">{formatDuration(span.duration)}</span>
        <span className="span-time">
          <span
            className="span-bar"
            style={{
              background: color,
              left: `${((span.start - from) / whole) * 100}%`,
              width: `${(span.duration / whole) * 100}%`,
            }}
          />
        </span>
        {busiest && (
          <span className="span-busiest">
            Most of the time goes here: {formatDuration(row.own)}
          </span>
        )}
      </button>
      <span className="tags span-tags" style={{ paddingInlineStart: indent }}>
        {Object.entries(fresh).map(([key, value]) => (
          <BaggageTag key={key} name={key} value={value} />
        ))}
      </span>
      {open && <SpanDetails span={span} />}
    </li>
  );
}
