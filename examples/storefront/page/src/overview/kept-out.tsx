import type { State } from '../console/contract';
import { visible } from '../format';
import { Card } from '../parts/card';

/** The keys that services can read but telemetry does not show. */
export function KeptOut({ state }: { state: State }) {
  if (state.keptOut.length === 0) return null;
  return (
    <Card
      title="Kept off the telemetry"
      note="These keys travel in the header and every service can read them; no span, log line or metric has them."
    >
      <ul className="kept-out">
        {state.keptOut.map(({ key, reason }) => (
          <li key={key}>
            <code>{visible(key)}</code> {visible(reason)}
          </li>
        ))}
      </ul>
      {state.prometheus.length > 0 && (
        <p className="note">
          The same metrics for Prometheus:{' '}
          {state.prometheus.map(address => (
            <code key={address}>{address} </code>
          ))}
        </p>
      )}
    </Card>
  );
}
