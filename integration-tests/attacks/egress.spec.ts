import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as sdkNode from '@opentelemetry/sdk-node';
import { TestHost, type Seen } from './test-host';

interface Request {
  id: string;
  client: string;
  /** For the client `raw http`, the options of `http.get`. */
  url: string | string[] | object;
}

const INTERNAL = '127.0.0.1';
const EXTERNAL = '127.0.0.2';
const HOSTS = '*.internal.example.com,localhost';

const schemes = {
  http: ['http', 'http with options', 'fetch', 'undici'],
  https: ['https'],
  grpc: ['grpc', 'grpc by hand'],
} as const;
type Scheme = keyof typeof schemes;
const clients = Object.entries(schemes).flatMap(([scheme, names]) =>
  names.map(client => ({ scheme: scheme as Scheme, client })),
);

const hasStartNodeSdk = 'startNodeSdk' in sdkNode;

let internal: TestHost;
let external: TestHost;
beforeAll(async () => {
  internal = await TestHost.start(INTERNAL);
  external = await TestHost.start(EXTERNAL);
});
afterAll(async () => {
  await internal.stop();
  await external.stop();
});

/** A name, and environment variables. */
type Row = [string, Record<string, string>];

const samplings: Row[] = [
  ['sampled', { OTEL_TRACES_SAMPLER: 'always_on' }],
  ['not sampled', { OTEL_TRACES_SAMPLER: 'always_off' }],
];

/** Names that are on the external host, and look as if they were not. */
const EXTERNAL_NAMES = [
  'api.example.net',
  'internal.example.com',
  'evilinternal.example.com',
  'localhost.example.net',
  'a.internal.example.com.example.net',
  EXTERNAL,
];
const INTERNAL_NAMES = ['orders.internal.example.com', 'localhost'];

function requestsTo(names: string[], host: TestHost): Request[] {
  return clients.flatMap(({ scheme, client }) =>
    names.map(name => ({
      id: `${client} to ${name}`,
      client,
      url: urlOf(scheme, name, host),
    })),
  );
}

/** Each client to each host by each name. */
const all = () => [
  ...requestsTo(INTERNAL_NAMES, internal),
  ...requestsTo(EXTERNAL_NAMES, external),
];

describe.each(samplings)('T3 requests that are %s', (_name, sampling) => {
  test('without a policy both hosts get the baggage', async () => {
    const seen = await run(all(), sampling);
    for (const { id, baggage } of [...seen.internal, ...seen.external]) {
      expect(baggage).toBe(both(id));
    }
  });

  test.each<Row>([
    ['OTEL_BAGGAGE_EGRESS_HOSTS', { OTEL_BAGGAGE_EGRESS_HOSTS: HOSTS }],
    [
      'egress.hosts',
      { OPTIONS: JSON.stringify({ egress: { hosts: HOSTS.split(',') } }) },
    ],
    // Of these the newest instrumentations know only the stable ones.
    ...['http', 'http/dup'].map((conventions): Row => [
      `the conventions ${conventions}`,
      {
        OTEL_BAGGAGE_EGRESS_HOSTS: HOSTS,
        OTEL_SEMCONV_STABILITY_OPT_IN: conventions,
      },
    ]),
    ...(hasStartNodeSdk
      ? [
          [
            'startNodeSdk',
            { OTEL_BAGGAGE_EGRESS_HOSTS: HOSTS, START: 'startNodeSdk' },
          ] as Row,
        ]
      : []),
  ])('with %s only the internal one does', async (_variable, env) => {
    const seen = await run(all(), { ...sampling, ...env });
    expectInternalOnly(seen);
    expectTraceContext(seen, sampling);
  });

  test('T2 with OTEL_BAGGAGE_EGRESS_KEYS both get what may leave', async () => {
    const seen = await run(all(), {
      ...sampling,
      OTEL_BAGGAGE_EGRESS_KEYS: 'tenant.*',
    });
    for (const { id, baggage } of [...seen.internal, ...seen.external]) {
      expect([id, baggage]).toEqual([id, tenant(id)]);
    }
  });

  test('T4 with OTEL_BAGGAGE_SENSITIVE_KEYS nobody gets those', async () => {
    const seen = await run(all(), {
      ...sampling,
      OTEL_BAGGAGE_SENSITIVE_KEYS: '*SECRET*',
    });
    for (const { id, baggage } of [...seen.internal, ...seen.external]) {
      expect([id, baggage]).toEqual([id, tenant(id)]);
    }
  });

  test('ports and addresses', async () => {
    const http = `${INTERNAL}:${internal.ports.http}`;
    const requests = requestsTo([INTERNAL], internal);
    const seen = await run(requests, {
      ...sampling,
      OTEL_BAGGAGE_EGRESS_HOSTS: http,
    });
    for (const { id, baggage } of seen.internal) {
      const toHttp = schemes.http.some(
        client => id === `${client} to ${INTERNAL}`,
      );
      expect([id, baggage]).toEqual([id, toHttp ? both(id) : undefined]);
    }
  });

  test('ways to pass the external host off as the internal one', async () => {
    const { http: port } = external.ports;
    const urls = [
      `http://localhost@${EXTERNAL}:${port}/`,
      `http://localhost:80@${EXTERNAL}:${port}/`,
      `http://${EXTERNAL}:${port}\\@localhost/`,
      `http://${EXTERNAL}:${port}#@localhost/`,
      `http://${EXTERNAL}:${port}?@localhost/`,
      `http://0x7f000002:${port}/`,
      `http://2130706434:${port}/`,
      `http://0177.0.0.2:${port}/`,
      `http://api.example.net:${port}/http://localhost/`,
      `HTTP://LOCALHOST.EXAMPLE.NET:${port}/`,
      `http://localhost%2eexample.net:${port}/`,
    ];
    const options = [
      { host: 'localhost', hostname: EXTERNAL },
      { host: EXTERNAL, hostname: 'api.example.net' },
      { hostname: EXTERNAL, headers: { Host: 'localhost' } },
      { host: EXTERNAL, path: 'http://localhost/' },
      { host: EXTERNAL, path: 'http://localhost/?x' },
    ];
    const seen = await run(
      [
        ...urls.flatMap(url => [
          { id: `http ${url}`, client: 'http', url },
          // fetch takes no user in a URL.
          ...(new URL(url).username
            ? []
            : [{ id: `fetch ${url}`, client: 'fetch', url }]),
        ]),
        ...options.map(given => ({
          id: JSON.stringify(given),
          client: 'raw http',
          url: { port, ...given },
        })),
      ],
      { ...sampling, OTEL_BAGGAGE_EGRESS_HOSTS: `${HOSTS},${INTERNAL}` },
    );
    expect(seen.internal).toEqual([]);
    expect(seen.external.filter(({ baggage }) => baggage)).toEqual([]);
  });

  test('T3a undici: a path that names another host', async () => {
    const outside = `http://api.example.net:${external.ports.http}`;
    const inside = `http://localhost:${internal.ports.http}`;
    let ids = 0;
    const nextId = () => `r${ids++}`;
    const paths = (name: string) => [
      `//${name}/`,
      `//${name}:8080/x`,
      `//user@${name}/`,
    ];
    const urls = (origin: string, name: string) =>
      paths(name).flatMap(path =>
        ['fetch', 'undici'].map(client => ({
          id: nextId(),
          client,
          url: origin + path,
        })),
      );
    const raw = (origin: string, name: string) =>
      [...paths(name), `http://${name}/`].flatMap(path =>
        ['Client', 'Pool', 'Agent'].map(kind => ({
          id: nextId(),
          client: 'raw undici',
          url: { kind, origin, path },
        })),
      );
    const seen = await run(
      [
        ...urls(outside, 'localhost'),
        ...raw(outside, 'localhost'),
        ...urls(inside, 'localhost'),
        // The path is one of that host, whatever it looks like.
        ...urls(inside, 'api.example.net'),
      ],
      { ...sampling, OTEL_BAGGAGE_EGRESS_HOSTS: HOSTS },
    );
    expectInternalOnly(seen);
  });

  test('T3a undici: a forward proxy that is internal, and another host behind it', async () => {
    const origin = `http://proxy.internal.example.com:${internal.ports.http}`;
    const requests = ['http://api.example.net/', 'http://localhost/'].flatMap(
      path =>
        ['Client', 'Pool', 'Agent'].map(kind => ({
          id: path,
          client: 'raw undici',
          url: { kind, origin, path },
        })),
    );
    const seen = await run(requests, {
      ...sampling,
      OTEL_BAGGAGE_EGRESS_HOSTS: HOSTS,
    });
    for (const { id, baggage } of seen.internal) {
      const isInside = id === 'http://localhost/';
      expect([id, baggage !== undefined]).toEqual([id, isInside]);
    }
  });

  test('a forward proxy that is internal, and another host behind it', async () => {
    const proxy = {
      host: 'proxy.internal.example.com',
      port: internal.ports.http,
    };
    const to = 'http://api.example.net/';
    const requests = [
      { path: to },
      { path: to, headers: { host: 'api.example.net' } },
      { path: `${to}?x=1`, headers: { Host: 'api.example.net' } },
    ].map((request, i) => ({
      id: `${i}`,
      client: 'raw http',
      url: { ...proxy, ...request },
    }));
    const seen = await run(requests, {
      ...sampling,
      OTEL_BAGGAGE_EGRESS_HOSTS: HOSTS,
    });
    expect(seen.internal.filter(({ baggage }) => baggage)).toEqual([]);
  });

  test.each(['http', 'fetch', 'undici'])(
    '%s: each hop of a redirect is decided by its own host',
    async client => {
      const inside = urlOf('http', 'a.internal.example.com', internal);
      const outside = urlOf('http', 'api.example.net', external);
      const redirect = (from: string, to: string) =>
        `${from}?to=${encodeURIComponent(to)}`;
      const seen = await run(
        [
          {
            id: 'out',
            client: `${client} redirected`,
            url: redirect(inside, outside),
          },
          {
            id: 'in',
            client: `${client} redirected`,
            url: redirect(outside, inside),
          },
          {
            id: 'path',
            client: `${client} redirected`,
            url: redirect(inside, `${outside}/localhost/`),
          },
        ],
        { ...sampling, OTEL_BAGGAGE_EGRESS_HOSTS: HOSTS },
        6,
      );
      expect(baggages(seen.internal)).toEqual([
        ['in', both('in')],
        ['out', both('out')],
        ['path', both('path')],
      ]);
      expect(baggages(seen.external)).toEqual([
        ['in', undefined],
        ['out', undefined],
        ['path', undefined],
      ]);
    },
  );

  test.each(['same metadata', 'same metadata at once'])(
    'gRPC calls with the %s',
    async client => {
      const inside = urlOf('grpc', 'a.internal.example.com', internal);
      const outside = urlOf('grpc', 'api.example.net', external);
      const url = [inside, outside, inside, outside];
      const seen = await run(
        [{ id: 'same', client, url }],
        { ...sampling, OTEL_BAGGAGE_EGRESS_HOSTS: HOSTS },
        url.length,
      );
      expect(baggages(seen.internal)).toEqual([
        ['same', both('same')],
        ['same', both('same')],
      ]);
      expect(baggages(seen.external)).toEqual([
        ['same', undefined],
        ['same', undefined],
      ]);
    },
  );

  test('of 1,000 mixed requests none leaks, and each keeps its own', async () => {
    const requests = Array.from({ length: 1000 }, (_, i): Request => {
      const { scheme, client } = clients[i % clients.length]!;
      const outside = i % 3 === 0;
      const names = outside ? EXTERNAL_NAMES : INTERNAL_NAMES;
      return {
        id: `r${i}`,
        client,
        url: urlOf(
          scheme,
          names[i % names.length]!,
          outside ? external : internal,
        ),
      };
    });
    const seen = await run(requests, {
      ...sampling,
      OTEL_BAGGAGE_EGRESS_HOSTS: HOSTS,
      AT_ONCE: '50',
    });
    expect(seen.external.filter(({ baggage }) => baggage)).toEqual([]);
    expect(
      seen.internal.filter(({ id, baggage }) => baggage !== both(id)),
    ).toEqual([]);
  });
});

test.each<Row>([
  [
    'the sampling rate 0',
    {
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0',
    },
  ],
  ['a caller that does not sample', { PARENT: 'not sampled' }],
])('T3 with %s only the internal host gets the baggage', async (_name, env) => {
  const seen = await run(all(), { ...env, OTEL_BAGGAGE_EGRESS_HOSTS: HOSTS });
  expectInternalOnly(seen);
});

const canRegister = isInstalled('@opentelemetry/auto-instrumentations-node');

(canRegister ? describe.each(samplings) : describe.skip.each(samplings))(
  'an application that is not touched, %s',
  (_name, sampling) => {
    test('T3 one variable stops every leak, and what is internal goes on', async () => {
      const targets = [
        urlOf('http', 'a.internal.example.com', internal),
        ...EXTERNAL_NAMES.map(name => urlOf('http', name, external)),
        urlOf('http', 'localhost', internal),
      ];
      const child = spawn(
        process.execPath,
        [
          '--require',
          '@otel-baggage/node/register',
          join(__dirname, 'forwarder.cjs'),
        ],
        {
          cwd: __dirname,
          stdio: ['pipe', 'pipe', 'inherit'],
          env: environment({
            ...sampling,
            // Nobody is there: what is sampled is lost.
            OTEL_TRACES_EXPORTER: 'otlp',
            OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
            OTEL_BAGGAGE_EGRESS_HOSTS: HOSTS,
            TARGETS: JSON.stringify(targets),
          }),
        },
      );
      const [port] = await once(createInterface(child.stdout), 'line');
      await new Promise(done => {
        get(
          {
            host: INTERNAL,
            port,
            headers: { 'x-request': 'r', baggage: 'tenant.id=acme' },
          },
          response => response.on('end', done).resume(),
        );
      });
      child.stdin.end();
      await once(child, 'exit');

      const seen = { internal: internal.take(), external: external.take() };
      expect(seen.internal.map(({ baggage }) => baggage)).toEqual(
        Array(4).fill('tenant.id=acme'),
      );
      expect(seen.external.map(({ baggage }) => baggage)).toEqual(
        Array(2 * EXTERNAL_NAMES.length).fill(undefined),
      );
      expectTraceContext(seen, sampling);
    });
  },
);

interface SeenByBoth {
  internal: Seen[];
  external: Seen[];
}

/** Sends the requests from a process of their own. */
async function run(
  requests: Request[],
  env: Record<string, string>,
  expected = requests.length,
): Promise<SeenByBoth> {
  await new Promise<void>((done, failed) => {
    execFile(
      process.execPath,
      [join(__dirname, 'app.cjs')],
      { env: environment({ ...env, REQUESTS: JSON.stringify(requests) }) },
      (error, _stdout, stderr) => (error ? failed(new Error(stderr)) : done()),
    );
  });
  const seen = { internal: internal.take(), external: external.take() };
  expect(seen.internal.length + seen.external.length).toBe(expected);
  return seen;
}

function environment(env: Record<string, string>): Record<string, string> {
  return {
    PATH: process.env.PATH!,
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_NODE_RESOURCE_DETECTORS: 'none',
    ...env,
  };
}

function expectInternalOnly(seen: SeenByBoth): void {
  for (const { id, baggage } of seen.internal) {
    expect([id, baggage]).toEqual([id, both(id)]);
  }
  for (const { id, baggage } of seen.external) {
    expect([id, baggage]).toEqual([id, undefined]);
  }
}

function expectTraceContext(
  seen: SeenByBoth,
  sampling: Record<string, string>,
): void {
  const flags = sampling.OTEL_TRACES_SAMPLER === 'always_on' ? '01' : '00';
  for (const { traceparent, tracestate } of [
    ...seen.internal,
    ...seen.external,
  ]) {
    expect(traceparent).toMatch(
      new RegExp(`^00-[0-9a-f]{32}-[0-9a-f]{16}-${flags}$`),
    );
    expect(tracestate).toBeUndefined();
  }
}

function urlOf(scheme: Scheme, name: string, host: TestHost): string {
  return `${scheme}://${name}:${host.ports[scheme]}/`;
}

const tenant = (id: string) => `tenant.id=${encodeURIComponent(id)}`;
const both = (id: string) => `${tenant(id)},secret=hidden`;

const baggages = (seen: Seen[]) =>
  seen.map(({ id, baggage }) => [id, baggage]).sort();

function isInstalled(name: string): boolean {
  try {
    return Boolean(require.resolve(name));
  } catch {
    return false;
  }
}
