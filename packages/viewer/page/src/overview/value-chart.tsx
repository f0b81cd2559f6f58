import { Bar, BarChart, XAxis, YAxis } from 'recharts';
import type { ValueRow } from './value-row';

const ROW_HEIGHT = 34;
const LETTER_WIDTH = 8;
const MAX_LABEL = 14;

interface Props {
  label: string;
  rows: ValueRow[];
  valueOf(row: ValueRow): number;
  format(value: number): string;
}

/** A bar for each value. Its numbers are in the table too, for those who cannot see it. */
export function ValueChart({ label, rows, valueOf, format }: Props) {
  const bars = rows.map(row => ({
    label: row.label,
    value: valueOf(row),
    fill: row.color,
  }));
  const labelWidth =
    (Math.min(MAX_LABEL, Math.max(...bars.map(bar => bar.label.length))) + 1) *
    LETTER_WIDTH;
  const highest = Math.max(...bars.map(bar => bar.value), 1e-9);
  return (
    <figure
      className="chart"
      role="img"
      aria-label={`${label}; the numbers are in the table below`}
    >
      <BarChart
        layout="vertical"
        data={bars}
        responsive
        style={{ width: '100%', height: rows.length * ROW_HEIGHT }}
        margin={{ top: 0, right: 70, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <XAxis type="number" domain={[0, highest]} hide />
        <YAxis
          type="category"
          dataKey="label"
          width={labelWidth}
          axisLine={false}
          tickLine={false}
          interval={0}
          tick={<ValueTick width={labelWidth} />}
        />
        <Bar
          dataKey="value"
          radius={3}
          barSize={18}
          minPointSize={2}
          background={{ fill: 'var(--track)', radius: 3 }}
          isAnimationActive={false}
          label={{
            position: 'right',
            fill: 'var(--text)',
            fontSize: 13,
            formatter: value => format(Number(value)),
          }}
        />
      </BarChart>
    </figure>
  );
}

interface TickProps {
  width: number;
  x?: number;
  y?: number;
  payload?: { value: string };
}

/** The name of a value; a long one is cut and shown whole by the browser's hint. */
function ValueTick({ width, x = 0, y = 0, payload }: TickProps) {
  const text = payload?.value ?? '';
  const cut =
    text.length > MAX_LABEL ? `${text.slice(0, MAX_LABEL - 1)}…` : text;
  return (
    <text
      x={x - width + LETTER_WIDTH}
      y={y}
      dy="0.35em"
      fontSize={13}
      fill="var(--text)"
    >
      <title>{text}</title>
      {cut}
    </text>
  );
}
