import type { State } from '../console/contract';
import { visible } from '../format';
import { Card } from '../parts/card';

const MOST = 6;

/** Shows the findings in the telemetry, in plain words. */
export function Findings({ state }: { state: State }) {
  return (
    <Card title="What the telemetry says" className="findings">
      <LoadProgress state={state} />
      {state.findings.length > 0 ? (
        <ul>
          {state.findings.slice(0, MOST).map(finding => (
            <li key={finding}>{visible(finding)}</li>
          ))}
        </ul>
      ) : (
        <p className="note">
          {state.phase === 'done'
            ? 'Nothing stands out: no value is slower or fails more often than the others.'
            : 'Too few requests yet to say anything.'}
        </p>
      )}
    </Card>
  );
}

function LoadProgress({ state: { phase, load } }: { state: State }) {
  if (phase === 'done') return null;
  return (
    <progress
      className="progress"
      aria-label="Requests sent by the load generator"
      max={Math.max(1, load.planned)}
      value={load.sent}
    />
  );
}
