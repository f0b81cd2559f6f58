import type { State } from '../../../src/types';
import { visible } from '../format';
import { Card } from '../parts/card';
import { hrefOf } from '../route';

/** Shows the findings, each with a trace. */
export function Findings({ state }: { state: State }) {
  return (
    <Card title="What stands out" className="findings">
      {state.findings.length > 0 ? (
        <ul>
          {state.findings.map(({ text, traceId }) => (
            <li key={text}>
              {visible(text)}{' '}
              <a href={hrefOf({ page: 'trace', traceId })}>
                See a trace<span className="visually-hidden">: {text}</span>
              </a>
            </li>
          ))}
        </ul>
      ) : (
        <p className="note">
          No value is slower or fails more often than the others. It takes 10
          requests with a value and 10 without to tell.
        </p>
      )}
    </Card>
  );
}
