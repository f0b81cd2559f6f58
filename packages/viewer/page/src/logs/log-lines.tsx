import type { LogLine } from '../../../src/types';
import { formatTime, visible } from '../format';
import { BaggageTag } from '../parts/baggage-tag';
import { hrefOf } from '../route';

const MAX_ATTRIBUTES = 8;

interface Props {
  lines: LogLine[];
  /** The keys that are copied from baggage. */
  keys: string[];
}

/** Log lines; each leads to the trace in which it was written. */
export function LogLines({ lines, keys }: Props) {
  return (
    <ol className="log-lines" aria-label="Log lines">
      {lines.map((line, index) => (
        <li key={index}>
          <time dateTime={new Date(line.time).toISOString()}>
            {formatTime(line.time)}
          </time>
          <span className={`severity severity-${toneOf(line.severity)}`}>
            {visible(line.severity)}
          </span>
          <span className="log-service">{visible(line.service)}</span>
          <span className="log-body">
            <Body line={line} />
            {Object.entries(line.attributes)
              .filter(([name]) => !keys.includes(name))
              .slice(0, MAX_ATTRIBUTES)
              .map(([name, value]) => (
                <small key={name}>
                  {visible(name)}={visible(value)}
                </small>
              ))}
          </span>
          <span className="tags log-tags">
            {Object.entries(line.attributes)
              .filter(([name]) => keys.includes(name))
              .map(([name, value]) => (
                <BaggageTag key={name} name={name} value={value} />
              ))}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Body({ line }: { line: LogLine }) {
  const text = visible(line.body);
  if (!line.traceId) return text;
  const { traceId, spanId } = line;
  return (
    <a href={hrefOf({ page: 'trace', traceId, spanId: spanId || undefined })}>
      {text}
    </a>
  );
}

function toneOf(severity: string): 'quiet' | 'warning' | 'problem' {
  if (/^(error|fatal)/i.test(severity)) return 'problem';
  return /^warn/i.test(severity) ? 'warning' : 'quiet';
}
