import { formatDuration, formatNumber } from '../format';
import { Card } from '../parts/card';
import { ValueChart } from './value-chart';
import type { ValueRow } from './value-row';

const MAX_BARS = 12;

interface Props {
  rows: ValueRow[];
  by: string;
}

export function ValueCharts({ rows, by }: Props) {
  const withRequests = rows.filter(row => row.requests > 0);
  const shown = withRequests.slice(0, MAX_BARS);
  return (
    <>
      <div className="charts">
        <Card title="Requests">
          <ValueChart
            label={`Requests by ${by}`}
            rows={shown}
            valueOf={row => row.requests}
            format={formatNumber}
          />
        </Card>
        <Card title="Error rate">
          <ValueChart
            label={`Error rate by ${by}`}
            rows={shown}
            valueOf={row => (row.errors / Math.max(1, row.requests)) * 100}
            format={share => `${formatNumber(share)} %`}
          />
        </Card>
        <Card title="p95 latency">
          <ValueChart
            label={`p95 latency by ${by}`}
            rows={shown}
            valueOf={row => row.p95 ?? 0}
            format={formatDuration}
          />
        </Card>
      </div>
      {withRequests.length > MAX_BARS && (
        <p className="note">
          The charts show the first {MAX_BARS} values, the table all{' '}
          {rows.length}.
        </p>
      )}
    </>
  );
}
