import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { exportTo } from '../matrix/support/application-process';
import { OtlpReceiver } from '../matrix/support/otlp-receiver';
import { INSTALL_TIMEOUT, InstalledProject } from './installed-project';
import {
  askInTurn,
  countByTenant,
  expectPassedOn,
  expectTenants,
  OF_EACH,
  type SentRequest,
} from './tenants-in-turn';

/** Jest's NODE_ENV is `test`. */
const ENVIRONMENT = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };

/** Next.js, built by Turbopack, with `withBaggage` in instrumentation.ts. */
let project: InstalledProject;
let receiver: OtlpReceiver;
let next: ChildProcess;
let requests: SentRequest[];

beforeAll(async () => {
  project = InstalledProject.install('next');
  const variables = Object.entries(ENVIRONMENT).map(pair => pair.join('='));
  project.run('env', ...variables, 'npx', 'next', 'build');
  receiver = await OtlpReceiver.start();
  next = spawn(
    process.execPath,
    ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', '0'],
    {
      cwd: project.folder,
      env: {
        ...process.env,
        ...exportTo(receiver.endpoint),
        ...ENVIRONMENT,
        NEXT_MANUAL_SIG_HANDLE: 'true',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  requests = await askInTurn(await urlOf(next));
  const ended = once(next, 'exit');
  next.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
}, 2 * INSTALL_TIMEOUT);
afterAll(async () => {
  next?.kill('SIGKILL');
  await receiver?.stop();
  project?.remove();
});

/** As it says itself. */
async function urlOf({ stdout }: ChildProcess): Promise<string> {
  let told = '';
  for await (const line of createInterface({ input: stdout! })) {
    told += `${line}\n`;
    const [url] = line.match(/http:\/\/\S+/) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(told);
}

test('C4a the handler of a route reads the value', () => {
  for (const { tenant, answer } of requests) {
    expect(answer).toMatchObject({ tenant });
  }
});

test('E5 E6 I5 R3 the header arrives whole and goes on byte for byte, with one traceparent', () => {
  expectPassedOn(requests);
});

test('A1 A6 the spans of Next.js, undici and the application have the tenant of their request', () => {
  const spans = expectTenants(receiver.spans, requests);
  const count = (scope: string, kind: string) =>
    spans.filter(span => span.scope === scope && span.kind === kind).length;
  expect({
    next: count('next.js', 'server'),
    undici: count('@opentelemetry/instrumentation-undici', 'client'),
    application: count('application', 'internal'),
  }).toEqual({ next: 20, undici: 10, application: 10 });
});

test('A1 A6 the log records have the tenant of their request', () => {
  const records = expectTenants(receiver.logRecords, requests);
  expect(records).toHaveLength(requests.length);
});

test('M2 M8 the counter has as many of each tenant as there were, and no other metric has any', () => {
  expect(countByTenant(receiver.dataPoints)).toEqual({ works: OF_EACH });
});
