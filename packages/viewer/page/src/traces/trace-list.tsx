import type { TraceSummary } from '../../../src/types';
import { formatCount, formatDuration, formatTime, visible } from '../format';
import { BaggageTag } from '../parts/baggage-tag';
import { hrefOf } from '../route';

const MAX_TAGS = 6;

export function TraceList({ traces }: { traces: TraceSummary[] }) {
  const longest = Math.max(...traces.map(trace => trace.duration));
  return (
    <ol className="trace-list" aria-label="Traces">
      {traces.map(trace => (
        <li key={trace.traceId}>
          <a href={hrefOf({ page: 'trace', traceId: trace.traceId })}>
            <span className="trace-name">{visible(trace.name)}</span>
            {trace.status === 'error' && <span className="badge">error</span>}
          </a>
          <span className="trace-when">
            <time dateTime={new Date(trace.start).toISOString()}>
              {formatTime(trace.start)}
            </time>
            , {formatCount(trace.services.length, 'service')}
          </span>
          <span className="tags">
            {Object.entries(trace.entries)
              .slice(0, MAX_TAGS)
              .map(([key, value]) => (
                <BaggageTag key={key} name={key} value={value} />
              ))}
          </span>
          <span className="duration">
            <span
              className="duration-bar"
              style={{ width: `${(trace.duration / longest) * 100}%` }}
            />
            <span>{formatDuration(trace.duration)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
