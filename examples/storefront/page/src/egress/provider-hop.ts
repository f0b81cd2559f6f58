import type { Hop, Trace, TraceSummary } from '../console/contract';
import { getJson } from '../console/request';

/** The call of payments that leaves the shop, where the trace has one. */
export function providerHopOf(trace: Trace): Hop | undefined {
  return trace.hops.find(hop => hop.from === 'payments');
}

/** The newest call that left the shop, if there was one. Throws as `getJson` does. */
export async function newestProviderHop(): Promise<Hop | undefined> {
  const { traces } = await getJson<{ traces: TraceSummary[] }>(
    'api/traces?limit=1',
  );
  const newest = traces[0];
  if (newest === undefined) return undefined;
  const path = `api/traces/${encodeURIComponent(newest.traceId)}`;
  return providerHopOf(await getJson<Trace>(path));
}
