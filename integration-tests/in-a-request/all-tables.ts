// An application that gets all that the tables have, each row in a request of its
// own, with all requests at once: prints the statuses and what nobody caught.

import { once } from 'node:events';
import { createServer, get, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as afterMilliseconds } from 'node:timers/promises';
import {
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  metrics,
  propagation,
  ROOT_CONTEXT,
  trace,
} from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  type BaggageInput,
  contextWithBaggage,
  createBaggage,
  getBaggageValue,
  runWithBaggage,
} from '@otel-baggage/core';
import { withBaggage } from '@otel-baggage/node';
import { runWithBaggageOnSpan } from '@otel-baggage/span-processor';
import {
  noEntries,
  requestMetadata,
  requestValues,
  throwingProxy,
} from '../../packages/test-support/src/request-values';

const uncaught: string[] = [];
for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, error => uncaught.push(`${event}: ${error?.stack}`));
}

const nothing = async () => undefined;
const sdk = new NodeSDK(
  withBaggage(
    {
      instrumentations: [
        new HttpInstrumentation(),
        new UndiciInstrumentation(),
      ],
      spanProcessors: [
        {
          onStart: () => undefined,
          onEnd: () => undefined,
          forceFlush: nothing,
          shutdown: nothing,
        },
      ],
    },
    { included: ['*'], egress: { hosts: ['localhost'] } },
  ),
);
sdk.start();

const carriers: unknown[] = [
  ...requestValues.map(([, value]) => value),
  ...requestValues.map(([, baggage]) => ({ baggage })),
  ...requestValues.map(([, BAGGAGE]) => Object.freeze({ BAGGAGE })),
  ...requestValues.map(([, value]) => ({ baggage: [value, 'a=1'] })),
  Object.freeze({}),
  Object.seal({ Baggage: 'a=1' }),
  Object.create(null),
  new Headers({ baggage: 'a=1' }),
  Response.error().headers,
  new Map([['BAGGAGE', 'a=1']]),
  process.env,
  throwingProxy(),
];

/** What each request has to do with its row, by table. */
const tables: Record<string, (() => unknown)[]> = {
  values: requestValues.map(
    ([, value]) =>
      () =>
        useEntries({ 'tenant.id': value, other: '2' } as never),
  ),
  metadata: requestMetadata.map(
    ([, metadata]) =>
      () =>
        useEntries({ 'tenant.id': { value: 'acme', metadata } } as never),
  ),
  'no entries': noEntries.map(
    ([, entries]) =>
      () =>
        useEntries(entries as BaggageInput),
  ),
  carriers: carriers.map(carrier => () => useCarrier(carrier)),
  'keys to look for': requestValues.map(
    ([, key]) =>
      () =>
        getBaggageValue(key as never),
  ),
};

async function useEntries(entries: BaggageInput): Promise<void> {
  createBaggage(entries);
  await context.with(contextWithBaggage(entries), observe);
  await runWithBaggage(entries, observe);
  await runWithBaggageOnSpan(entries, observe);
}

/** All that a handler does: each signal, and a call. */
async function observe(): Promise<void> {
  metrics.getMeter('app').createCounter('works').add(1);
  logs.getLogger('app').emit({ body: 'working' });
  await trace.getTracer('app').startActiveSpan('work', async span => {
    await afterMilliseconds(1);
    const response = await fetch(`${url}/part`, {
      headers: { baggage: 'route=blue' },
    });
    await response.text();
    span.end();
  });
}

function useCarrier(carrier: unknown): Promise<void> {
  const received = propagation.extract(
    ROOT_CONTEXT,
    carrier,
    defaultTextMapGetter,
  );
  const getters = [carrier, [carrier], Promise.resolve('a=1')];
  for (const given of getters) {
    propagation.extract(ROOT_CONTEXT, {}, {
      get: () => given,
      keys: () => [],
    } as never);
  }
  return runWithBaggage({ 'tenant.id': 'acme' }, async () => {
    for (const from of [context.active(), ROOT_CONTEXT, received]) {
      propagation.inject(from, carrier, defaultTextMapSetter);
    }
    await context.with(received, observe);
  });
}

const server = createServer((request, response) => {
  const [, table = '', row = ''] = request.url!.split('/').map(decodeURI);
  void answer(response, tables[table]?.[Number(row)]);
});

async function answer(
  response: ServerResponse,
  work: (() => unknown) | undefined,
): Promise<void> {
  try {
    await work?.();
    response.end('ok');
  } catch (error) {
    response.writeHead(500).end(String((error as Error).stack));
  }
}

let url = '';

/** @returns its error; undefined where it went well */
function request(path: string): Promise<string | undefined> {
  const headers = { baggage: 'from.caller=1;p,e=,tenant.id=claimed,x=%zz' };
  return new Promise((resolve, reject) => {
    get(`${url}/${encodeURI(path)}`, { headers, agent: false }, response => {
      let body = '';
      response.on('data', data => (body += data));
      response.on('end', () =>
        resolve(response.statusCode === 200 ? undefined : `${path}: ${body}`),
      );
    }).on('error', reject);
  });
}

async function run(): Promise<void> {
  server.listen(0, 'localhost');
  await once(server, 'listening');
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const paths = Object.entries(tables).flatMap(([table, rows]) =>
    rows.map((_, row) => `${table}/${row}`),
  );
  const errors = await Promise.all(paths.map(request));
  server.close();
  server.closeAllConnections();
  await sdk.shutdown();
  console.log(
    JSON.stringify({
      requests: paths.length,
      errors: errors.filter(error => error !== undefined),
      uncaught,
    }),
  );
  process.exit();
}

void run();
