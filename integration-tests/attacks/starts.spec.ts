import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TestHost } from './test-host';

jest.setTimeout(60_000);

let ours: TestHost;
let evil: TestHost;
beforeAll(async () => {
  ours = await TestHost.start('127.0.0.1');
  evil = await TestHost.start('127.0.0.2');
});
afterAll(async () => {
  await ours.stop();
  await evil.stop();
});

/** Starts an application, and gives what went where and what was said. */
async function run(
  start: string,
  env: Record<string, string> = {},
): Promise<{ ours: string[]; evil: string[]; said: string }> {
  const { stderr } = await promisify(execFile)(
    process.execPath,
    [join(__dirname, 'starts-app.cjs')],
    {
      env: {
        PATH: process.env.PATH,
        OTEL_NODE_RESOURCE_DETECTORS: 'none',
        OTEL_LOGS_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'none',
        START: start,
        TARGETS: JSON.stringify([
          `http://localhost:${ours.ports.http}/`,
          `http://api.example.net:${evil.ports.http}/`,
        ]),
        ...env,
      },
      timeout: 50_000,
    },
  );
  const baggageAt = (host: TestHost) =>
    host.take().map(({ baggage = '' }) => baggage);
  return { ours: baggageAt(ours), evil: baggageAt(evil), said: stderr };
}

const BOTH = 'tenant=acme,password=hunter2';
const each = (baggage: string) => [baggage, baggage];

const POLICY = { egress: { hosts: ['localhost'] }, included: [] };

/** In force, or said at the start. */
test.each<[string, isInForce: boolean, RegExp | undefined]>([
  ['withBaggage', true, undefined],
  ['options in the configuration', false, /OTEL_BAGGAGE_MISPLACED_OPTIONS/],
  ['an SDK before attach', true, /OTEL_BAGGAGE_TOO_LATE/],
  ['an SDK before withBaggage', true, /OTEL_BAGGAGE_(SECOND_SDK|TOO_LATE)/],
  ['attach before an SDK', true, undefined],
  ['a second SDK behind', true, /OTEL_BAGGAGE_SECOND_SDK/],
  ['a propagator of its own', false, /OTEL_BAGGAGE_OWN_PROPAGATOR/],
])('R3 D4 a policy in code: %s', async (start, isInForce, message) => {
  const seen = await run(start, { POLICY: JSON.stringify(POLICY) });
  expect(seen.ours).toEqual(each(BOTH));
  expect(seen.evil).toEqual(each(isInForce ? '' : BOTH));
  expect(seen.said).toMatch(message ?? /^$/);
});
