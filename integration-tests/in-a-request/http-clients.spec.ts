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

describe("I2 the application's own baggage header", () => {
  /** What arrived, by client, in the order of the requests. */
  const received = new Map<string, string[]>();
  let clients: string[];

  beforeAll(async () => {
    const record = (request: IncomingMessage) => {
      const client = String(request.headers['x-client']);
      // All lines of the header, which Node joins.
      const header = String(request.headers.baggage);
      received.set(client, [...(received.get(client) ?? []), header]);
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

  test('I2 every client has sent both requests, and nothing was thrown', () => {
    expect([...received.keys()]).toEqual(clients);
    expect(clients.length).toBeGreaterThan(15);
  });

  test('I2 both arrive, with properties and empty values', () => {
    for (const [client, [header]] of received) {
      const entries = Object.fromEntries(
        listOf(parseBaggage(header!).baggage).map(([key, ...rest]) => [
          key,
          rest,
        ]),
      );
      expect([client, entries]).toEqual([
        client,
        {
          'tenant.id': ['acme'],
          plan: ['pro'],
          route: ['blue', 'p=1;q'],
          e: [''],
          n: ['ü'],
        },
      ]);
    }
  });

  test('I9 the same headers without baggage: nothing of the call before', () => {
    for (const [client, [, header]] of received) {
      expect([client, header?.replaceAll(', ', ',')]).toEqual([
        client,
        BAGGAGE,
      ]);
    }
  });
});

async function listen(
  server: Pick<Server, 'listen' | 'address' | 'once'>,
): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server as Server, 'listening');
  return (server.address() as AddressInfo).port;
}
