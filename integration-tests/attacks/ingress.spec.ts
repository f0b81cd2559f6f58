import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

jest.setTimeout(60_000);

/** Names and values in turn, as they are sent. */
type Headers = readonly string[];

/** What the service made of a request. */
interface Seen {
  entries: [key: string, value: string][];
  spans: string[];
  records: string[];
  points: string[];
  /** The headers for baggage of the calls that it made. */
  next: [name: string, value: string][][];
}

interface Attack {
  name: string;
  headers: Headers;
  /** The entries that may come in; of Jaeger's some of them. */
  accepted: Record<string, string>;
  isPart?: boolean;
}

const repeated = (count: number, header: (i: number) => Headers) =>
  Array.from({ length: count }, (_, i) => header(i)).flat();
const list = (count: number, member: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => member(i)).join();
const entries = (count: number, prefix: string) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`${prefix}${i}`, 'v']),
  );
const ACME = { 'tenant.id': 'acme' };

/** What everybody may send, and what is made of it without any policy. */
const hostile: Attack[] = [
  {
    name: 'more entries than the limit',
    headers: ['baggage', `tenant.id=acme,${list(500, i => `k${i}=v`)}`],
    accepted: { ...ACME, ...entries(63, 'k') },
  },
  {
    name: 'more bytes than the limit',
    headers: ['baggage', `big=${'x'.repeat(8200)},tenant.id=acme`],
    accepted: ACME,
  },
  {
    name: '500 headers',
    headers: [
      'baggage',
      'tenant.id=acme',
      ...repeated(499, i => ['baggage', `k${i}=v`]),
    ],
    accepted: { ...ACME, ...entries(63, 'k') },
  },
  {
    name: '500 headers in two spellings',
    headers: [
      'Baggage',
      'tenant.id=acme',
      ...repeated(499, i => [i % 2 ? 'BAGGAGE' : 'baggage', `k${i}=v`]),
    ],
    accepted: { ...ACME, ...entries(63, 'k') },
  },
  {
    name: 'members that are not valid',
    headers: ['baggage', 'a b=1,=2,c=%zz,d;=1,"e"=1,tenant.id=acme,f=\u00a0'],
    accepted: ACME,
  },
  {
    name: 'a key twice',
    headers: ['baggage', 'tenant.id=globex,tenant.id=acme'],
    accepted: ACME,
  },
  {
    name: 'names of the prototype',
    headers: ['baggage', '__proto__=1,constructor=2,toString=3,tenant.id=acme'],
    accepted: {
      ['__proto__']: '1',
      constructor: '2',
      toString: '3',
      ...ACME,
    },
  },
  {
    name: 'names of attributes',
    headers: [
      'baggage',
      'http.route=/x,url.path=/x,server.address=x,tenant.id=acme',
    ],
    accepted: {
      'http.route': '/x',
      'url.path': '/x',
      'server.address': 'x',
      ...ACME,
    },
  },
  {
    name: 'line ends and commas that are encoded',
    headers: ['baggage', 'a=%0D%0Ax-evil:%201%2Cb=2,tenant.id=acme'],
    accepted: { a: '\r\nx-evil: 1,b=2', ...ACME },
  },
];

/** The same by the headers of Jaeger's propagator (rule T3b). */
const jaegers: Attack[] = [
  {
    name: 'uberctx- headers, 1,900 of them',
    headers: [
      'uberctx-tenant.id',
      'acme',
      ...repeated(1900, i => [`uberctx-k${i}`, 'v']),
    ],
    accepted: { ...ACME, ...entries(1900, 'k') },
    isPart: true,
  },
  {
    name: 'a uberctx- header over the limit',
    headers: ['uberctx-tenant.id', 'acme', 'uberctx-big', 'x'.repeat(9000)],
    accepted: ACME,
  },
  {
    name: 'uberctx- headers beside baggage',
    headers: [
      'uberctx-tenant.id',
      'globex',
      'baggage',
      `tenant.id=acme,${list(63, i => `k${i}=v`)}`,
      ...repeated(100, i => [`uberctx-j${i}`, 'v']),
    ],
    accepted: { ...ACME, ...entries(63, 'k'), ...entries(100, 'j') },
    isPart: true,
  },
];

/** What a policy must keep out. */
const forbidden: Attack[] = [
  {
    name: 'keys that are not accepted',
    headers: ['baggage', 'secret=1,Tenant.id=2,xtenant.id=3,tenant.id=acme'],
    accepted: ACME,
  },
  {
    name: 'a key that is not accepted, encoded',
    headers: ['baggage', 'tenant%2Eid=1,%74enant.id=2,tenant.id=acme'],
    accepted: ACME,
  },
  {
    name: 'a key that is excluded',
    headers: ['baggage', 'tenant.internal=1,tenant.id=acme'],
    accepted: ACME,
  },
  {
    name: 'keys of the prototype that are not accepted',
    headers: ['baggage', '__proto__=1,constructor=1,tenant.id=acme'],
    accepted: ACME,
  },
  {
    name: 'a key behind 500 others',
    headers: ['baggage', `${list(500, i => `k${i}=v`)},tenant.id=acme`],
    accepted: ACME,
  },
];
const forbiddenByJaeger: Attack[] = [
  {
    name: 'keys of uberctx- headers that are not accepted',
    headers: [
      'uberctx-secret',
      '1',
      'uberctx-tenant.internal',
      '2',
      'uberctx-tenant.id',
      'acme',
    ],
    accepted: ACME,
  },
];
const sensitive: Attack[] = [
  {
    name: 'keys that look sensitive',
    headers: [
      'baggage',
      'password=1,x.PassWord=2,api-key=3,Authorization=4,tenant.id=acme',
    ],
    accepted: ACME,
  },
  {
    name: 'uberctx- headers that look sensitive',
    headers: ['uberctx-password', '1', 'uberctx-tenant.id', 'acme'],
    accepted: ACME,
  },
];

const ingress = { included: ['tenant.*'], excluded: ['tenant.internal'] };
const policies: [string, object, Record<string, string>, Attack[]][] = [
  ['no policy', {}, {}, [...hostile, ...jaegers]],
  ['ingress', { ingress }, {}, [...forbidden, ...forbiddenByJaeger]],
  [
    'ingress of the environment',
    {},
    { OTEL_BAGGAGE_INGRESS_KEYS: 'tenant.id' },
    [...forbidden, ...forbiddenByJaeger],
  ],
  ['sensitive: drop', { sensitive: 'drop' }, {}, sensitive],
  [
    'sensitive keys of the environment',
    {},
    { OTEL_BAGGAGE_SENSITIVE_KEYS: 'drop' },
    sensitive,
  ],
  ...(
    [
      ['an empty list', { ingress: { included: [] } }, {}],
      ['a list of commas', {}, { OTEL_BAGGAGE_INGRESS_KEYS: ' , ,' }],
      ['sensitive keys of commas', {}, { OTEL_BAGGAGE_SENSITIVE_KEYS: ',' }],
    ] as [string, object, Record<string, string>][]
  ).map<[string, object, Record<string, string>, Attack[]]>(
    ([name, options, env]) => [
      name,
      options,
      env,
      [...hostile, ...jaegers].map(attack => ({
        ...attack,
        accepted: {},
        isPart: false,
      })),
    ],
  ),
];

const runs = Object.entries({ sampled: '', 'not sampled': 'AlwaysOffSampler' })
  .map(([sampling, SAMPLER]) =>
    policies.map(([policy, options, env, attacks]) => ({
      run: `${policy}, ${sampling}`,
      env: { ...env, SAMPLER },
      options,
      attacks,
      isSampled: SAMPLER === '',
    })),
  )
  .flat();

describe.each(runs)('$run', ({ env, options, attacks, isSampled }) => {
  let service: Service;
  beforeAll(async () => {
    service = await Service.start(env, options);
  });
  afterAll(() => service.stop());

  test.each(attacks)(
    'T1 $name',
    async ({ headers, accepted, isPart = false }) => {
      const seen = await service.send(headers);
      const received = Object.fromEntries(seen.entries);
      if (isPart) {
        expect(accepted).toMatchObject(received);
        expect(seen.entries).toHaveLength(64);
        expect(received).toMatchObject(ACME);
      } else {
        expect(Object.entries(received).sort()).toEqual(
          Object.entries(accepted).sort(),
        );
      }

      const keys = new Set(seen.entries.map(([key]) => key));
      const copied = [...seen.spans, ...seen.records, ...seen.points];
      expect(copied.filter(name => !keys.has(name))).toEqual([]);
      expect(copied.includes('tenant.id')).toBe(keys.has('tenant.id'));
      expect(seen.records.includes('tenant.id')).toBe(keys.has('tenant.id'));
      expect(seen.spans.includes('tenant.id')).toBe(
        isSampled && keys.has('tenant.id'),
      );

      expect(seen.next).toHaveLength(2);
      for (const sent of seen.next) {
        for (const [name, value] of sent) {
          expect(value.length).toBeLessThanOrEqual(8192);
          expect(value).not.toMatch(/[\r\n]/);
          const names = name === 'baggage' ? keysIn(value) : [name.slice(8)];
          // Names of headers come in lower case.
          const known = [...keys].map(key =>
            name === 'baggage' ? key : key.toLowerCase(),
          );
          expect(names.filter(key => !known.includes(key))).toEqual([]);
          expect(names.length).toBeLessThanOrEqual(64);
        }
        expect(sent.length).toBeLessThanOrEqual(65);
        expect(sent.some(([, value]) => value.includes('acme'))).toBe(
          keys.has('tenant.id'),
        );
      }
    },
  );
});

const keysIn = (header: string) =>
  header.split(',').map(member => member.slice(0, member.indexOf('=')));

/** The service, and the one that it calls. */
class Service {
  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
    private readonly next: Server,
    private readonly received: [string, string][][],
  ) {}

  static async start(
    env: Record<string, string>,
    options: object,
  ): Promise<Service> {
    const received: [string, string][][] = [];
    const next = createServer({ maxHeaderSize: 1e6 }, ({ headers }, answer) => {
      received.push(
        Object.entries(headers).filter(([name]) =>
          /^(baggage$|uberctx-)/.test(name),
        ) as [string, string][],
      );
      answer.end();
    });
    await once(next.listen(0, '127.0.0.1'), 'listening');
    const child = spawn(
      process.execPath,
      ['--max-http-header-size=1000000', join(__dirname, 'ingress-app.cjs')],
      {
        env: {
          PATH: process.env.PATH,
          NODE_NO_WARNINGS: '1',
          OTEL_NODE_RESOURCE_DETECTORS: 'none',
          OTEL_PROPAGATORS: 'jaeger,baggage,tracecontext',
          NEXT: `http://127.0.0.1:${(next.address() as AddressInfo).port}/`,
          OPTIONS: JSON.stringify(options),
          ...env,
        },
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    const [line] = (await once(createInterface(child.stdout!), 'line')) as [
      string,
    ];
    return new Service(child, Number(line), next, received);
  }

  async send(headers: Headers): Promise<Seen> {
    this.received.length = 0;
    const { port } = this;
    const body = await new Promise<string>((done, failed) => {
      const sent = request({ port, headers: ['host', 'x', ...headers] });
      sent.on('error', failed).on('response', answer => {
        let text = '';
        answer
          .on('data', data => (text += String(data)))
          .on('end', () => done(text));
      });
      sent.end();
    });
    const seen = JSON.parse(body) as Omit<Seen, 'next'>;
    return { ...seen, next: [...this.received] };
  }

  async stop(): Promise<void> {
    this.child.stdin!.end();
    await once(this.child, 'exit');
    this.next.closeAllConnections();
    await new Promise(done => this.next.close(done));
  }
}
