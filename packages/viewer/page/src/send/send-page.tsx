import { useId, useState } from 'react';
import type { SendRequest, SendResult, Trace } from '../../../src/types';
import { postJson } from '../api/request';
import { useResource } from '../api/use-resource';
import { formatDuration, visible } from '../format';
import { ByteMeter } from '../hops/byte-meter';
import { HopList } from '../hops/hop-list';
import { Card } from '../parts/card';
import { Loading, Problem } from '../parts/notice';
import { Page } from '../parts/page';
import { hrefOf } from '../route';
import { EXAMPLES } from './examples';

const LIMIT_BYTES = 8192;

type Outcome =
  | { is: 'nothing' }
  | { is: 'under way' }
  | { is: 'done'; result: SendResult }
  | { is: 'refused'; error: Error };

/** @param send what is sent where nothing is changed */
export function SendPage({ send }: { send: SendRequest }) {
  const [request, setRequest] = useState<SendRequest>(send);
  const [outcome, setOutcome] = useState<Outcome>({ is: 'nothing' });
  const busy = outcome.is === 'under way';

  async function submit() {
    if (busy) return;
    setOutcome({ is: 'under way' });
    try {
      const result = await postJson<SendResult>('api/send', request);
      setOutcome({ is: 'done', result });
    } catch (error) {
      setOutcome({ is: 'refused', error: error as Error });
    }
  }

  return (
    <Page
      title="Send"
      lead="Send a request with a baggage header, as any caller could, and see what each service makes of it."
    >
      <Card title="The request">
        <form
          className="send"
          onSubmit={event => {
            event.preventDefault();
            void submit();
          }}
        >
          <div className="presets" role="group" aria-label="Examples">
            {EXAMPLES.map(({ name, header, note }) => (
              <button
                key={name}
                type="button"
                className="preset"
                onClick={() => setRequest({ ...request, header })}
              >
                <strong>{name}</strong>
                <span>{note}</span>
              </button>
            ))}
          </div>
          <Target request={request} onChange={setRequest} />
          <HeaderField
            header={request.header}
            onChange={header => setRequest({ ...request, header })}
            onSubmit={() => void submit()}
          />
          <button type="submit" className="button" aria-disabled={busy}>
            {busy ? 'Sending …' : 'Send'}
          </button>
        </form>
      </Card>
      <div aria-live="polite">
        <OutcomeView outcome={outcome} />
      </div>
    </Page>
  );
}

interface TargetProps {
  request: SendRequest;
  onChange(request: SendRequest): void;
}

function Target({ request, onChange }: TargetProps) {
  const id = useId();
  return (
    <div className="field target">
      <label htmlFor={`${id}-method`}>Method</label>
      <select
        id={`${id}-method`}
        value={request.method}
        onChange={event => onChange({ ...request, method: event.target.value })}
      >
        {['GET', 'POST', 'PUT', 'DELETE'].map(method => (
          <option key={method}>{method}</option>
        ))}
      </select>
      <label htmlFor={`${id}-url`}>URL on this machine</label>
      <input
        id={`${id}-url`}
        type="url"
        required
        value={request.url}
        placeholder="http://localhost:8080/"
        onChange={event => onChange({ ...request, url: event.target.value })}
      />
    </div>
  );
}

interface HeaderProps {
  header: string;
  onChange(text: string): void;
  onSubmit(): void;
}

function HeaderField({ header, onChange, onSubmit }: HeaderProps) {
  const id = useId();
  const bytes = new TextEncoder().encode(header).length;
  return (
    <div className="field">
      <label htmlFor={id}>
        <code>baggage:</code>
      </label>
      <textarea
        id={id}
        rows={4}
        spellCheck={false}
        autoComplete="off"
        value={header}
        placeholder="cart.id=c-1,campaign=spring%20sale;source=typed"
        onChange={event => onChange(event.target.value)}
        onKeyDown={event => {
          // A header has one line: Enter sends, as in a field of one line.
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          onSubmit();
        }}
      />
      <ByteMeter bytes={bytes} limit={LIMIT_BYTES} />
    </div>
  );
}

function OutcomeView({ outcome }: { outcome: Outcome }) {
  switch (outcome.is) {
    case 'nothing':
      return null;
    case 'under way':
      return <Loading label="the answer" />;
    case 'refused':
      return (
        <Problem title="It could not be sent">
          <p>{visible(outcome.error.message)}</p>
        </Problem>
      );
    case 'done':
      return <ResultView result={outcome.result} />;
  }
}

function ResultView({ result }: { result: SendResult }) {
  const { traceId, status, durationMs } = result;
  const trace = useResource<Trace>(`api/traces/${traceId}`);
  return (
    <Card
      title="What each service made of it"
      note={
        <>
          Answered with {status} after {formatDuration(durationMs)}.{' '}
          <a href={hrefOf({ page: 'trace', traceId })}>Open its trace</a>
        </>
      }
    >
      {trace.data ? (
        <HopList hops={trace.data.hops} />
      ) : (
        <Loading label="its trace, which arrives with the next export" />
      )}
    </Card>
  );
}
