import { useState } from 'react';
import type { State, Stats } from '../../../src/types';
import { useResource } from '../api/use-resource';
import { Card } from '../parts/card';
import { Empty } from '../parts/notice';
import { Page } from '../parts/page';
import { ResourceView } from '../parts/resource-view';
import { Segmented } from '../parts/segmented';
import { replaceRoute } from '../route';
import { Findings } from './findings';
import { RateChart } from './rate-chart';
import { ValueCharts } from './value-charts';
import { ValuesTable } from './values-table';
import { toValueRows } from './value-row';

const MAX_KEYS = 12;

interface Props {
  state: State;
  /** The key by which the numbers are split; the first one by default. */
  by?: string;
}

export function OverviewPage({ state, by }: Props) {
  // The key of the first finding; it stays while other findings come.
  const [first] = useState(() => state.findings[0]?.key);
  const key = by ?? first ?? state.keys[0] ?? '';
  const stats = useResource<Stats>(`api/stats?by=${encodeURIComponent(key)}`);
  const shown = state.keys.slice(0, MAX_KEYS);
  const keys = by && !shown.includes(by) ? [...shown, by] : shown;
  return (
    <Page
      title="Overview"
      lead="Requests of the application by the values of a baggage key, whether it is copied onto telemetry or only travels in the header."
    >
      <Findings state={state} />
      <section className="numbers" aria-label="By baggage key">
        {keys.length > 0 && (
          <Segmented
            label="Split by"
            options={keys}
            chosen={key}
            onChoose={chosen => replaceRoute({ page: 'overview', by: chosen })}
          />
        )}
        <ResourceView resource={stats} label="the numbers">
          {data => <Numbers stats={data} />}
        </ResourceView>
      </section>
    </Page>
  );
}

function Numbers({ stats }: { stats: Stats }) {
  const rows = toValueRows(stats.rows);
  if (rows.every(row => row.value === null)) {
    return (
      <Card title="Numbers">
        <Empty title="No baggage was seen yet.">
          <p>
            Telemetry has arrived, but no request had a <code>baggage</code>{' '}
            header, and no service set an entry.
          </p>
        </Empty>
      </Card>
    );
  }
  return (
    <>
      <ValueCharts rows={rows} by={stats.by} />
      <RateChart rows={rows} series={stats.series} />
      <ValuesTable rows={rows} by={stats.by} />
    </>
  );
}
