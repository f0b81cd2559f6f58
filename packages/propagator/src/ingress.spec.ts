import type { Context } from '@opentelemetry/api';
import {
  ROOT_CONTEXT,
  defaultTextMapGetter,
  defaultTextMapSetter,
  diag,
  propagation,
} from '@opentelemetry/api';
import { captureDiag } from '@otel-baggage/test-support';
import { BaggagePropagator } from './baggage-propagator';
import type { BaggagePropagatorOptions } from './types';

type Ingress = BaggagePropagatorOptions['ingress'];

const given = propagation.setBaggage(
  ROOT_CONTEXT,
  propagation.createBaggage({ earlier: { value: '1' } }),
);

function extract(
  ingress: Ingress,
  header: unknown,
  limits: BaggagePropagatorOptions = {},
): Context {
  const propagator = new BaggagePropagator({ ...limits, ingress });
  return propagator.extract(given, { baggage: header }, defaultTextMapGetter);
}

/** What goes on to the next service. */
function forwarded(from: Context): string | undefined {
  const carrier: { baggage?: string } = {};
  new BaggagePropagator().inject(from, carrier, defaultTextMapSetter);
  return carrier.baggage;
}

afterEach(() => diag.disable());

describe('T1 what is accepted', () => {
  const header = 'tenant.id=acme,user.id=7;p=1,tenant.plan=gold,x=1';

  test.each<[string, Ingress, string]>([
    ['all, without ingress', undefined, header],
    ['all, with an empty one', {}, header],
    ['all, with *', { included: ['*'] }, header],
    ['one key', { included: ['user.id'] }, 'user.id=7;p=1'],
    [
      'a pattern',
      { included: ['tenant.*'] },
      'tenant.id=acme,tenant.plan=gold',
    ],
    ['what is not excluded', { excluded: ['tenant.*'] }, 'user.id=7;p=1,x=1'],
    [
      'what is included and not excluded',
      { included: ['tenant.*', 'x'], excluded: ['*.id', '?'] },
      'tenant.plan=gold',
    ],
    ['upper and lower case differ', { included: ['Tenant.ID', 'x'] }, 'x=1'],
    ['the first', { included: ['tenant.id'] }, 'tenant.id=acme'],
    ['the last', { included: ['x'] }, 'x=1'],
  ])('%s', (_name, ingress, accepted) => {
    const read = extract(ingress, header);
    expect(forwarded(read)).toBe(accepted);
    expect(propagation.getBaggage(read)?.getAllEntries().length).toBe(
      accepted.split(',').length,
    );
  });

  test.each<[string, unknown]>([
    ['as it should be', 'a=1,b=2'],
    ['with white space', ' a = 1 , b = 2 '],
    ['with invalid members', 'a=1,"=,b=2'],
    ['in several fields', ['a=1', 'b=2']],
  ])('whatever the header is like: %s', (_name, sent) => {
    expect(forwarded(extract({ excluded: ['b'] }, sent))).toBe('a=1');
    expect(extract({ included: ['c'] }, sent)).toBe(given);
  });

  test('E8 duplicates stay or go together', () => {
    const duplicates = 'a=1,b=1,a=2,b=2';
    expect(forwarded(extract({ included: ['a'] }, duplicates))).toBe('a=2');
    expect(forwarded(extract({ included: ['b'] }, duplicates))).toBe('b=2');
  });

  test('E9 what is not accepted takes no room', () => {
    const limits = { maxEntries: 2, maxBytes: 11 };
    const sent = 'x=1,y=2,a=3,z=4,b=5';
    const read = extract({ included: ['a', 'b'] }, sent, limits);
    expect(forwarded(read)).toBe('a=3,b=5');
  });

  test('I5 what is accepted keeps its encoding', () => {
    const sent = 'x=1,a=%41%c3%a9+=;p=%41,y=%2C,b=%20';
    expect(forwarded(extract({ included: ['a', 'b'] }, sent))).toBe(
      'a=%41%c3%a9+=;p=%41,b=%20',
    );
  });

  test('E11 with nothing left the very context that was given comes back', () => {
    for (const included of [[], ['nothing'], ['tenant']]) {
      expect(extract({ included }, header)).toBe(given);
    }
    expect(extract({ excluded: ['*'] }, header)).toBe(given);
  });

  test('E12 __proto__ is an ordinary key', () => {
    const sent = '__proto__=1,constructor=2,toString=3';
    expect(forwarded(extract({ included: ['__proto__'] }, sent))).toBe(
      '__proto__=1',
    );
    expect(forwarded(extract({ excluded: ['__proto__'] }, sent))).toBe(
      'constructor=2,toString=3',
    );
  });

  test('of a flood of keys, and of very long ones, each is decided alike', () => {
    const propagator = new BaggagePropagator({
      ingress: { included: ['ok*'] },
    });
    for (let i = 0; i < 2000; i++) {
      const key = `${i}`.repeat(i % 100 === 0 ? 50 : 1);
      const read = propagator.extract(
        given,
        { baggage: `${key}=1,ok${key}=2` },
        defaultTextMapGetter,
      );
      expect(forwarded(read)).toBe(`ok${key}=2`);
    }
  });
});

test('T1 D1 D2 what is dropped is said, by reason, to who asks for it', () => {
  const said = captureDiag();
  extract({ included: ['a'] }, 'a=1,b=hidden,c=hidden');
  expect(said).toEqual([
    'debug @otel-baggage/propagator dropped from a received baggage header: not_allowed (1 since last said)',
  ]);
});

test('D3 an ingress that is wrong', () => {
  for (const ingress of [
    null,
    7,
    'a',
    ['a'],
    { include: ['a'] },
    { included: 'a' },
    { included: [7] },
    { included: [''] },
    { excluded: null },
  ]) {
    expect(() => new BaggagePropagator({ ingress: ingress as never })).toThrow(
      TypeError,
    );
  }
});
