import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Context } from '@opentelemetry/api';
import {
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { createBaggage } from '@otel-baggage/core';
import { BaggagePropagator } from './baggage-propagator';
import { withBaggageHeader } from './propagator-with-baggage';

const CREATED = 'undici:request:create';

interface Request {
  origin: string;
  path: string;
  headers: unknown;
}

const acme = propagation.setBaggage(
  ROOT_CONTEXT,
  createBaggage({ 'tenant.id': 'acme' }),
);

let subscribed: ((message: unknown) => void)[] = [];
afterEach(() => {
  for (const listener of subscribed) unsubscribe(CREATED, listener);
  subscribed = [];
});

function onCreated(act: (request: Request) => void): void {
  const listener = (message: unknown) =>
    act((message as { request: Request }).request);
  subscribed.push(listener);
  subscribe(CREATED, listener);
}

/** As undici's instrumentation does it. */
function injectInto(
  request: Request,
  from: Context,
  propagator: BaggagePropagator,
): void {
  const added: Record<string, string> = {};
  propagator.inject(from, added, defaultTextMapSetter);
  for (const header of Object.entries(added)) {
    (request.headers as string[]).push(...header);
  }
}

/** @returns the headers that are sent */
async function create(headers: unknown): Promise<unknown> {
  const request = { origin: 'http://a.example', path: '/', headers };
  channel(CREATED).publish({ request });
  await Promise.resolve();
  return request.headers;
}

describe("I2 the application's own header of a request of undici", () => {
  test('is merged with what is injected', async () => {
    const propagator = new BaggagePropagator();
    onCreated(request => injectInto(request, acme, propagator));
    for (let i = 0; i < 3; i++) {
      expect(
        await create(['Baggage', 'route=blue,tenant.id=x', 'accept', '*/*']),
      ).toEqual(['accept', '*/*', 'baggage', 'tenant.id=acme,route=blue']);
    }
  });

  test('of several fields and values', async () => {
    const propagator = new BaggagePropagator();
    onCreated(request => injectInto(request, acme, propagator));
    expect(
      await create(['baggage', ['a=1', 'b=2'], 'x', '1', 'BAGGAGE', 'c=3']),
    ).toEqual(['x', '1', 'baggage', 'tenant.id=acme,a=1,b=2,c=3']);
  });

  test('that another subscriber adds, before or behind', async () => {
    const propagator = new BaggagePropagator();
    onCreated(({ headers }) => (headers as string[]).push('baggage', 'a=1'));
    onCreated(request => injectInto(request, acme, propagator));
    onCreated(({ headers }) => (headers as string[]).push('baggage', 'b=2'));
    for (let i = 0; i < 3; i++) {
      expect(await create([])).toEqual(['baggage', 'tenant.id=acme,a=1,b=2']);
    }
  });

  test('is as it came where nothing is injected', async () => {
    const headers = ['baggage', 'a=1, b=%zz', 'baggage', 'c'];
    expect(await create([...headers])).toEqual(headers);
    const propagator = new BaggagePropagator();
    onCreated(request => injectInto(request, ROOT_CONTEXT, propagator));
    expect(await create([...headers])).toEqual(headers);
  });

  test('is as it came where what is injected is for another request', async () => {
    const propagator = new BaggagePropagator();
    const other = {};
    onCreated(() => propagator.inject(acme, other, defaultTextMapSetter));
    expect(await create(['baggage', 'a=1'])).toEqual(['baggage', 'a=1']);
    expect(other).toEqual({ baggage: 'tenant.id=acme' });
  });

  test('is not in a request of another client right behind it', async () => {
    const propagator = new BaggagePropagator();
    onCreated(request => injectInto(request, ROOT_CONTEXT, propagator));
    const sent = create(['baggage', 'a=1']);
    const other = {};
    propagator.inject(acme, other, defaultTextMapSetter);
    expect(other).toEqual({ baggage: 'tenant.id=acme' });
    expect(await sent).toEqual(['baggage', 'a=1']);
  });

  test('T2 has the keys that may leave, with baggage in the context and without', async () => {
    const propagator = new BaggagePropagator({
      egress: { keys: { included: ['a', 'tenant.*'] } },
    });
    let from = acme;
    onCreated(request => injectInto(request, from, propagator));
    expect(await create(['baggage', 'a=1,b=2'])).toEqual([
      'baggage',
      'tenant.id=acme,a=1',
    ]);
    from = ROOT_CONTEXT;
    expect(await create(['baggage', 'a=1,b=2'])).toEqual(['baggage', 'a=1']);
    expect(await create(['baggage', 'b=2'])).toEqual([]);
    expect(await create(['x', 'b=2'])).toEqual(['x', 'b=2']);
  });

  test('stays one of two lines where undici 5 has text', async () => {
    const propagator = new BaggagePropagator();
    onCreated(request => {
      const added: Record<string, string> = {};
      propagator.inject(acme, added, defaultTextMapSetter);
      request.headers += `baggage: ${added.baggage}\r\n`;
    });
    expect(await create('baggage: a=1\r\n')).toBe(
      'baggage: a=1\r\nbaggage: tenant.id=acme\r\n',
    );
  });
});

describe('T3b hosts of the propagator that is registered last', () => {
  const register = (ours: BaggagePropagator) => {
    propagation.disable();
    propagation.setGlobalPropagator(
      withBaggageHeader(new W3CTraceContextPropagator(), ours, true),
    );
  };
  afterEach(() => {
    register(new BaggagePropagator());
    propagation.disable();
  });

  test('bind requests before the first inject, and no more where the next has none', async () => {
    const headers = ['x', '1', 'baggage', 'a=1'];
    register(new BaggagePropagator({ egress: { hosts: ['b.example'] } }));
    expect(await create([...headers])).toEqual(['x', '1']);
    register(new BaggagePropagator({ egress: { hosts: ['a.example'] } }));
    expect(await create([...headers])).toEqual(headers);
    register(new BaggagePropagator({ egress: { hosts: [] } }));
    expect(await create([...headers])).toEqual(['x', '1']);
    register(new BaggagePropagator());
    expect(await create([...headers])).toEqual(headers);
  });
});
