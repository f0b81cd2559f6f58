import { formatDuration, formatNumber, formatShare } from '../format';
import { Card } from '../parts/card';
import { hrefOf } from '../route';
import type { ValueRow } from './value-row';

const MAX_ROWS = 100;

interface Props {
  rows: ValueRow[];
  by: string;
}

/** All numbers of the charts. */
export function ValuesTable({ rows, by }: Props) {
  return (
    <Card
      title={`Numbers by ${by}`}
      note="Of the traces that are kept. A request is a server or consumer span whose caller sends no telemetry."
    >
      <div
        className="scroll"
        role="region"
        tabIndex={0}
        aria-label={`Table of numbers by ${by}`}
      >
        <table className="values stacked counts">
          <caption className="visually-hidden">Numbers by {by}</caption>
          <thead>
            <tr>
              <th scope="col">{by}</th>
              <th scope="col">Requests</th>
              <th scope="col">Errors</th>
              <th scope="col">Error rate</th>
              <th scope="col">p50</th>
              <th scope="col">p95</th>
              <th scope="col">Spans</th>
              <th scope="col">Log lines</th>
              <th scope="col">Look at</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MAX_ROWS).map(row => (
              <tr key={String(row.value)}>
                <th scope="row">
                  <span className="swatch" style={{ background: row.color }} />
                  <span className="value-name">{row.label}</span>
                </th>
                <td data-label="Requests">{formatNumber(row.requests)}</td>
                <td data-label="Errors">{formatNumber(row.errors)}</td>
                <td data-label="Error rate">
                  {formatShare(row.errors, row.requests)}
                </td>
                <td data-label="p50">{formatDuration(row.p50)}</td>
                <td data-label="p95">{formatDuration(row.p95)}</td>
                <td data-label="Spans">{formatNumber(row.spans)}</td>
                <td data-label="Log lines">{formatNumber(row.logs)}</td>
                <td data-label="Look at">
                  <Links by={by} row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > MAX_ROWS && (
        <p className="note">
          The first {MAX_ROWS} of {rows.length} values.
        </p>
      )}
    </Card>
  );
}

function Links({ by, row }: { by: string; row: ValueRow }) {
  if (row.value === null) return null;
  const selection = { key: by, value: row.value };
  return (
    <span className="row-links">
      <a href={hrefOf({ page: 'traces', selection })}>
        Traces<span className="visually-hidden"> of {row.label}</span>
      </a>
      <a href={hrefOf({ page: 'logs', selection })}>
        Logs<span className="visually-hidden"> of {row.label}</span>
      </a>
    </span>
  );
}
