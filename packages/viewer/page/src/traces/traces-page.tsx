import { useState } from 'react';
import type { State, TraceSummary } from '../../../src/types';
import { useResource } from '../api/use-resource';
import { Empty } from '../parts/notice';
import { Page } from '../parts/page';
import { ResourceView } from '../parts/resource-view';
import { Segmented } from '../parts/segmented';
import { SelectionFilter, selectedPath } from '../parts/selection-filter';
import type { Selection } from '../route';
import { TraceList } from './trace-list';

const MOST = 50;
const ORDERS = ['newest', 'slowest'] as const;

interface Props {
  state: State;
  selection?: Selection;
}

export function TracesPage({ state, selection }: Props) {
  const [order, setOrder] = useState<(typeof ORDERS)[number]>('newest');
  const traces = useResource<{ traces: TraceSummary[] }>(
    selectedPath('api/traces', MOST, selection),
  );
  return (
    <Page
      title="Traces"
      lead="Open a trace to see where the time went and what the baggage header held at each hop."
    >
      <div className="toolbar">
        <SelectionFilter state={state} page="traces" selection={selection} />
        <Segmented
          label="First"
          options={ORDERS}
          chosen={order}
          onChoose={setOrder}
        />
      </div>
      <ResourceView resource={traces} label="the traces">
        {data =>
          data.traces.length === 0 ? (
            <Empty
              title={
                selection?.value ? 'No trace has this value.' : 'No trace yet.'
              }
            />
          ) : (
            <>
              <TraceList
                traces={
                  order === 'newest' ? data.traces : bySlowness(data.traces)
                }
              />
              {data.traces.length >= MOST && (
                <p className="note">The newest {MOST}; there may be more.</p>
              )}
            </>
          )
        }
      </ResourceView>
    </Page>
  );
}

function bySlowness(traces: TraceSummary[]): TraceSummary[] {
  return traces.toSorted((a, b) => b.duration - a.duration);
}
