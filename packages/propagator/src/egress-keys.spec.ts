import type { Baggage } from '@opentelemetry/api';
import {
  ROOT_CONTEXT,
  defaultTextMapGetter,
  defaultTextMapSetter,
  diag,
  propagation,
} from '@opentelemetry/api';
import { createBaggage } from '@otel-baggage/core';
import { captureDiag } from '@otel-baggage/test-support';
import { BaggagePropagator } from './baggage-propagator';
import type { BaggageEgress, BaggagePropagatorOptions } from './types';

const HEADER = 'tenant.id=acme,user.id=7;p=1,tenant.plan=gold,x=1';

function received(header: string): Baggage {
  return propagation.getBaggage(
    new BaggagePropagator().extract(
      ROOT_CONTEXT,
      { baggage: header },
      defaultTextMapGetter,
    ),
  )!;
}

/** The same entries, by whom they were made. */
const sources: [string, (header: string) => Baggage][] = [
  ['received', received],
  [
    'received and changed',
    header => received(`_=1,${header}`).removeEntry('_'),
  ],
  ['of this package', header => createBaggage(received(header))],
  [
    'of the API',
    header =>
      propagation.createBaggage(
        Object.fromEntries(received(header).getAllEntries()),
      ),
  ],
];

function send(
  baggage: Baggage,
  keys: BaggageEgress['keys'],
  limits: BaggagePropagatorOptions = {},
): string | undefined {
  const propagator = new BaggagePropagator({ ...limits, egress: { keys } });
  const carriers = [1, 2].map(() => {
    const carrier: { baggage?: string } = {};
    propagator.inject(
      propagation.setBaggage(ROOT_CONTEXT, baggage),
      carrier,
      defaultTextMapSetter,
    );
    return carrier;
  });
  // The second time it may be remembered.
  expect(carriers[1]).toEqual(carriers[0]);
  return carriers[0]!.baggage;
}

afterEach(() => diag.disable());

describe.each(sources)('T2 of baggage %s', (_source, baggageOf) => {
  const baggage = baggageOf(HEADER);

  test.each<[string, BaggageEgress['keys'], string | undefined]>([
    ['all, without keys', undefined, HEADER],
    ['all, with empty ones', {}, HEADER],
    ['one key', { included: ['user.id'] }, 'user.id=7;p=1'],
    [
      'a pattern',
      { included: ['tenant.*'] },
      'tenant.id=acme,tenant.plan=gold',
    ],
    ['what is not excluded', { excluded: ['tenant.*', 'x'] }, 'user.id=7;p=1'],
    ['none', { included: [] }, undefined],
    ['none that is there', { included: ['y'] }, undefined],
  ])('is sent: %s', (_name, keys, header) => {
    expect(send(baggage, keys)).toBe(header);
  });

  test('I7 what is not sent takes no room', () => {
    const limits = { maxEntries: 2, maxBytes: 7 };
    expect(
      send(baggageOf('x=1,y=2,a=3,z=4,b=5'), { included: ['a', 'b'] }, limits),
    ).toBe('a=3,b=5');
  });

  test('E12 __proto__ is an ordinary key', () => {
    expect(
      send(baggageOf('__proto__=1,toString=2'), { excluded: ['toString'] }),
    ).toBe('__proto__=1');
  });

  test('one propagator does not remember for another', () => {
    expect(send(baggage, { included: ['x'] })).toBe('x=1');
    expect(send(baggage, undefined)).toBe(HEADER);
    expect(send(baggage, { included: ['user.id'] })).toBe('user.id=7;p=1');
  });
});

test('I5 what is sent keeps its encoding', () => {
  const baggage = received('x=1,a=%41%c3%a9+=;p=%41');
  expect(send(baggage, { included: ['a'] })).toBe('a=%41%c3%a9+=;p=%41');
  expect(send(baggage.setEntry('b', { value: 'é' }), { excluded: ['x'] })).toBe(
    'a=%41%c3%a9+=;p=%41,b=%C3%A9',
  );
});

test('I3 I8 keys that are no tokens are dropped, not matched', () => {
  const entries = [
    [undefined, { value: '1' }],
    [7, { value: '2' }],
    ['a b', { value: '3' }],
    ['a', { value: '4' }],
  ];
  const foreign = { getAllEntries: () => entries } as unknown as Baggage;
  expect(send(foreign, { included: ['a*'] })).toBe('a=4');
});

test('T2 D1 D2 what is not sent is said, by reason, to who asks for it', () => {
  const said = captureDiag();
  const baggage = propagation.createBaggage({
    a: { value: '1' },
    b: { value: 'hidden' },
  });
  send(baggage, { included: ['a'] });
  expect(said).toEqual([
    'debug @otel-baggage/propagator dropped from the baggage to send: not_allowed (1 since last said)',
  ]);
});
