import { Agent, get } from 'node:http';
import { json } from 'node:stream/consumers';
import type {
  Attributes,
  ReceivedDataPoint,
} from '../matrix/support/otlp-receiver';

/** What projects/service says of a request. */
export interface Answer {
  /** The baggage of its context. */
  entries: [key: string, value: string][] | undefined;
  /** The headers of the request that it made. */
  sent: { baggage: string | null; parents: string[] };
  /** What it would write for a message. */
  written: Record<string, string>;
}

export interface SentRequest {
  tenant: string;
  baggage: string;
  /** undefined: the trace begins in the application. */
  traceparent: string | undefined;
  answer: Answer;
}

/** More of the one than of the other; the first one opens the connections. */
const TENANTS = ['globex', 'globex', 'acme', 'globex', 'globex'].flatMap(
  tenant => [tenant, tenant],
);
export const OF_EACH = { acme: 2, globex: 8 };

/**
 * Asks an application that is projects/service, one time after the other, every
 * second time in a trace that has begun before.
 */
export async function askInTurn(url: string): Promise<SentRequest[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const requests: SentRequest[] = [];
  try {
    for (const [index, tenant] of TENANTS.entries()) {
      const id = `${index + 1}`;
      const request = {
        tenant,
        baggage: `tenant.id=${tenant};source=test,a=1,e=,z=2`,
        traceparent:
          index % 2 === 0
            ? undefined
            : `00-${id.padStart(32, '0')}-${id.padStart(16, '0')}-01`,
      };
      const { baggage, traceparent } = request;
      const headers = { baggage, ...(traceparent && { traceparent }) };
      const answer = await ask(url, headers, agent);
      requests.push({ ...request, answer });
    }
    return requests;
  } finally {
    agent.destroy();
  }
}

/** Sends one request. */
export function ask(
  url: string,
  headers: Record<string, string>,
  agent?: Agent,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(`${url}/work`, { agent, headers }, response =>
      resolve(json(response) as Promise<Answer>),
    ).once('error', reject);
  });
}

/**
 * E5 E6 I5: each request arrived with all entries, and was passed on byte for
 * byte; with one `traceparent`, of the trace that it is in.
 */
export function expectPassedOn(requests: readonly SentRequest[]): void {
  for (const { tenant, baggage, traceparent, answer } of requests) {
    expect(answer.entries).toEqual([
      ['tenant.id', tenant],
      ['a', '1'],
      ['e', ''],
      ['z', '2'],
    ]);
    const id = traceparent?.split('-')[1] ?? '[0-9a-f]{32}';
    expect(answer.sent).toEqual({
      baggage,
      parents: [expect.stringMatching(RegExp(`^00-${id}-[0-9a-f]{16}-01$`))],
    });
  }
  expect(new Set(requests.map(traceIdOf)).size).toBe(requests.length);
}

/** Those of the requests' traces, which have all the tenant of their request. */
export function expectTenants<T extends Item>(
  items: readonly T[],
  requests: readonly SentRequest[],
): T[] {
  const tenants = new Map(
    requests.map(request => [traceIdOf(request), request.tenant]),
  );
  const found = items.filter(({ traceId }) => tenants.has(traceId));
  expect(found.map(tenantOf)).toEqual(
    found.map(({ traceId }) => tenants.get(traceId)),
  );
  return found;
}

interface Item {
  traceId: string;
  attributes: Attributes;
}

/** How often each metric measured each tenant; without those that have none. */
export function countByTenant(
  points: readonly ReceivedDataPoint[],
): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const point of points) {
    const tenant = tenantOf(point);
    if (tenant === undefined) continue;
    const ofMetric = (counts[point.name] ??= {});
    ofMetric[tenant] = (ofMetric[tenant] ?? 0) + point.count;
  }
  return counts;
}

/** The trace that a request was in, as the next one says. */
function traceIdOf({ answer }: SentRequest): string | undefined {
  return answer.sent.parents[0]?.split('-')[1];
}

function tenantOf({
  attributes,
}: Pick<Item, 'attributes'>): string | undefined {
  return attributes['tenant.id'] as string | undefined;
}
