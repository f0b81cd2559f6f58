import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import {
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type SpanContext,
} from '@opentelemetry/api';
import {
  JsonTraceSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { startViewer, type Viewer } from './index';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

let viewer: Viewer;

beforeEach(async () => {
  viewer = await startViewer();
});
afterEach(() => viewer.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const PROTOBUF_TYPE = { 'content-type': 'application/x-protobuf' };

function post(
  body: Uint8Array | string,
  headers: Record<string, string>,
  path = '/v1/traces',
): Promise<Response> {
  return fetch(viewer.url + path, {
    method: 'POST',
    headers,
    body: body as string,
  });
}

function spanOf(
  name: string,
  kind: SpanKind,
  [spanId, parentSpanId]: [string, string?],
  attributes: ReadableSpan['attributes'] = {},
  service = name,
): ReadableSpan {
  const context: SpanContext = {
    traceId: TRACE_ID,
    spanId: spanId.repeat(16),
    traceFlags: TraceFlags.SAMPLED,
  };
  return {
    name,
    kind,
    attributes,
    spanContext: () => context,
    parentSpanContext: parentSpanId
      ? { ...context, spanId: parentSpanId.repeat(16) }
      : undefined,
    startTime: [1_760_000_000, 123_456_789],
    endTime: [1_760_000_001, 0],
    duration: [0, 876_543_211],
    status: { code: SpanStatusCode.ERROR },
    links: [],
    events: [],
    ended: true,
    resource: resourceFromAttributes({ 'service.name': service }),
    instrumentationScope: { name: 'test' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

const SPANS = [
  spanOf('gateway', SpanKind.SERVER, ['a'], {
    'otel_baggage.received': 'tenant.id=acme,bad key=1,user.id=7',
    'otel_baggage.received.dropped':
      '[[1,15,9,"invalid_key"],[2,25,9,"not_allowed","user.id"]]',
    'otel_baggage.context': 'tenant.id=acme',
    'otel_baggage.copied': ['tenant.id'],
    'tenant.id': 'acme',
    text: 'ü',
    number: 42,
    big: 2 ** 40,
    fraction: 0.5,
    negative: -3,
    yes: true,
    list: ['a', 'b'],
    __proto__x: 'x',
  }),
  spanOf(
    'GET',
    SpanKind.CLIENT,
    ['b', 'a'],
    {
      'url.full': 'http://provider.example:8080/charges',
      'otel_baggage.context': 'tenant.id=acme',
      'otel_baggage.sent': 'tenant.id=acme',
    },
    'gateway',
  ),
];
const IN_JSON = JsonTraceSerializer.serializeRequest(SPANS)!;
const IN_PROTOBUF = ProtobufTraceSerializer.serializeRequest(SPANS)!;

test('protobuf and JSON, compressed or not, give the same store', async () => {
  const stores = [];
  for (const [body, headers] of [
    [IN_JSON, JSON_TYPE],
    [IN_PROTOBUF, PROTOBUF_TYPE],
    [gzipSync(IN_JSON), { ...JSON_TYPE, 'content-encoding': 'gzip' }],
    [gzipSync(IN_PROTOBUF), { ...PROTOBUF_TYPE, 'content-encoding': 'gzip' }],
  ] as const) {
    viewer.close();
    viewer = await startViewer();
    const response = await post(body, headers);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      headers['content-type'],
    ]);
    const state = { ...viewer.state(), endpoint: undefined };
    stores.push([viewer.trace(TRACE_ID), state]);
  }
  expect(stores[0]![0]).toMatchObject({
    spans: [
      {
        service: 'gateway',
        kind: 'server',
        status: 'error',
        attributes: { text: 'ü', big: 2 ** 40, negative: -3, list: ['a', 'b'] },
      },
      { kind: 'client' },
    ],
  });
  for (const store of stores) expect(store).toEqual(stores[0]);
});

test('shows the header at each hop, with what was dropped and why', async () => {
  await post(IN_PROTOBUF, PROTOBUF_TYPE);
  expect(viewer.trace(TRACE_ID)!.hops).toMatchObject([
    {
      from: 'client',
      to: 'gateway',
      received: 'tenant.id=acme,bad key=1,user.id=7',
      accepted: [{ key: 'tenant.id', value: 'acme' }],
      dropped: [
        { position: 1, offset: 15, reason: 'invalid_key' },
        { position: 2, key: 'user.id', reason: 'not_allowed' },
      ],
    },
    {
      from: 'gateway',
      to: 'provider.example:8080',
      sent: 'tenant.id=acme',
      received: null,
    },
  ]);
});

test('T2 says who received which keys', async () => {
  await post(IN_PROTOBUF, PROTOBUF_TYPE);
  const response = await fetch(`${viewer.url}/api/destinations`);
  expect(await response.json()).toMatchObject({
    destinations: [
      {
        host: 'provider.example:8080',
        service: null,
        calls: 1,
        withBaggage: 1,
        keys: ['tenant.id'],
        egress: 'no_policy',
        callers: ['gateway'],
      },
    ],
  });
});

test('says of each key who set it, who forwards it and where it was copied to', async () => {
  await post(IN_PROTOBUF, PROTOBUF_TYPE);
  const response = await fetch(`${viewer.url}/api/keys`);
  const { keys } = (await response.json()) as { keys: object[] };
  expect(keys).toContainEqual(
    expect.objectContaining({
      key: 'tenant.id',
      setBy: ['client'],
      receivedBy: ['gateway'],
      forwardedBy: ['gateway'],
      distinctValues: 1,
      signals: ['spans'],
    }),
  );
});

describe('what it refuses', () => {
  const REFUSED: [string, Record<string, string>, number][] = [
    ['a body of another type', { 'content-type': 'text/plain' }, 415],
    ['another page', { ...JSON_TYPE, origin: 'http://evil.example' }, 403],
    ['a sandboxed page', { ...JSON_TYPE, origin: 'null' }, 403],
    ['another coding', { ...JSON_TYPE, 'content-encoding': 'br' }, 415],
    ['broken gzip', { ...JSON_TYPE, 'content-encoding': 'gzip' }, 400],
    ['protobuf that is none', PROTOBUF_TYPE, 400],
  ];
  test.each(REFUSED)('%s', async (_name, headers, status) => {
    const response = await post(IN_JSON, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(viewer.state().spans).toBe(0);
  });

  test.each(['evil.example', 'evil.example:80', '127.0.0.1:1'])(
    'the host name %s',
    async host => {
      const status = await new Promise(resolve => {
        request(`${viewer.url}/`, { headers: { host } }, response => {
          response.resume();
          resolve(response.statusCode);
        }).end();
      });
      expect(status).toBe(403);
    },
  );

  test('a body of 300 MB, said or not, and one that is that large uncompressed', async () => {
    const large = gzipSync(Buffer.alloc(300 * 1024 * 1024));
    const unpacked = await post(large, {
      ...JSON_TYPE,
      'content-encoding': 'gzip',
    });
    expect(unpacked.status).toBe(413);
    const chunk = Buffer.alloc(1024 * 1024);
    for (const length of ['314572800', undefined]) {
      const outcome = await new Promise(resolve => {
        const outgoing = request(`${viewer.url}/v1/traces`, {
          method: 'POST',
          headers: {
            ...JSON_TYPE,
            ...(length && { 'content-length': length }),
          },
        });
        outgoing.once('response', response => resolve(response.statusCode));
        // Who writes on may find the connection closed.
        outgoing.on('error', () => resolve(413));
        for (let i = 0; i < 40; i++) outgoing.write(chunk);
      });
      expect(outcome).toBe(413);
    }
    expect(viewer.state().spans).toBe(0);
    expect((await post(IN_JSON, JSON_TYPE)).status).toBe(200);
  });

  test.each([
    'null',
    '[]',
    '7',
    '{"resourceSpans":7}',
    '{"resourceSpans":[{"scopeSpans":[{"spans":[{}]}]}]}',
  ])('nothing of %s, which holds no span that could be shown', async body => {
    expect((await post(body, JSON_TYPE)).status).toBe(200);
    expect(viewer.state().traces).toBe(0);
  });
});

test('E12 __proto__ is an attribute and an entry like any other', async () => {
  const text = JSON.stringify({
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: [
              {
                traceId: TRACE_ID,
                spanId: 'a'.repeat(16),
                kind: 2,
                attributes: [
                  { key: '__proto__', value: { stringValue: 'x' } },
                  {
                    key: 'otel_baggage.context',
                    value: { stringValue: '__proto__=x' },
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  });
  await post(text, JSON_TYPE);
  expect(viewer.state().keys).toEqual(['__proto__']);
  expect(viewer.statistics('__proto__').rows).toMatchObject([
    { value: 'x', requests: 1, spans: 1 },
  ]);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});

describe('send', () => {
  const send = (body: object) =>
    post(JSON.stringify(body), JSON_TYPE, '/api/send');

  test.each([
    'http://example.com/',
    'http://169.254.169.254/',
    'file:///etc/passwd',
    'http://localhost.example.com/',
    'nothing',
  ])('does not go to %s', async url => {
    const response = await send({ url, header: '' });
    expect(response.status).toBe(400);
  });

  test('says so where HTTP cannot carry the header', async () => {
    const response = await send({ url: viewer.url, header: 'a=b\r\nc: d' });
    expect(await response.json()).toEqual({
      error: expect.stringContaining('control characters'),
    });
  });

  test('sends what was typed byte for byte, in a trace that it names', async () => {
    const response = await send({
      url: `${viewer.url}/api/state`,
      header: 'ü=1',
    });
    expect(await response.json()).toMatchObject({
      status: 200,
      traceId: expect.stringMatching(/^[\da-f]{32}$/),
    });
  });
});
