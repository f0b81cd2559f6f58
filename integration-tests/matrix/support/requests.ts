import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request of a test. Its number is in its trace id. */
export interface TestRequest {
  number: number;
  /** None: a request without baggage. */
  tenant: string | undefined;
  url: string;
  /** Is posted. */
  body?: string;
}

export function traceIdOf(number: number): string {
  return number.toString(16).padStart(32, '0');
}

/** The reverse of {@link traceIdOf}. */
export function numberOf(traceId: string): number {
  return Number.parseInt(traceId, 16);
}

/** The header of a request; only `tenant.id` is to be copied. */
export function baggageOf({ number, tenant }: TestRequest): string | undefined {
  return tenant && `tenant.id=${tenant};source=test,plan=p%20${number}`;
}

/** Sends all, so many at a time. @returns the bodies of the responses, in order */
export async function sendAll(
  requests: readonly TestRequest[],
  concurrency: number,
): Promise<string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const bodies: string[] = [];
  let next = 0;
  const sendNext = async (): Promise<void> => {
    const index = next++;
    const current = requests[index];
    if (current === undefined) return;
    bodies[index] = await send(current, agent);
    return sendNext();
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, sendNext));
  } finally {
    agent.destroy();
  }
  return bodies;
}

function send(sent: TestRequest, agent: Agent): Promise<string> {
  const baggage = baggageOf(sent);
  const spanId = sent.number.toString(16).padStart(16, '0');
  return new Promise((resolve, reject) => {
    request(
      sent.url,
      {
        agent,
        method: sent.body === undefined ? 'GET' : 'POST',
        headers: {
          traceparent: `00-${traceIdOf(sent.number)}-${spanId}-01`,
          ...(baggage === undefined ? {} : { baggage }),
        },
      },
      response => {
        text(response).then(
          body =>
            response.statusCode === 200 ? resolve(body) : reject(Error(body)),
          reject,
        );
      },
    )
      .once('error', reject)
      .end(sent.body);
  });
}
