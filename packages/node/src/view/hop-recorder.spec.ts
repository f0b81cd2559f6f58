import {
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import {
  attachBaggage,
  contextWithBaggage,
  runWithBaggageOnSpan,
} from '../index';
import { TestSdk } from '../test-data/test-sdk';
import type { BaggageOptions } from '../types';

let sdk: TestSdk;
jest.spyOn(process, 'emitWarning').mockReturnValue();

beforeEach(() => {
  sdk = new TestSdk();
});
afterEach(async () => {
  await sdk.stop();
  delete process.env.OTEL_BAGGAGE_VIEW;
});

function start(options: BaggageOptions = {}): void {
  process.env.OTEL_BAGGAGE_VIEW = 'true';
  attachBaggage(options);
  sdk.start();
}

const tracer = () => trace.getTracer('test');

/** A request that comes in, makes a call, and its two spans. */
function serve(baggage: string | string[], url = 'http://x.example/') {
  const carrier = { baggage } as Record<string, string>;
  const incoming = propagation.extract(
    ROOT_CONTEXT,
    carrier,
    defaultTextMapGetter,
  );
  const outgoing: Record<string, string> = {};
  const server = tracer().startSpan('in', { kind: SpanKind.SERVER }, incoming);
  const inside = trace.setSpan(incoming, server);
  const client = tracer().startSpan(
    'out',
    {
      kind: SpanKind.CLIENT,
      attributes: { 'url.full': url, 'server.address': 'x.example' },
    },
    inside,
  );
  propagation.inject(
    trace.setSpan(inside, client),
    outgoing,
    defaultTextMapSetter,
  );
  client.end();
  server.end();
  const spans = sdk.spans();
  return { spans, outgoing };
}

test('without the variable nothing is written onto spans', () => {
  attachBaggage({ included: ['tenant.id'] });
  sdk.start();
  const { spans } = serve('tenant.id=acme');
  const names = spans.flatMap(attributes => Object.keys(attributes));
  expect(names.filter(name => name.startsWith('otel_baggage'))).toEqual([]);
});

test('the header is on the span that received it and the one that sent it, once', () => {
  start({ included: ['tenant.id'] });
  const { spans, outgoing } = serve('tenant.id=acme;p=1, user.id=7');
  expect(outgoing.baggage).toBe('tenant.id=acme;p=1,user.id=7');
  expect(spans).toEqual([
    {
      'url.full': 'http://x.example/',
      'server.address': 'x.example',
      'tenant.id': 'acme',
      'otel_baggage.context': 'tenant.id=acme;p=1,user.id=7',
      'otel_baggage.copied': ['tenant.id'],
      'otel_baggage.sent': 'tenant.id=acme;p=1,user.id=7',
    },
    {
      'tenant.id': 'acme',
      'otel_baggage.context': 'tenant.id=acme;p=1,user.id=7',
      'otel_baggage.copied': ['tenant.id'],
      'otel_baggage.received': 'tenant.id=acme;p=1, user.id=7',
      'otel_baggage.received.dropped': '[]',
    },
  ]);
});

test('E7 T1 what was dropped on the way in, with its place and reason', () => {
  start({ ingress: { excluded: ['user.*'] } });
  const { spans } = serve(['a=1,b c=2', 'user.id=7']);
  expect(spans[1]).toMatchObject({
    'otel_baggage.received': 'a=1,b c=2,user.id=7',
    'otel_baggage.received.dropped':
      '[[1,4,5,"invalid_key",null],[2,10,9,"not_allowed","user.id"]]',
  });
});

test('T2 T3 I7 what was held back on the way out, with the reason', () => {
  start({ egress: { keys: { excluded: ['user.*'] } }, maxBytes: 15 });
  const limited = serve('a=1,user.id=7');
  expect(limited.spans[0]).toMatchObject({
    'otel_baggage.sent': 'a=1',
    'otel_baggage.sent.dropped': '[[1,null,9,"not_allowed","user.id"]]',
  });
});

test('T3 a host that is not allowed', () => {
  start({ egress: { hosts: ['ours.example'] } });
  const { spans, outgoing } = serve('a=1');
  expect(outgoing.baggage).toBeUndefined();
  expect(spans[0]).toMatchObject({
    'otel_baggage.sent': '',
    'otel_baggage.sent.dropped': '[[0,null,3,"host_not_allowed","a"]]',
    'otel_baggage.egress': 'not_allowed',
  });
});

test('T3 a host that is allowed', () => {
  start({ egress: { hosts: ['x.example'] } });
  const { spans } = serve('a=1');
  expect(spans[0]).toMatchObject({
    'otel_baggage.sent': 'a=1',
    'otel_baggage.egress': 'allowed',
  });
});

test('A8 what is set for a running span, copied or not', () => {
  start();
  const span = tracer().startSpan('in', { kind: SpanKind.SERVER });
  context.with(trace.setSpan(ROOT_CONTEXT, span), () =>
    runWithBaggageOnSpan({ 'tenant.id': 'acme' }, () => span.end()),
  );
  expect(sdk.spans()).toEqual([{ 'otel_baggage.context': 'tenant.id=acme' }]);
});

test('E11 a getter or a baggage that throws ends no request', () => {
  start();
  const odd = propagation.extract(
    ROOT_CONTEXT,
    {},
    {
      keys: () => [],
      get: (_carrier: object, name: string) => {
        if (name === 'baggage') throw new Error('odd');
        return undefined;
      },
    },
  );
  expect(propagation.getBaggage(odd)).toBeUndefined();
  const broken = contextWithBaggage({ a: 'b' }, ROOT_CONTEXT);
  propagation.getBaggage(broken)!.getAllEntries = () => {
    throw new Error('odd');
  };
  expect(() => tracer().startSpan('x', {}, broken).end()).not.toThrow();
});
