import { useState } from 'react';
import type { KeyRow } from '../../../src/types';
import { useResource } from '../api/use-resource';
import { formatNumber, visible } from '../format';
import { Card } from '../parts/card';
import { CopyText } from '../parts/copy-text';
import { Empty } from '../parts/notice';
import { Page } from '../parts/page';
import { ResourceView } from '../parts/resource-view';
import { hrefOf } from '../route';
import { variablesOf, type Choices } from './variables';

export function KeysPage() {
  const found = useResource<{ keys: KeyRow[] }>('api/keys');
  return (
    <Page
      title="Keys"
      lead="Every baggage key that was seen: who set it, who received and forwarded it, and where it was copied to."
    >
      <ResourceView resource={found} label="the keys">
        {({ keys }) =>
          keys.length === 0 ? (
            <Empty title="No baggage key was seen yet." />
          ) : (
            <Keys rows={keys} />
          )
        }
      </ResourceView>
    </Page>
  );
}

const COLUMNS = [
  ['spans', 'Spans'],
  ['logs', 'Logs'],
  ['metrics', 'Metrics'],
  ['accept', 'Accept from outside'],
] as const;

function Keys({ rows }: { rows: KeyRow[] }) {
  const [changed, setChanged] = useState<Record<string, Choices>>({});
  const choicesOf = (row: KeyRow): Choices => ({
    spans: row.signals.includes('spans'),
    logs: row.signals.includes('logs'),
    metrics: row.signals.includes('metrics'),
    accept: true,
    ...changed[row.key],
  });
  return (
    <>
      <Card
        title="What was seen"
        note="Tick what is to be copied; the variables below follow."
      >
        <div
          className="scroll"
          role="region"
          tabIndex={0}
          aria-label="Table of keys"
        >
          <table className="values stacked">
            <caption className="visually-hidden">Keys</caption>
            <thead>
              <tr>
                <th scope="col">Key</th>
                <th scope="col">Set by</th>
                <th scope="col">Received by</th>
                <th scope="col">Forwarded by</th>
                <th scope="col">Bytes</th>
                <th scope="col">Values</th>
                {COLUMNS.map(([name, title]) => (
                  <th scope="col" key={name}>
                    {title}
                  </th>
                ))}
                <th scope="col">Notes</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <tr key={row.key}>
                  <th scope="row">
                    <a href={hrefOf({ page: 'overview', by: row.key })}>
                      {visible(row.key)}
                    </a>
                  </th>
                  <td data-label="Set by">{namesOf(row.setBy)}</td>
                  <td data-label="Received by">{namesOf(row.receivedBy)}</td>
                  <td data-label="Forwarded by">{namesOf(row.forwardedBy)}</td>
                  <td data-label="Bytes">{formatNumber(row.bytes)}</td>
                  <td data-label="Values">
                    {formatNumber(row.distinctValues)}
                    {row.manyValues && ' or more'}
                  </td>
                  {COLUMNS.map(([name, title]) => (
                    <td data-label={title} key={name}>
                      <input
                        type="checkbox"
                        aria-label={`${row.key}: ${title}`}
                        checked={choicesOf(row)[name]}
                        onChange={event =>
                          setChanged({
                            ...changed,
                            [row.key]: {
                              ...choicesOf(row),
                              [name]: event.target.checked,
                            },
                          })
                        }
                      />
                    </td>
                  ))}
                  <td data-label="Notes">
                    <Notes row={row} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
      <Card title="The environment variables that follow">
        <CopyText
          label="environment variables"
          text={variablesOf(rows.map(row => [row.key, choicesOf(row)]))}
        />
      </Card>
    </>
  );
}

function namesOf(names: string[]): string {
  return names.length === 0 ? '–' : names.map(visible).join(', ');
}

function Notes({ row }: { row: KeyRow }) {
  return (
    <div>
      {row.sensitive && <p className="key-note">The name looks sensitive. </p>}
      {row.explodes && (
        <p className="key-note">Too many values for metrics. </p>
      )}
      {row.traceId && (
        <a href={hrefOf({ page: 'trace', traceId: row.traceId })}>
          Trace<span className="visually-hidden"> with {row.key}</span>
        </a>
      )}
    </div>
  );
}
