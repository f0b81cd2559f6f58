import { useState } from 'react';
import type { Destination } from '../../../src/types';
import { useResource } from '../api/use-resource';
import { formatCount, formatNumber, visible } from '../format';
import { BaggageKeys } from '../parts/baggage-keys';
import { Card } from '../parts/card';
import { CopyText } from '../parts/copy-text';
import { Empty } from '../parts/notice';
import { Page } from '../parts/page';
import { ResourceView } from '../parts/resource-view';
import { hrefOf } from '../route';

const POLICIES = {
  allowed: 'allowed',
  not_allowed: 'not allowed',
  no_policy: 'no policy',
};

export function DestinationsPage() {
  const found = useResource<{ destinations: Destination[] }>(
    'api/destinations',
  );
  return (
    <Page
      title="Destinations"
      lead="Every host that was called, and which baggage keys it was sent."
    >
      <ResourceView resource={found} label="the destinations">
        {({ destinations }) =>
          destinations.length === 0 ? (
            <Empty title="No call to another host was seen yet." />
          ) : (
            <Destinations rows={destinations} />
          )
        }
      </ResourceView>
    </Page>
  );
}

function Destinations({ rows }: { rows: Destination[] }) {
  const [chosen, setChosen] = useState<Record<string, boolean>>({});
  const hosts = rows.filter(isHost);
  // Services that send telemetry here are ours; allowed hosts stay allowed.
  const isAllowed = (row: Destination) =>
    chosen[row.host] ?? (row.service !== null || row.egress === 'allowed');
  const allowed = hosts.filter(isAllowed).map(row => row.host);
  const outside = rows.filter(row => row.service === null && row.withBaggage);
  return (
    <>
      <p className={outside.length > 0 ? 'verdict verdict-leak' : 'verdict'}>
        {outside.length > 0
          ? `Baggage was sent to ${formatCount(outside.length, 'host')} outside the services seen here.`
          : 'No baggage was sent to a host outside the services seen here.'}
      </p>
      <Card title="Who was called">
        <div
          className="scroll"
          role="region"
          tabIndex={0}
          aria-label="Table of destinations"
        >
          <table className="values stacked">
            <caption className="visually-hidden">Destinations</caption>
            <thead>
              <tr>
                <th scope="col">Host</th>
                <th scope="col">Service</th>
                <th scope="col">Calls</th>
                <th scope="col">With baggage</th>
                <th scope="col">Keys sent</th>
                <th scope="col">Policy</th>
                <th scope="col">Allow</th>
                <th scope="col">Look at</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <tr key={row.host}>
                  <th scope="row">{visible(row.host)}</th>
                  <td data-label="Service">
                    {row.service ? visible(row.service) : 'sends no telemetry'}
                  </td>
                  <td data-label="Calls">{formatNumber(row.calls)}</td>
                  <td data-label="With baggage">
                    {formatNumber(row.withBaggage)}
                  </td>
                  <td data-label="Keys sent">
                    <BaggageKeys keys={row.keys} />
                  </td>
                  <td data-label="Policy">{POLICIES[row.egress]}</td>
                  <td data-label="Allow">
                    {isHost(row) && (
                      <input
                        type="checkbox"
                        aria-label={`Allow ${row.host}`}
                        checked={isAllowed(row)}
                        onChange={event =>
                          setChosen({
                            ...chosen,
                            [row.host]: event.target.checked,
                          })
                        }
                      />
                    )}
                  </td>
                  <td data-label="Look at">
                    <a href={hrefOf({ page: 'trace', traceId: row.traceId })}>
                      Trace
                      <span className="visually-hidden"> to {row.host}</span>
                    </a>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
      <Card
        title="Send baggage to these hosts only"
        note="Set this for every service. All other hosts then get no baggage; trace context is not affected."
      >
        <CopyText
          label="environment variable"
          text={`OTEL_BAGGAGE_EGRESS_HOSTS=${allowed.join(',') || ','}`}
        />
      </Card>
    </>
  );
}

/** Hosts can be named in the policy; queues cannot. */
function isHost({ host }: Destination): boolean {
  return !/[\s,]/.test(host);
}
