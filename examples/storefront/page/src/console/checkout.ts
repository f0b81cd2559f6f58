import type { SendResult, Trace } from './contract';
import { getJson, postJson, RefusedError } from './request';

const POLL_MS = 500;
const PATIENCE_MS = 15_000;

export interface Checkout {
  result: SendResult;
  trace: Trace;
}

/**
 * Sends one checkout through the shop and waits for its trace.
 *
 * @param header the `baggage` header, whatever a person has typed
 * @throws RefusedError where it cannot be sent, or its trace does not arrive;
 *   UnreachableError
 */
export async function sendCheckout(header: string): Promise<Checkout> {
  const result = await postJson<SendResult>('api/send', { header });
  return { result, trace: await waitForTrace(result.traceId) };
}

async function waitForTrace(traceId: string): Promise<Trace> {
  const path = `api/traces/${encodeURIComponent(traceId)}`;
  const patience = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await getJson<Trace>(path);
    } catch (error) {
      const unknown = error instanceof RefusedError && error.status === 404;
      if (!unknown || performance.now() > patience) throw error;
    }
    await new Promise(done => setTimeout(done, POLL_MS));
  }
}
