import { useId, useState } from 'react';
import type { Checkout } from '../console/checkout';
import { sendCheckout } from '../console/checkout';
import type { Preset, State } from '../console/contract';
import { useResource } from '../console/use-resource';
import { formatDuration, visible } from '../format';
import { ByteMeter } from '../hops/byte-meter';
import { HopList } from '../hops/hop-list';
import { Card } from '../parts/card';
import { Loading, Problem } from '../parts/notice';
import { Page } from '../parts/page';
import { WaitForRound } from '../parts/wait-for-round';
import { hrefOf } from '../route';

const LIMIT_BYTES = 8192;

type Outcome =
  | { is: 'nothing' }
  | { is: 'under way' }
  | { is: 'done'; checkout: Checkout }
  | { is: 'refused'; error: Error };

export function SendPage({ state }: { state: State }) {
  const [header, setHeader] = useState('');
  const [outcome, setOutcome] = useState<Outcome>({ is: 'nothing' });
  const early = state.phase !== 'done';
  const busy = outcome.is === 'under way';

  async function send() {
    if (busy || early) return;
    setOutcome({ is: 'under way' });
    try {
      setOutcome({ is: 'done', checkout: await sendCheckout(header) });
    } catch (error) {
      setOutcome({ is: 'refused', error: error as Error });
    }
  }

  return (
    <Page
      title="Send a header"
      lead="Type a baggage header, as any stranger on the network could, and see what each service makes of it."
    >
      <Card title="The header">
        <form
          className="send"
          onSubmit={event => {
            event.preventDefault();
            void send();
          }}
        >
          <Presets onChoose={setHeader} />
          <HeaderField header={header} onChange={setHeader} />
          {early && <WaitForRound />}
          <button
            type="submit"
            className="button"
            aria-disabled={busy || early}
          >
            {busy ? 'Sending …' : 'Send a checkout with it'}
          </button>
        </form>
      </Card>
      <div aria-live="polite">
        <OutcomeView outcome={outcome} />
      </div>
    </Page>
  );
}

function HeaderField(props: { header: string; onChange(text: string): void }) {
  const id = useId();
  const bytes = new TextEncoder().encode(props.header).length;
  return (
    <div className="field">
      <label htmlFor={id}>
        <code>baggage:</code>
      </label>
      <textarea
        id={id}
        rows={5}
        spellCheck={false}
        autoComplete="off"
        value={props.header}
        placeholder="cart.id=c-1,campaign=spring%20sale;source=typed"
        onChange={event => props.onChange(event.target.value)}
      />
      <ByteMeter bytes={bytes} limit={LIMIT_BYTES} />
    </div>
  );
}

function Presets({ onChoose }: { onChoose(header: string): void }) {
  const { data } = useResource<{ presets: Preset[] }>('api/presets');
  return (
    <div className="presets" role="group" aria-label="Examples">
      {data?.presets.map(({ name, header, note }) => (
        <button
          key={name}
          type="button"
          className="preset"
          onClick={() => onChoose(header)}
        >
          <strong>{visible(name)}</strong>
          <span>{visible(note)}</span>
        </button>
      ))}
    </div>
  );
}

function OutcomeView({ outcome }: { outcome: Outcome }) {
  switch (outcome.is) {
    case 'nothing':
      return null;
    case 'under way':
      return <Loading label="what became of it" />;
    case 'refused':
      return (
        <Problem title="It could not be sent">
          <p>{visible(outcome.error.message)}</p>
        </Problem>
      );
    case 'done':
      return <CheckoutView checkout={outcome.checkout} />;
  }
}

function CheckoutView({ checkout: { result, trace } }: { checkout: Checkout }) {
  return (
    <Card
      title="What each service made of it"
      note={
        <>
          The checkout was answered with {result.status} after{' '}
          {formatDuration(result.durationMs)}
          {result.error && `: ${visible(result.error)}`}.{' '}
          <a href={hrefOf({ page: 'trace', traceId: trace.traceId })}>
            Open its trace
          </a>
        </>
      }
    >
      <HopList hops={trace.hops} />
    </Card>
  );
}
