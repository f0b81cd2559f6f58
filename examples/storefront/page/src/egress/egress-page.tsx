import type { Hop, Policy, State } from '../console/contract';
import { visible } from '../format';
import { HopDetails } from '../hops/hop-details';
import { Card } from '../parts/card';
import { ArrowIcon, CheckIcon, CrossIcon } from '../parts/icons';
import { Empty, Problem } from '../parts/notice';
import { Page } from '../parts/page';
import { WaitForRound } from '../parts/wait-for-round';
import { usePayments } from './use-payments';

const POLICIES: Policy[] = ['on', 'off'];

export function EgressPage({ state }: { state: State }) {
  const { egress, phase } = state;
  const payments = usePayments(egress.policy);
  const { hops, busy, error } = payments;
  const early = phase !== 'done';
  const disabled = early || busy !== undefined;
  return (
    <Page
      title="Egress"
      lead="payments asks a provider, another company’s service under another host name. With the egress policy on, the baggage of the shop stays in the shop; the trace goes on either way."
    >
      <Card title="Egress policy of payments">
        <div className="egress-controls">
          <button
            type="button"
            role="switch"
            className="switch"
            aria-checked={egress.policy === 'on'}
            aria-label="Egress policy"
            aria-disabled={disabled}
            onClick={() => disabled || payments.toggle()}
          >
            <span className="switch-track">
              <span className="switch-thumb" />
            </span>
            {egress.policy === 'on' ? 'On' : 'Off'}
          </button>
          <code className="egress-variable">
            {egress.policy === 'on'
              ? `OTEL_BAGGAGE_EGRESS_HOSTS=${visible(egress.hosts)}`
              : 'OTEL_BAGGAGE_EGRESS_HOSTS is not set'}
          </code>
          <button
            type="button"
            className="button"
            aria-disabled={disabled}
            onClick={() => disabled || payments.pay()}
          >
            Make a payment
          </button>
        </div>
        {early && <WaitForRound />}
        <p className="egress-busy" role="status">
          {busy}
        </p>
        {error && (
          <Problem title="That did not work">
            <p>{visible(error.message)}</p>
          </Problem>
        )}
      </Card>
      <div className="pair">
        {POLICIES.map(policy => (
          <Card
            key={policy}
            title={`Policy ${policy}`}
            className={policy === egress.policy ? 'in-force' : ''}
          >
            <Call hop={hops[policy]} provider={egress.provider} />
          </Card>
        ))}
      </div>
    </Page>
  );
}

/** Shows the header of the last payment to the provider. */
function Call({ hop, provider }: { hop?: Hop; provider: string }) {
  if (hop === undefined) {
    return <Empty title="No payment was made under it yet." />;
  }
  const leaked = hop.received !== null;
  return (
    <>
      <p className="call">
        <span className="service">
          <strong>payments</strong>
        </span>
        <ArrowIcon />
        <span className="service service-aside">
          <strong>{visible(provider)}</strong>
        </span>
      </p>
      <p className={leaked ? 'verdict verdict-leak' : 'verdict'}>
        {leaked ? <CrossIcon /> : <CheckIcon />}
        {leaked
          ? 'The provider received the baggage.'
          : 'No baggage left the shop.'}
      </p>
      <HopDetails hop={hop} />
    </>
  );
}
