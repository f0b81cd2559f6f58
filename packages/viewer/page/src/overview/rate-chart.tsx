import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import type { Stats } from '../../../src/types';
import { formatTime } from '../format';
import { Card } from '../parts/card';
import { withPauses } from './series';
import type { ValueRow } from './value-row';

const MAX_VALUES = 8;

interface Props {
  rows: ValueRow[];
  series: Stats['series'];
}

/** Requests a second, one on top of the other. */
export function RateChart({ rows, series }: Props) {
  const shown = rows
    .filter(row => row.value !== null)
    .slice(0, MAX_VALUES) as (ValueRow & { value: string })[];
  const points = withPauses(series);
  return (
    <Card title="Requests a second">
      <ul className="legend">
        {shown.map(row => (
          <li key={row.value}>
            <span className="swatch" style={{ background: row.color }} />
            {row.label}
          </li>
        ))}
      </ul>
      <figure
        className="chart"
        role="img"
        aria-label="Requests a second over the time of the load"
      >
        <BarChart
          data={points}
          responsive
          style={{ width: '100%', height: 200 }}
          margin={{ top: 4, right: 4, bottom: 0, left: 0 }}
          barCategoryGap={1}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="time"
            tickFormatter={time => formatTime(Number(time))}
            minTickGap={40}
            tick={{ fill: 'var(--text-quiet)', fontSize: 12 }}
            tickLine={false}
            stroke="var(--line)"
          />
          <YAxis
            allowDecimals={false}
            width={36}
            axisLine={false}
            tickLine={false}
            tick={{ fill: 'var(--text-quiet)', fontSize: 12 }}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: 'var(--track)' }}
            labelFormatter={time => formatTime(Number(time))}
            contentStyle={{
              background: 'var(--card)',
              border: '1px solid var(--line-strong)',
              borderRadius: 8,
              fontSize: 13,
            }}
            itemStyle={{ color: 'var(--text)' }}
          />
          {shown.map(row => (
            <Bar
              key={row.value}
              name={row.label}
              dataKey={point => point.values[row.value] ?? 0}
              stackId="requests"
              fill={row.color}
              maxBarSize={28}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </figure>
    </Card>
  );
}
