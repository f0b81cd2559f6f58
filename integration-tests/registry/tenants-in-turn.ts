import { Agent, get } from 'node:http';
import { json } from 'node:stream/consumers';
import { ApplicationProcess } from '../matrix/support/application-process';
import { type InstalledProject, NEWER_NODE } from './installed-project';

/** What projects/service says of a request. */
export interface Answer {
  /** The baggage of its context. */
  entries: [key: string, value: string][] | undefined;
  /** The headers of the request that it made. */
  sent: { baggage: string | null; parents: string[] };
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
 * Starts an application that is projects/service, asks it one time after the
 * other, every second time in a trace that has begun before, and ends it.
 *
 * @param app a file of the project
 * @returns what was sent and answered, and how the application ended
 */
export async function askInTurn(
  project: InstalledProject,
  app: string,
  nodeOptions: string[],
  env: Record<string, string>,
): Promise<{
  requests: SentRequest[];
  ended: { code: number; stderr: string };
}> {
  const application = await ApplicationProcess.start(app, nodeOptions, env, {
    cwd: project.folder,
    execPath: NEWER_NODE,
  });
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
      const answer = await ask(`${application.url}/work`, agent, request);
      requests.push({ ...request, answer });
    }
    return { requests, ended: await application.end() };
  } finally {
    agent.destroy();
    application.kill();
  }
}

function ask(
  url: string,
  agent: Agent,
  { baggage, traceparent }: Omit<SentRequest, 'answer'>,
): Promise<Answer> {
  const headers = { baggage, ...(traceparent && { traceparent }) };
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, response =>
      resolve(json(response) as Promise<Answer>),
    ).once('error', reject);
  });
}

/** The trace that a request was in, as the next one says. */
export function traceIdOf({ answer }: SentRequest): string | undefined {
  return answer.sent.parents[0]?.split('-')[1];
}
