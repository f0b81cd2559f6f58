import { execFile } from 'node:child_process';
import { join } from 'node:path';

jest.setTimeout(60_000);

interface Outcome {
  accepted: string[];
  sent: string[];
  isTraced: boolean;
  warnings: string[];
}

const ALL = ['tenant', 'password'];
const TENANT = ['tenant'];
const variable = (name: string, value: string) => ({
  [`OTEL_BAGGAGE_${name}`]: value,
});
const policy = (options: object) => ({
  OPTIONS: JSON.stringify({ included: ['tenant'], ...options }),
});

/** A name, the environment, what is accepted, what is sent, and what is said. */
type Row = [string, Record<string, string>, string[], string[], RegExp?];

test.each<Row>([
  ['nothing', {}, ALL, ALL],
  [
    'settings that hold',
    {
      ...variable('INGRESS_KEYS', 'tenant'),
      ...variable('EGRESS_HOSTS', 'localhost'),
    },
    TENANT,
    ALL,
  ],
  ['T4 drop', variable('SENSITIVE_KEYS', 'drop'), TENANT, TENANT],
  ['T4 Drop', variable('SENSITIVE_KEYS', 'Drop'), TENANT, TENANT],
  ['T4 warn', variable('SENSITIVE_KEYS', 'warn'), ALL, ALL],
  [
    'T4 true',
    variable('SENSITIVE_KEYS', 'true'),
    ALL,
    ALL,
    /OTEL_BAGGAGE_SENSITIVE_KEYS: "true" .* "drop"/,
  ],
  [
    'D4 lower case',
    { otel_baggage_egress_hosts: 'a.example' },
    ALL,
    ALL,
    /otel_baggage_egress_hosts .*OTEL_BAGGAGE_EGRESS_HOSTS/,
  ],
  [
    'T4 patterns',
    variable('SENSITIVE_KEYS', 'TENANT'),
    ['password'],
    ['password'],
  ],
  ...[',', ' , ,, '].flatMap((commas): Row[] => {
    const said = (name: string) =>
      new RegExp(`OTEL_BAGGAGE_${name}: names nothing; no baggage passes`);
    return [
      [
        `T1 ingress of ${JSON.stringify(commas)}`,
        variable('INGRESS_KEYS', commas),
        [],
        ALL,
        said('INGRESS_KEYS'),
      ],
      [
        `T2 egress keys of ${JSON.stringify(commas)}`,
        variable('EGRESS_KEYS', commas),
        ALL,
        [],
        said('EGRESS_KEYS'),
      ],
      [
        `T3 egress hosts of ${JSON.stringify(commas)}`,
        variable('EGRESS_HOSTS', commas),
        ALL,
        [],
        said('EGRESS_HOSTS'),
      ],
      [
        `T4 sensitive keys of ${JSON.stringify(commas)}`,
        variable('SENSITIVE_KEYS', commas),
        [],
        [],
        said('SENSITIVE_KEYS'),
      ],
    ];
  }),
  ...['http://localhost', 'localhost/', '*', '127.1'].flatMap((bad): Row[] => {
    const said =
      /OTEL_BAGGAGE_EGRESS_HOSTS: .* is not a valid host pattern; ignored/;
    return [
      [`T3 ${bad} alone`, variable('EGRESS_HOSTS', bad), ALL, [], said],
      [
        `T3 ${bad} among good ones`,
        variable('EGRESS_HOSTS', `a.example,${bad},localhost`),
        ALL,
        ALL,
        said,
      ],
      [
        `T3 ${bad} beside another host`,
        variable('EGRESS_HOSTS', `${bad},a.example`),
        ALL,
        [],
        said,
      ],
    ];
  }),
  // Said, since what was meant cannot be known.
  ...[
    ['EGRES_HOSTS', 'EGRESS_HOSTS'],
    ['EGRESS_HOST', 'EGRESS_HOSTS'],
    ['INGRES_KEYS', 'INGRESS_KEYS'],
    ['EGRESS_KEY', 'EGRESS_KEYS'],
    ['SENSITIV_KEYS', 'SENSITIVE_KEYS'],
  ].map(([name, near]): Row => [
    `D4 the misspelt ${name}`,
    variable(name!, 'a.example'),
    ALL,
    ALL,
    new RegExp(`OTEL_BAGGAGE_${name} .*OTEL_BAGGAGE_${near}`),
  ]),
  [
    'R3 T3 a policy in code beside an SDK that was registered before',
    { ORDER: 'SDK first', ...policy({ egress: { hosts: ['a.example'] } }) },
    ALL,
    [],
    /OTEL_BAGGAGE_TOO_LATE/,
  ],
  [
    'R3 T1 T4 policies in code beside an SDK that was registered before',
    {
      ORDER: 'SDK first',
      ...policy({ ingress: { included: ['tenant'] }, sensitive: 'drop' }),
    },
    TENANT,
    TENANT,
    /OTEL_BAGGAGE_TOO_LATE/,
  ],
  [
    'R3 T3 one that allows the host',
    { ORDER: 'SDK first', ...policy({ egress: { hosts: ['localhost'] } }) },
    ALL,
    ALL,
    /OTEL_BAGGAGE_TOO_LATE/,
  ],
  [
    'V code wins over the environment',
    {
      ...variable('EGRESS_HOSTS', 'localhost'),
      ...policy({ egress: { hosts: ['a.example'] } }),
    },
    ALL,
    [],
  ],
])('%s', async (...[, env, accepted, sent, said]: Row) => {
  for (const sampler of ['always_on', 'always_off']) {
    const outcome = await start({ ...env, OTEL_TRACES_SAMPLER: sampler });
    expect(outcome).toEqual({
      accepted,
      sent,
      isTraced: true,
      warnings: said === undefined ? [] : [expect.stringMatching(said)],
    });
  }
});

function start(env: Record<string, string>): Promise<Outcome> {
  return new Promise((done, failed) => {
    execFile(
      process.execPath,
      [join(__dirname, 'settings-app.cjs')],
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
      (error, stdout, stderr) => {
        if (error) return failed(new Error(stderr));
        const warnings = stderr
          .split('\n')
          .filter(line => line.includes('OtelBaggageWarning'));
        done({ ...(JSON.parse(stdout) as Outcome), warnings });
      },
    );
  });
}
