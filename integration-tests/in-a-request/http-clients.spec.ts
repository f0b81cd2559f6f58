import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseBaggage } from '@otel-baggage/core';
import { listOf } from '@otel-baggage/test-support';
import { selfSigned } from '../attacks/self-signed';

jest.setTimeout(120_000);

/** With properties, an empty value, and a key that the context has too. */
const BAGGAGE = 'route=blue;p=1;q,plan=free,e=,n=%C3%BC';

const OURS = { 'tenant.id': ['acme'], plan: ['pro'] };
const THEIRS = { route: ['blue', 'p=1;q'], e: [''], n: ['ü'] };
const { route } = THEIRS;

/** What arrives with a context that has baggage, and what without. */
const RUNS: [
  name: string,
  options: object,
  both: Record<string, string[]>,
  alone: string | undefined,
][] = [
  ['I2 both arrive', {}, { ...OURS, ...THEIRS }, BAGGAGE],
  [
    'T2 both are within egress.keys',
    { egress: { keys: { included: ['tenant.id', 'route'] } } },
    { 'tenant.id': ['acme'], route },
    'route=blue;p=1;q',
  ],
  [
    'T2 where the context has nothing that may leave',
    { egress: { keys: { included: ['route'] } } },
    { route },
    'route=blue;p=1;q',
  ],
  [
    'T2 where nothing may leave',
    { egress: { keys: { included: ['x'] } } },
    {},
    undefined,
  ],
  [
    'I7 both are within maxEntries',
    { maxEntries: 3 },
    { ...OURS, route },
    BAGGAGE,
  ],
  [
    'I7 both are within maxBytes',
    { maxBytes: 30 },
    { ...OURS, e: [''] },
    BAGGAGE,
  ],
  [
    'T3 the host may have neither',
    { egress: { hosts: ['a.example'] } },
    {},
    undefined,
  ],
];

describe.each(RUNS)(
  "the application's own baggage header: %s",
  (_name, options, both, alone) => {
    /** The lines of the header that arrived, by client, in the order of the requests. */
    const received = new Map<string, string[][]>();
    let clients: string[];

    beforeAll(async () => {
      const record = ({ headers, headersDistinct }: IncomingMessage) => {
        const client = String(headers['x-client']);
        const lines = headersDistinct.baggage ?? [];
        received.set(client, [...(received.get(client) ?? []), lines]);
      };
      const servers = [
        createServer((request, response) => {
          record(request);
          response.end('ok');
        }),
        createSecureServer(selfSigned('localhost'), (request, response) => {
          record(request);
          response.end('ok');
        }),
      ];
      const [httpPort, httpsPort] = await Promise.all(servers.map(listen));
      try {
        const { stdout, stderr } = await promisify(execFile)(
          process.execPath,
          [join(__dirname, 'http-clients.cjs')],
          {
            env: {
              ...process.env,
              BAGGAGE,
              HTTP_URL: `http://127.0.0.1:${httpPort}/`,
              HTTPS_URL: `https://127.0.0.1:${httpsPort}/`,
              OPTIONS: JSON.stringify(options),
              // Nothing waits at the end for a collector that is not there.
              OTEL_LOGS_EXPORTER: 'none',
              OTEL_METRICS_EXPORTER: 'none',
            },
            timeout: 90_000,
          },
        );
        // What is thrown and caught by nobody is written there.
        expect(stderr).toBe('');
        clients = JSON.parse(stdout);
      } finally {
        for (const server of servers) {
          server.close();
          server.closeAllConnections();
        }
      }
    });

    test('every client has sent both requests, and nothing was thrown', () => {
      expect([...received.keys()]).toEqual(clients);
      expect(clients.length).toBeGreaterThan(45);
    });

    test('I2 in one line, with properties and empty values', () => {
      for (const [client, [lines]] of received) {
        const entries = Object.fromEntries(
          lines!.flatMap(line =>
            listOf(parseBaggage(line).baggage).map(([key, ...rest]) => [
              key,
              rest,
            ]),
          ),
        );
        expect([client, entries]).toEqual([client, both]);
        expect([client, lines!.length]).toEqual([
          client,
          Math.min(1, Object.keys(both).length),
        ]);
      }
    });

    test('I9 the same headers without baggage: nothing of the call before', () => {
      for (const [client, [, lines]] of received) {
        const header = lines!.length === 0 ? undefined : lines!.join();
        expect([client, header?.replaceAll(', ', ',')]).toEqual([
          client,
          alone,
        ]);
      }
    });
  },
);

async function listen(
  server: Pick<Server, 'listen' | 'address' | 'once'>,
): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server as Server, 'listening');
  return (server.address() as AddressInfo).port;
}
