import type { Baggage } from '@opentelemetry/api';
import { propagation } from '@opentelemetry/api';
import { heapUsed } from '@otel-baggage/test-support';
import { createBaggage } from '../create-baggage';
import { parseBaggage } from '../header/parse-baggage';
import { BaggageMemo } from './baggage-memo';

const apiBaggage = () => propagation.createBaggage({ a: { value: '1' } });

describe.each<[string, () => Baggage]>([
  ['of the API', apiBaggage],
  ['made in code', () => createBaggage({ a: '1' })],
  ['received', () => parseBaggage('a=1').baggage],
  ['frozen', () => Object.freeze(apiBaggage())],
  ['received and frozen', () => Object.freeze(parseBaggage('a=1').baggage)],
  ['behind a proxy', () => new Proxy(apiBaggage(), {})],
])('what was made of a baggage: %s', (_name, make) => {
  test('is found again by who made it, and by nobody else', () => {
    const baggage = make();
    const [one, other] = [new BaggageMemo<string>(), new BaggageMemo<string>()];
    expect(one.get(baggage)).toBeUndefined();
    one.set(baggage, 'one');
    expect(other.get(baggage)).toBeUndefined();
    other.set(baggage, 'other');
    one.set(baggage, 'newer');
    expect([one.get(baggage), other.get(baggage)]).toEqual(['newer', 'other']);
    expect(one.get(make())).toBeUndefined();
  });

  test('is not seen by who compares or copies the baggage', () => {
    const baggage = make();
    const keys = Reflect.ownKeys(baggage);
    new BaggageMemo<string>().set(baggage, 'made');
    expect(Reflect.ownKeys(baggage)).toEqual(keys);
    expect(baggage).toEqual(make());
  });
});

test('nothing is remembered of received baggage behind a proxy, and nothing throws', () => {
  const baggage = new Proxy(parseBaggage('a=1').baggage, {});
  const memo = new BaggageMemo<string>();
  memo.set(baggage, 'made');
  expect(memo.get(baggage)).toBeUndefined();
});

const mock: Baggage = new Proxy({} as Baggage, {
  get: () => mock,
  has: () => true,
});
const throwing = new Proxy({} as Baggage, {
  get() {
    throw new Error('no such property');
  },
});

test.each([
  ['a mock that has whatever it is asked for', mock],
  ['a proxy that throws', throwing],
])('nothing is remembered of %s, and nothing throws', (_name, baggage) => {
  expect(new BaggageMemo<string>().get(baggage)).toBeUndefined();
  new BaggageMemo<string>().set(baggage, 'made');
});

test('D5 the memory of one baggage is bounded, whoever asks', () => {
  const baggage = apiBaggage();
  const memos = Array.from({ length: 1000 }, () => new BaggageMemo<object>());
  for (const memo of memos) memo.set(baggage, {});
  const remembered = memos.filter(memo => memo.get(baggage) !== undefined);
  expect(remembered.length).toBeLessThanOrEqual(32);
  expect(memos.at(-1)!.get(baggage)).toBeDefined();
});

test('D5 nothing is held when the baggage is gone', () => {
  const memo = new BaggageMemo<string>();
  const remember = (count: number) => {
    for (let i = 0; i < count; i++) {
      memo.set(apiBaggage(), `${i}`.padEnd(10_000, 'x').toUpperCase());
    }
  };
  remember(10);
  const before = heapUsed();
  remember(2000);
  expect(heapUsed() - before).toBeLessThan(2 * 2 ** 20);
});
