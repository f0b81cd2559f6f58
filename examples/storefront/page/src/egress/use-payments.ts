import { useEffect, useState } from 'react';
import { sendCheckout } from '../console/checkout';
import type { Hop, Policy } from '../console/contract';
import { postJson } from '../console/request';
import { newestProviderHop, providerHopOf } from './provider-hop';

export interface Payments {
  /** The last payment under each policy. */
  hops: Partial<Record<Policy, Hop>>;
  /** The action in progress. */
  busy?: string;
  error?: Error;
  /** Makes a payment. */
  pay(): void;
  /** Switches the policy over and makes a payment under the new one. */
  toggle(): void;
}

/** @param policy the one that is in force */
export function usePayments(policy: Policy): Payments {
  const [hops, setHops] = useState<Payments['hops']>({});
  const [busy, setBusy] = useState<string>();
  const [error, setError] = useState<Error>();

  // Once, under the policy of the start: payments made here replace it.
  useEffect(() => {
    newestProviderHop().then(
      hop => hop && setHops(known => ({ [policy]: hop, ...known })),
      setError,
    );
  }, []);

  async function pay(under: Policy) {
    setBusy('A payment is under way …');
    const { trace } = await sendCheckout('');
    const hop = providerHopOf(trace);
    if (!hop) throw new Error('the payment did not reach the provider');
    setHops(known => ({ ...known, [under]: hop }));
  }

  async function toggle() {
    const other = policy === 'on' ? 'off' : 'on';
    setBusy(`Restarting payments with the policy ${other} …`);
    const answer = await postJson<{ policy: Policy }>('api/egress', {
      policy: other,
    });
    await pay(answer.policy);
  }

  function begin(work: Promise<void>) {
    setError(undefined);
    work.catch(setError).finally(() => setBusy(undefined));
  }

  return {
    hops,
    busy,
    error,
    pay: () => begin(pay(policy)),
    toggle: () => begin(toggle()),
  };
}
