import type { State, Stats } from '../console/contract';
import { useResource } from '../console/use-resource';
import { Card } from '../parts/card';
import { Empty } from '../parts/notice';
import { Page } from '../parts/page';
import { ResourceView } from '../parts/resource-view';
import { Segmented } from '../parts/segmented';
import { replaceRoute } from '../route';
import { Findings } from './findings';
import { KeptOut } from './kept-out';
import { RateChart } from './rate-chart';
import { Services } from './services';
import { ValueCharts } from './value-charts';
import { ValuesTable } from './values-table';
import { toValueRows } from './value-row';

interface Props {
  state: State;
  /** The key by which the numbers are split; the first one by default. */
  by?: string;
}

export function OverviewPage({ state, by }: Props) {
  const key = by ?? state.keys[0] ?? '';
  const stats = useResource<Stats>(`api/stats?by=${encodeURIComponent(key)}`);
  return (
    <Page
      title="Overview"
      lead="The gateway puts who is asking into the baggage. Every service behind it has it on its spans, log lines and metrics, and none of them has a line of code for that."
    >
      <Findings state={state} />
      <Services state={state} />
      <section className="numbers" aria-label="By baggage key">
        <Segmented
          label="Split by"
          options={state.keys}
          chosen={key}
          onChoose={chosen => replaceRoute({ page: 'overview', by: chosen })}
        />
        <ResourceView resource={stats} label="the numbers">
          {data => <Numbers stats={data} state={state} />}
        </ResourceView>
      </section>
      <KeptOut state={state} />
    </Page>
  );
}

function Numbers({ stats, state }: { stats: Stats; state: State }) {
  const rows = toValueRows(stats.rows);
  if (rows.length === 0) {
    return (
      <Card title="Numbers">
        <Empty title="No request has arrived yet.">
          <p>The load starts as soon as all services are up.</p>
        </Empty>
      </Card>
    );
  }
  return (
    <>
      <ValueCharts rows={rows} by={stats.by} />
      <RateChart rows={rows} series={stats.series} />
      <ValuesTable
        rows={rows}
        by={stats.by}
        complete={state.phase === 'done'}
      />
    </>
  );
}
