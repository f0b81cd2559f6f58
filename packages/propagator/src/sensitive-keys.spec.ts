import type { Baggage } from '@opentelemetry/api';
import {
  ROOT_CONTEXT,
  defaultTextMapGetter,
  defaultTextMapSetter,
  diag,
  propagation,
} from '@opentelemetry/api';
import {
  createBaggage,
  parseBaggage,
  type SensitiveKeys,
} from '@otel-baggage/core';
import { captureDiag } from '@otel-baggage/test-support';
import { BaggagePropagator } from './baggage-propagator';

function baggageOf(...keys: string[]): Baggage {
  return propagation.createBaggage(
    Object.fromEntries(keys.map(key => [key, { value: 'hidden' }])),
  );
}

function send(propagator: BaggagePropagator, baggage: Baggage) {
  const carrier: { baggage?: string } = {};
  propagator.inject(
    propagation.setBaggage(ROOT_CONTEXT, baggage),
    carrier,
    defaultTextMapSetter,
  );
  return carrier.baggage;
}

/** The keys that are accepted. */
function receive(propagator: BaggagePropagator, header: string): string[] {
  const read = propagator.extract(
    ROOT_CONTEXT,
    { baggage: header },
    defaultTextMapGetter,
  );
  const entries = propagation.getBaggage(read)?.getAllEntries() ?? [];
  return entries.map(([key]) => key);
}

function read({ baggage }: { baggage: Baggage }): Baggage {
  baggage.getAllEntries();
  return baggage;
}

let said: string[];
beforeEach(() => {
  said = captureDiag();
});
afterEach(() => diag.disable());

const warning = (key: string) =>
  `warn @otel-baggage/propagator the baggage entry "${key}" looks sensitive, and is sent to every downstream service`;

describe('T4 by default', () => {
  test('a key that looks sensitive is sent, and warned of once', () => {
    const propagator = new BaggagePropagator();
    for (let i = 0; i < 3; i++) {
      expect(send(propagator, baggageOf('db.password', 'tenant.id'))).toBe(
        'db.password=hidden,tenant.id=hidden',
      );
    }
    expect(said).toEqual([warning('db.password')]);
  });

  test('a key that looks sensitive is accepted, and warned of once', () => {
    const propagator = new BaggagePropagator();
    for (let i = 0; i < 3; i++) {
      expect(receive(propagator, 'Authorization=hidden,a=1')).toEqual([
        'Authorization',
        'a',
      ]);
    }
    expect(said).toEqual([warning('Authorization')]);
  });

  test('each key is warned of, whichever way it goes', () => {
    const propagator = new BaggagePropagator();
    receive(propagator, 'api-key=hidden,SECRET=hidden');
    send(propagator, baggageOf('SECRET', 'session_token'));
    expect(said).toEqual(['api-key', 'SECRET', 'session_token'].map(warning));
  });

  test.each<[string, Baggage]>([
    ['the API', baggageOf('password', 'a')],
    ['createBaggage', createBaggage({ password: 'hidden', a: '1' })],
    ['parseBaggage', parseBaggage('password=hidden,a=1').baggage],
    ['parseBaggage, read before', read(parseBaggage('a=1,password=hidden'))],
    [
      'parseBaggage and setEntry',
      parseBaggage('password=hidden').baggage.setEntry('a', { value: '1' }),
    ],
  ])('baggage of %s is looked at when it is sent', (_by, baggage) => {
    const propagator = new BaggagePropagator();
    for (let i = 0; i < 2; i++) send(propagator, baggage);
    expect(said).toEqual([warning('password')]);
  });

  test('what is not sent is not warned of', () => {
    const propagator = new BaggagePropagator({
      egress: { keys: { included: ['a'] } },
    });
    send(propagator, baggageOf('password'));
    send(propagator, baggageOf('a', 'secret'));
    expect(said.filter(message => message.startsWith('warn'))).toEqual([]);
  });

  test('on a busy service it is noticed too', () => {
    const propagator = new BaggagePropagator();
    for (let i = 0; i < 5000; i++) receive(propagator, 'a=1');
    for (let i = 0; i < 1000; i++) receive(propagator, 'a=1,password=hidden');
    expect(said).toEqual([warning('password')]);
  });

  test('D1 a flood of such keys is no flood of logs', () => {
    const propagator = new BaggagePropagator();
    for (let i = 0; i < 2000; i++) receive(propagator, `password${i}=hidden`);
    expect(said.length).toBe(100);
  });

  test('D2 a key is shown as far as it may be', () => {
    const propagator = new BaggagePropagator();
    send(propagator, baggageOf(`password${'x'.repeat(100)}`));
    expect(said).toEqual([warning(`password${'x'.repeat(56)}…`)]);
  });

  test('I8 baggage that cannot be read', () => {
    let reads = 0;
    const foreign = {
      getAllEntries: () => {
        if (reads++ > 0) throw new Error('hidden');
        return [['password', { value: 'hidden' }]];
      },
    } as unknown as Baggage;
    expect(send(new BaggagePropagator(), foreign)).toBe('password=hidden');
    expect(said).toEqual([]);
  });
});

describe('T4 what is dropped', () => {
  test.each<[string, SensitiveKeys, string[]]>([
    ['those of the list', 'drop', ['tenant.id', 'iban.of.nobody']],
    ['what patterns match', ['*.ID', 'IBAN*'], ['Password', 'access_token']],
    [
      'nothing, with no pattern',
      [],
      ['Password', 'tenant.id', 'access_token', 'iban.of.nobody'],
    ],
  ])('%s', (_name, sensitive, kept) => {
    const keys = ['Password', 'tenant.id', 'access_token', 'iban.of.nobody'];
    const propagator = new BaggagePropagator({ sensitive });
    const header = keys.map(key => `${key}=hidden`).join(',');
    expect(receive(propagator, header)).toEqual(kept);
    expect(send(propagator, baggageOf(...keys))).toBe(
      kept.map(key => `${key}=hidden`).join(','),
    );
  });

  test('is said once for each key, without its value', () => {
    const propagator = new BaggagePropagator({ sensitive: 'drop' });
    for (let i = 0; i < 3; i++) {
      receive(propagator, 'password=hidden');
      send(propagator, baggageOf('password', 'cookie'));
    }
    expect(said.filter(message => message.startsWith('warn'))).toEqual(
      ['password', 'cookie'].map(
        key =>
          `warn @otel-baggage/propagator the baggage entry "${key}" is sensitive, and dropped`,
      ),
    );
    expect(said.join()).not.toContain('hidden');
  });

  test('with patterns, what else looks sensitive is warned of', () => {
    const propagator = new BaggagePropagator({ sensitive: ['user.*'] });
    send(propagator, baggageOf('user.password', 'password'));
    expect(said).toContain(warning('password'));
  });

  test('ingress and egress.keys hold besides', () => {
    const propagator = new BaggagePropagator({
      ingress: { included: ['a*'] },
      egress: { keys: { included: ['b*', 'auth'] } },
      sensitive: 'drop',
    });
    expect(receive(propagator, 'a=1,auth=2,b=3')).toEqual(['a']);
    expect(send(propagator, baggageOf('a', 'auth', 'b'))).toBe('b=hidden');
  });
});

test('D3 sensitive that is wrong', () => {
  for (const sensitive of [null, true, 'Drop', 'off', '', {}, [7], ['']]) {
    expect(
      () => new BaggagePropagator({ sensitive: sensitive as never }),
    ).toThrow(TypeError);
  }
});
