import { spawn } from 'node:child_process';
import { join } from 'node:path';

jest.setTimeout(120_000);

type Header = [name: string, value: string];
type Entries = Record<string, string>;

interface Row {
  name: string;
  propagator: string;
  options: object;
  /** What comes in; the service must accept `accepted`, of which `sent` goes on. */
  headers: Header[];
  accepted: Entries | undefined;
  sent?: Entries | undefined;
}

interface Result {
  accepted: [key: string, value: string][] | undefined;
  /** The headers of each request to the next service, names and values in turn. */
  forwarded: string[][];
  attributes: Record<string, unknown>;
}

/** Every entry becomes an attribute: what is not accepted must not. */
const ALL = { included: ['*'] };
const STRICT = {
  ...ALL,
  ingress: { included: ['tenant', 'feature.*'] },
  sensitive: 'drop',
};
const INTERNAL_KEYS = {
  ...ALL,
  egress: { keys: { excluded: ['internal.*'] } },
};

const members = (count: number, prefix = 'k') =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}=v${i}`);
const entries = (count: number, prefix = 'k'): Entries =>
  Object.fromEntries(
    members(count, prefix).map(member => member.split('=') as [string, string]),
  );
const uberctx = (count: number): Header[] =>
  Object.entries(entries(count)).map(([key, value]) => [
    `uberctx-${key}`,
    value,
  ]);
const baggage = (...values: string[]): Header[] =>
  values.map(value => ['baggage', value]);

const JAEGERS = [
  'one like Jaeger’s',
  'w3c and one like Jaeger’s',
  'Jaeger',
  'w3c and Jaeger',
];
const huge = 'x'.repeat(100_000);

const rows: Row[] = [
  ...JAEGERS.flatMap((propagator): Row[] => [
    {
      name: `E9 ${propagator}: three uberctx- headers`,
      propagator,
      options: ALL,
      headers: uberctx(3),
      accepted: entries(3),
    },
    {
      name: `E9 ${propagator}: 2,000 uberctx- headers`,
      propagator,
      options: ALL,
      headers: uberctx(2_000),
      accepted: entries(64),
    },
    {
      name: `E9 ${propagator}: an uberctx- header of 100,000 bytes`,
      propagator,
      options: ALL,
      headers: [['uberctx-a', huge], ...uberctx(1)],
      accepted: entries(1),
    },
    {
      name: `T1 ${propagator}: uberctx- headers with keys outside ingress`,
      propagator,
      options: STRICT,
      headers: [
        ['uberctx-tenant', 'acme'],
        ['uberctx-role', 'admin'],
        ['uberctx-feature.secret', 'x'],
        ['UBERCTX-password', 'hunter2'],
      ],
      accepted: { tenant: 'acme' },
    },
    {
      name: `T2 ${propagator}: uberctx- headers with keys outside egress.keys`,
      propagator,
      options: INTERNAL_KEYS,
      headers: [
        ['uberctx-tenant', 'acme'],
        ['uberctx-internal.role', 'admin'],
      ],
      accepted: { tenant: 'acme', 'internal.role': 'admin' },
      sent: { tenant: 'acme' },
    },
    {
      name: `E3 ${propagator}: a line break in an uberctx- header`,
      propagator,
      options: ALL,
      headers: [['uberctx-tenant', 'acme%0D%0Aevil:%201%2Cb=2']],
      accepted: { tenant: 'acme\r\nevil: 1,b=2' },
    },
  ]),
  ...['w3c', 'w3c and one like Jaeger’s'].flatMap((propagator): Row[] => [
    {
      name: `${propagator}: an ordinary header`,
      propagator,
      options: STRICT,
      headers: baggage('tenant=acme,feature.a=1'),
      accepted: { tenant: 'acme', 'feature.a': '1' },
    },
    {
      name: `E1 ${propagator}: 2,000 baggage headers`,
      propagator,
      options: ALL,
      headers: baggage(...members(2_000)),
      accepted: entries(64),
    },
    {
      name: `E1 ${propagator}: headers in other cases`,
      propagator,
      options: STRICT,
      headers: [
        ['Baggage', 'tenant=acme'],
        ['BAGGAGE', 'role=admin'],
        ['bAgGaGe', 'feature.a=1'],
      ],
      accepted: { tenant: 'acme', 'feature.a': '1' },
    },
    {
      name: `T1 ${propagator}: keys outside ingress`,
      propagator,
      options: STRICT,
      headers: baggage('tenant=acme,role=admin,Tenant=x,tenant%20=y,feature=z'),
      accepted: { tenant: 'acme' },
    },
    {
      name: `T1 ${propagator}: none but keys outside ingress`,
      propagator,
      options: STRICT,
      headers: baggage('role=admin,ten%61nt=x'),
      accepted: undefined,
    },
    {
      name: `E8 ${propagator}: a refused duplicate shadows nothing`,
      propagator,
      options: STRICT,
      headers: baggage('tenant=acme', 'tenant=evil;\u00e9, tenant=a b'),
      accepted: { tenant: 'acme' },
    },
    {
      name: `E8 ${propagator}: of duplicates the last is the one`,
      propagator,
      options: STRICT,
      headers: baggage('tenant=acme', 'tenant=globex'),
      accepted: { tenant: 'globex' },
    },
    {
      name: `E9 ${propagator}: refused members fill no limit`,
      propagator,
      options: STRICT,
      headers: baggage([...members(500), 'tenant=acme'].join()),
      accepted: { tenant: 'acme' },
    },
    {
      name: `E9 ${propagator}: a value of 100,000 bytes`,
      propagator,
      options: STRICT,
      headers: baggage('feature.a=1', `tenant=${huge}`),
      accepted: { 'feature.a': '1' },
    },
    {
      name: `E10 ${propagator}: what comes behind 64 KiB`,
      propagator,
      options: STRICT,
      headers: baggage(`feature.a=1,b=${huge}`, 'tenant=acme'),
      accepted: { 'feature.a': '1' },
    },
    {
      name: `E12 ${propagator}: names of Object.prototype`,
      propagator,
      options: ALL,
      headers: baggage('__proto__=p,constructor=c,toString=t,tenant=acme'),
      accepted: JSON.parse(
        '{"__proto__":"p","constructor":"c","toString":"t","tenant":"acme"}',
      ) as Entries,
    },
    {
      name: `T4 ${propagator}: sensitive keys`,
      propagator,
      options: { ...ALL, sensitive: 'drop' },
      headers: baggage(
        'password=hunter2,X-API-Key=k,user.PassWord.old=o,SSN=1,tenant=acme',
      ),
      accepted: { tenant: 'acme' },
    },
    {
      name: `T2 ${propagator}: keys outside egress.keys`,
      propagator,
      options: INTERNAL_KEYS,
      headers: baggage('internal.role=admin,tenant=acme'),
      accepted: { 'internal.role': 'admin', tenant: 'acme' },
      sent: { tenant: 'acme' },
    },
    {
      name: `E5 ${propagator}: a line break that is encoded`,
      propagator,
      options: ALL,
      headers: baggage('tenant=acme%0D%0Aevil:%201%2Cb=2;p=%0D%0A'),
      accepted: { tenant: 'acme\r\nevil: 1,b=2' },
    },
  ]),
  // The last: requests of http and undici keep the policy that was there last.
  ...['w3c', 'w3c and one like Jaeger’s'].map((propagator): Row => ({
    name: `T3 ${propagator}: a next service outside egress.hosts`,
    propagator,
    options: { ...ALL, egress: { hosts: ['localhost'] } },
    headers: [
      ...baggage(
        'tenant=acme,server.address=localhost,url.full=http://localhost/',
      ),
      ['host-override', 'localhost'],
      ['forwarded', 'host=localhost'],
      ['x-forwarded-host', 'localhost'],
    ],
    accepted: {
      tenant: 'acme',
      'server.address': 'localhost',
      'url.full': 'http://localhost/',
    },
    sent: undefined,
  })),
];

const samplings = { sampled: 'always_on', 'not sampled': 'always_off' };
const conventions = { default: '', both: 'http/dup' };
const runs = Object.entries(samplings).flatMap(([sampling, sampler]) =>
  Object.entries(conventions).map(([convention, optIn]) => ({
    run: `${sampling}, ${convention} conventions`,
    isSampled: sampling === 'sampled',
    env: {
      OTEL_TRACES_SAMPLER: sampler,
      OTEL_SEMCONV_STABILITY_OPT_IN: optIn,
    },
  })),
);

describe.each(runs)('$run', ({ env, isSampled }) => {
  let results: Record<string, Result>;

  beforeAll(async () => {
    results = await serve(env);
  });

  test('names are those of one row each', () => {
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  });

  test('only propagators that the SDK has not are left out', () => {
    const missing = rows.filter(({ name }) => !(name in results));
    for (const { propagator } of missing) expect(propagator).toMatch(/Jaeger$/);
  });

  test.each(rows)('$name', row => {
    const result = results[row.name];
    if (result === undefined) return;
    const { accepted, forwarded, attributes } = result;
    const sent = 'sent' in row ? row.sent : row.accepted;
    expect(accepted && asSorted(accepted)).toEqual(
      row.accepted && asSorted(Object.entries(row.accepted)),
    );

    expect(forwarded).toHaveLength(2);
    for (const headers of forwarded) {
      const names = headers.filter((_, i) => i % 2 === 0);
      expect(names).not.toContain('evil');
      for (const found of baggagesIn(headers)) {
        expect(asSorted(found)).toEqual(asSorted(Object.entries(sent ?? {})));
      }
      const isForwarded = baggagesIn(headers).length > 0;
      expect(isForwarded).toBe(sent !== undefined);
    }

    const recorded = Object.keys(attributes);
    // To the spans of the SDK that name is no attribute.
    const keys = Object.keys(row.accepted ?? {}).filter(
      key => key !== '__proto__',
    );
    if (isSampled) expect(recorded).toEqual(expect.arrayContaining(keys));
    for (const key of ['role', 'password', 'X-API-Key', 'k64', 'feature']) {
      expect(recorded).not.toContain(key);
    }
  });
});

/** In lower case: that is what undici makes of the names of headers. */
function asSorted(entries: [string, string][]): string[] {
  return entries
    .map(([key, value]) => JSON.stringify([key.toLowerCase(), value]))
    .sort();
}

/** What a request has in the W3C header, and what in those of Jaeger. */
function baggagesIn(headers: string[]): [string, string][][] {
  const w3c: [string, string][] = [];
  const jaegers: [string, string][] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const [name, value] = [headers[i]!.toLowerCase(), headers[i + 1]!];
    const [, key] = /^uberctx-(.*)/.exec(name) ?? [];
    if (key !== undefined) jaegers.push([key, decodeURIComponent(value)]);
    if (name !== 'baggage') continue;
    for (const member of value.split(',')) {
      const [, key, text] = /^([^=]+)=([^;]*)/.exec(member)!;
      w3c.push([key!, decodeURIComponent(text!)]);
    }
  }
  return [w3c, jaegers].filter(({ length }) => length > 0);
}

async function serve(
  env: Record<string, string>,
): Promise<Record<string, Result>> {
  const child = spawn(
    process.execPath,
    [join(__dirname, 'ingress-server.cjs')],
    {
      env: {
        PATH: process.env.PATH,
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_NODE_RESOURCE_DETECTORS: 'none',
        ...env,
      },
    },
  );
  let output = '';
  let problems = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (problems += chunk));
  child.stdin.end(JSON.stringify(rows));
  const code = await new Promise(done => child.on('close', done));
  if (code !== 0) throw new Error(problems);
  return JSON.parse(output) as Record<string, Result>;
}
