import { Agent, get } from 'node:http';
import { json } from 'node:stream/consumers';
import type { SentHeaders } from './peer';

/** What projects/work says of a request. */
export interface Answer {
  entries: [key: string, value: string][];
  sent: Record<string, SentHeaders>;
}

export interface SetUpRequest {
  traceId: string;
  tenant: string;
  answer: Answer;
}

/** Plain, with a property; encoded; an empty value; a bad member; not copied. */
export function headerOf(tenant: string): string {
  return `tenant.id=${tenant};source=test,tenant.name=Z%C3%BCrich%20AG,tenant.note=,bad key=1,secret=1`;
}

/** The same, as it goes on. */
export function forwardedHeaderOf(tenant: string): string {
  return headerOf(tenant).replace('bad key=1,', '');
}

/** Asks an application, in a trace of its own. */
export class Requests {
  private readonly agent = new Agent({ keepAlive: true });
  readonly all: SetUpRequest[] = [];

  constructor(private readonly url: string) {}

  /** @param headers are sent as well */
  async ask(
    tenant: string,
    headers: Record<string, string> = {},
  ): Promise<SetUpRequest> {
    const traceId = `${this.all.length + 1}`.padStart(32, 'a');
    const request: SetUpRequest = {
      traceId,
      tenant,
      answer: { entries: [], sent: {} },
    };
    this.all.push(request);
    const options = {
      agent: this.agent,
      headers: {
        baggage: headerOf(tenant),
        traceparent: `00-${traceId}-${'b'.repeat(16)}-01`,
        // The same trace, for those that read nothing else.
        'sentry-trace': `${traceId}-${'b'.repeat(16)}-1`,
        ...headers,
      },
    };
    request.answer = await new Promise((resolve, reject) => {
      get(this.url, options, response => {
        if (response.statusCode !== 200)
          reject(new Error(`status ${response.statusCode}`));
        else resolve(json(response).then(answerOf));
      }).once('error', reject);
    });
    return request;
  }

  close(): void {
    this.agent.destroy();
  }
}

/** tRPC and GraphQL wrap what a handler returns. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function answerOf(body: any): Answer {
  return body.result?.data ?? body.data?.work ?? body;
}
