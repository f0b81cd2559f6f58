import type { LogLine, State } from '../../../src/types';
import { useResource } from '../api/use-resource';
import { Empty } from '../parts/notice';
import { Page } from '../parts/page';
import { ResourceView } from '../parts/resource-view';
import { SelectionFilter, selectedPath } from '../parts/selection-filter';
import type { Selection } from '../route';
import { LogLines } from './log-lines';

const MOST = 100;

interface Props {
  state: State;
  selection?: Selection;
}

export function LogsPage({ state, selection }: Props) {
  const logs = useResource<{ logs: LogLine[] }>(
    selectedPath('api/logs', MOST, selection),
  );
  return (
    <Page
      title="Logs"
      lead="Log lines of all services, with the entries that were copied onto them. A line leads to its trace."
    >
      <div className="toolbar">
        <SelectionFilter state={state} page="logs" selection={selection} />
      </div>
      <ResourceView resource={logs} label="the log lines">
        {data =>
          data.logs.length === 0 ? (
            <Empty
              title={
                selection?.value
                  ? 'No log line has this value.'
                  : 'No log line yet.'
              }
            />
          ) : (
            <>
              <LogLines lines={data.logs} keys={state.keys} />
              {data.logs.length >= MOST && (
                <p className="note">The newest {MOST}; there may be more.</p>
              )}
            </>
          )
        }
      </ResourceView>
    </Page>
  );
}
