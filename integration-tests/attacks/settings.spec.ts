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
    [join(__dirname, 'settings-app.cjs')],
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

/** A name, the environment, what ours and evil get, and what must be said. */
type Row = [string, Record<string, string>, string, string, RegExp | undefined];

test.each<Row>([
  ['nothing is set', {}, BOTH, BOTH, undefined],
  ['hosts', { OTEL_BAGGAGE_EGRESS_HOSTS: 'localhost' }, BOTH, '', undefined],
  [
    'hosts that are commas',
    { OTEL_BAGGAGE_EGRESS_HOSTS: ',' },
    '',
    '',
    /OTEL_BAGGAGE_EGRESS_HOSTS: names nothing; no baggage passes/,
  ],
  [
    'a host that is a URL',
    { OTEL_BAGGAGE_EGRESS_HOSTS: 'http://localhost/' },
    '',
    '',
    /OTEL_BAGGAGE_EGRESS_HOSTS/,
  ],
  [
    'a range in the place of a host',
    { OTEL_BAGGAGE_EGRESS_HOSTS: '127.0.0.0/8' },
    '',
    '',
    /OTEL_BAGGAGE_EGRESS_HOSTS/,
  ],
  [
    'a host and what is none',
    { OTEL_BAGGAGE_EGRESS_HOSTS: 'localhost,http://api.example.net/' },
    BOTH,
    '',
    /OTEL_BAGGAGE_EGRESS_HOSTS/,
  ],
  [
    'a letter that is missing',
    { OTEL_BAGGAGE_EGRES_HOSTS: 'localhost' },
    BOTH,
    BOTH,
    /OTEL_BAGGAGE_EGRES_HOSTS .*OTEL_BAGGAGE_EGRESS_HOSTS/,
  ],
  [
    'lower case',
    { otel_baggage_egress_hosts: 'localhost' },
    BOTH,
    BOTH,
    /otel_baggage_egress_hosts .*OTEL_BAGGAGE_EGRESS_HOSTS/,
  ],
  [
    'keys',
    { OTEL_BAGGAGE_EGRESS_KEYS: 'tenant' },
    'tenant=acme',
    'tenant=acme',
    undefined,
  ],
  [
    'keys that are commas',
    { OTEL_BAGGAGE_EGRESS_KEYS: ' ,' },
    '',
    '',
    /OTEL_BAGGAGE_EGRESS_KEYS: names nothing; no baggage passes/,
  ],
  [
    'sensitive keys: drop',
    { OTEL_BAGGAGE_SENSITIVE_KEYS: 'drop' },
    'tenant=acme',
    'tenant=acme',
    undefined,
  ],
  [
    'sensitive keys: DROP',
    { OTEL_BAGGAGE_SENSITIVE_KEYS: 'DROP' },
    'tenant=acme',
    'tenant=acme',
    undefined,
  ],
  [
    'sensitive keys: true',
    { OTEL_BAGGAGE_SENSITIVE_KEYS: 'true' },
    BOTH,
    BOTH,
    /OTEL_BAGGAGE_SENSITIVE_KEYS: "true" .* "drop"/,
  ],
  [
    'sensitive keys: drop and more',
    { OTEL_BAGGAGE_SENSITIVE_KEYS: 'drop,tenant' },
    '',
    '',
    undefined,
  ],
  [
    'sensitive keys that are commas',
    { OTEL_BAGGAGE_SENSITIVE_KEYS: ',' },
    '',
    '',
    /OTEL_BAGGAGE_SENSITIVE_KEYS: names nothing; no baggage passes/,
  ],
  [
    'limits that are none',
    { OTEL_BAGGAGE_MAX_ENTRIES: 'no', OTEL_BAGGAGE_MAX_BYTES: '-1' },
    BOTH,
    BOTH,
    /OTEL_BAGGAGE_MAX_ENTRIES[^]*OTEL_BAGGAGE_MAX_BYTES/,
  ],
])('V D4 %s', async (_name, env, toOurs, toEvil, message) => {
  const seen = await run('withBaggage', env);
  expect([seen.ours, seen.evil]).toEqual([each(toOurs), each(toEvil)]);
  const warnings = seen.said
    .split('\n')
    .filter(line => line.includes('OtelBaggageWarning'));
  expect(warnings.join('\n')).toMatch(
    message ?? /^((?!EGRESS|SENSITIVE|MAX).)*$/,
  );
});

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
