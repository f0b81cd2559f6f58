import type { Baggage, BaggageEntry } from '@opentelemetry/api';
import {
  ROOT_CONTEXT,
  baggageEntryMetadataFromString,
  context,
  propagation,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { createBaggage } from '../create-baggage';
import { baggageOfHeader, parseBaggage } from '../header/parse-baggage';
import { ReceivedBaggage } from './received-baggage';
import { type Entry, listOf, write } from '@otel-baggage/test-support';

/** The same two entries from each source of a baggage. */
const SOURCES: [string, () => Baggage][] = [
  ['parsed', () => parseBaggage('a=1;p=2,b=%C3%A9').baggage],
  ['parsed with OWS', () => parseBaggage(' a = 1 ; p = 2 ,,b=%C3%A9 ').baggage],
  [
    'parsed with duplicates',
    () => parseBaggage('a=0,b=%C3%A9,a=1;p=2').baggage,
  ],
  [
    'extracted',
    () =>
      baggageOfHeader('a=1;p=2,b=%C3%A9', { maxEntries: 64, maxBytes: 8192 })!,
  ],
  [
    'extracted with duplicates',
    () =>
      baggageOfHeader('a=0,b=%C3%A9,a=1;p=2', {
        maxEntries: 64,
        maxBytes: 8192,
      })!,
  ],
  [
    'created',
    () => createBaggage({ a: { value: '1', metadata: 'p=2' }, b: 'é' }),
  ],
  [
    'received and changed',
    () =>
      parseBaggage('a=1;p=2,b=0,c=1')
        .baggage.setEntry('b', { value: 'é' })
        .removeEntry('c'),
  ],
  [
    'empty and set',
    () =>
      createBaggage()
        .setEntry('a', {
          value: '1',
          metadata: baggageEntryMetadataFromString('p=2'),
        })
        .setEntry('b', { value: 'é' }),
  ],
];

const ENTRIES: Entry[] = [
  ['a', '1', 'p=2'],
  ['b', 'é'],
];
const HEADERS = ['a=1;p=2,b=%C3%A9'];

describe.each(SOURCES)('C1 a baggage that was %s', (_name, make) => {
  let baggage: Baggage;
  beforeEach(() => {
    baggage = make();
  });

  test('C1 getEntry gives value and metadata, or undefined', () => {
    expect(baggage.getEntry('a')?.value).toBe('1');
    expect(baggage.getEntry('a')?.metadata?.toString()).toBe('p=2');
    expect(baggage.getEntry('b')).toEqual({ value: 'é' });
    expect(baggage.getEntry('c')).toBeUndefined();
    expect(baggage.getEntry('')).toBeUndefined();
    expect(baggage.getEntry('a=1')).toBeUndefined();
    expect(baggage.getEntry('a=1;p')).toBeUndefined();
    expect(baggage.getEntry('A')).toBeUndefined();
    expect(baggage.getEntry('__proto__')).toBeUndefined();
  });

  test('C1 an entry without metadata has no such property', () => {
    expect(Object.keys(baggage.getEntry('b')!)).toEqual(['value']);
    expect(Object.keys(baggage.getAllEntries()[1]![1])).toEqual(['value']);
  });

  test('C1 metadata is what the API makes of a string', () => {
    const ofTheApi = baggageEntryMetadataFromString('p=2');
    expect(baggage.getEntry('a')!.metadata!.__TYPE__).toBe(ofTheApi.__TYPE__);
  });

  test('C1 getAllEntries gives pairs in order', () => {
    expect(listOf(baggage)).toEqual(ENTRIES);
  });

  test('C1 setEntry adds behind the others', () => {
    const changed = baggage.setEntry('c', { value: '3' });
    expect(listOf(changed)).toEqual([...ENTRIES, ['c', '3']]);
    expect(changed.getEntry('c')).toEqual({ value: '3' });
    expect(listOf(baggage)).toEqual(ENTRIES);
  });

  test('C1 setEntry replaces value and metadata, in place', () => {
    const changed = baggage.setEntry('a', { value: '0' });
    expect(listOf(changed)).toEqual([
      ['a', '0'],
      ['b', 'é'],
    ]);
    expect(listOf(baggage)).toEqual(ENTRIES);
  });

  test('C1 setEntry takes any key and value, as the specification asks', () => {
    const changed = baggage.setEntry('ein Schlüssel', { value: '' });
    expect(changed.getEntry('ein Schlüssel')).toEqual({ value: '' });
    expect(HEADERS).toContain(write(changed));
  });

  test('C1, E12 setEntry of __proto__', () => {
    const changed = baggage.setEntry('__proto__', { value: 'x' });
    expect(changed.getEntry('__proto__')).toEqual({ value: 'x' });
    expect(listOf(changed)).toEqual([...ENTRIES, ['__proto__', 'x']]);
    expect(listOf(changed.removeEntry('__proto__'))).toEqual(ENTRIES);
  });

  test('C1 removeEntry', () => {
    expect(listOf(baggage.removeEntry('a'))).toEqual([['b', 'é']]);
    expect(listOf(baggage.removeEntry('c'))).toEqual(ENTRIES);
    expect(listOf(baggage)).toEqual(ENTRIES);
  });

  test('C1 removeEntries', () => {
    expect(listOf(baggage.removeEntries('a', 'c'))).toEqual([['b', 'é']]);
    expect(listOf(baggage.removeEntries('b', 'a'))).toEqual([]);
    expect(listOf(baggage.removeEntries())).toEqual(ENTRIES);
    expect(listOf(baggage)).toEqual(ENTRIES);
  });

  test('C1 clear', () => {
    expect(listOf(baggage.clear())).toEqual([]);
    expect(baggage.clear().getEntry('a')).toBeUndefined();
    expect(listOf(baggage.clear().setEntry('c', { value: '3' }))).toEqual([
      ['c', '3'],
    ]);
    expect(listOf(baggage)).toEqual(ENTRIES);
  });

  test('C1 one change after another, in any order of reading', () => {
    const changed = baggage
      .setEntry('c', { value: '3' })
      .removeEntry('a')
      .setEntry('a', { value: '4' });
    expect(listOf(changed)).toEqual([
      ['b', 'é'],
      ['c', '3'],
      ['a', '4'],
    ]);
    expect(write(changed)).toBe('b=%C3%A9,c=3,a=4');
    expect(HEADERS).toContain(write(baggage));
  });

  test('C1 whoever changes what getEntry gave changes no baggage', () => {
    const entry = baggage.getEntry('a') as BaggageEntry;
    entry.value = 'changed';
    delete entry.metadata;
    expect(listOf(baggage)).toEqual(ENTRIES);
    expect(HEADERS).toContain(write(baggage));
  });

  test('C1 whoever changes what getAllEntries gave changes no baggage', () => {
    const all = baggage.getAllEntries();
    all[0]![0] = 'changed';
    all[0]![1].value = 'changed';
    all[1]![1].metadata = baggageEntryMetadataFromString('changed');
    all.pop();
    expect(listOf(baggage)).toEqual(ENTRIES);
    expect(HEADERS).toContain(write(baggage));
  });

  test('C1 whoever changes what was passed to setEntry changes no baggage', () => {
    const entry: BaggageEntry = { value: '3' };
    const changed = baggage.setEntry('c', entry);
    entry.value = 'changed';
    entry.metadata = baggageEntryMetadataFromString('changed');
    expect(changed.getEntry('c')).toEqual({ value: '3' });
    expect(write(changed)).toBe('a=1;p=2,b=%C3%A9,c=3');
  });

  test('C1 it stays the same after it was sent and read many times', () => {
    for (let i = 0; i < 3; i++) {
      expect(write(baggage)).toBe('a=1;p=2,b=%C3%A9');
      expect(listOf(baggage)).toEqual(ENTRIES);
      expect(baggage.getEntry('b')).toEqual({ value: 'é' });
    }
  });

  describe('in the API', () => {
    beforeEach(() => {
      context.setGlobalContextManager(
        new AsyncLocalStorageContextManager().enable(),
      );
    });
    afterEach(() => context.disable());

    test('C1 setBaggage, getBaggage, deleteBaggage', () => {
      const withBaggage = propagation.setBaggage(ROOT_CONTEXT, baggage);
      expect(propagation.getBaggage(withBaggage)).toBe(baggage);
      const without = propagation.deleteBaggage(withBaggage);
      expect(propagation.getBaggage(without)).toBeUndefined();
    });

    test('C1 getActiveBaggage', async () => {
      const withBaggage = propagation.setBaggage(ROOT_CONTEXT, baggage);
      await context.with(withBaggage, async () => {
        await Promise.resolve();
        expect(propagation.getActiveBaggage()).toBe(baggage);
      });
      expect(propagation.getActiveBaggage()).toBeUndefined();
    });

    test('C1 the entries can make baggage of the API', () => {
      const ofTheApi = propagation.createBaggage(
        Object.fromEntries(baggage.getAllEntries()),
      );
      expect(listOf(ofTheApi)).toEqual(ENTRIES);
    });
  });
});

describe.each<[string, (header: string) => Baggage]>([
  ['parsed', header => parseBaggage(header).baggage],
  [
    'extracted',
    header => baggageOfHeader(header, { maxEntries: 64, maxBytes: 8192 })!,
  ],
])('C1 many entries that were %s', (_name, baggageOf) => {
  const members = Array.from(Array(64).keys(), i => `key${i}=v${i};p${i}`);

  test('C1 each is found by its key', () => {
    for (let i = 0; i < 64; i++) {
      const baggage = baggageOf(members.join(','));
      expect(baggage.getEntry(`key${i}`)?.value).toBe(`v${i}`);
      expect(String(baggage.getEntry(`key${i}`)?.metadata)).toBe(`p${i}`);
    }
  });

  test.each(['key64', 'key', 'ey1', 'v1', 'p1', 'key1=v1', '', 'é', 'KEY1'])(
    'C1 %s is no key of them',
    key => {
      expect(baggageOf(members.join(',')).getEntry(key)).toBeUndefined();
    },
  );

  test.each([3, 10, 20, 40])('E8 duplicates among %i', count => {
    const some = members.slice(0, count);
    const header = [...some, 'key1=second', 'key1=last', 'key0=0'].join(',');
    expect(baggageOf(header).getEntry('key1')).toEqual({ value: 'last' });
    expect(baggageOf(header).getEntry('key0')).toEqual({ value: '0' });
    expect(baggageOf(header).getEntry('key2')?.value).toBe('v2');

    const expected = ['key0=0', 'key1=last', ...some.slice(2)];
    const baggage = baggageOf(header);
    expect(baggage.getAllEntries().map(([key]) => key)).toEqual(
      expected.map(member => member.split('=')[0]),
    );
    expect(baggage.getEntry('key1')).toEqual({ value: 'last' });
    expect(write(baggageOf(header))).toBe(expected.join(','));
  });

  test.each([
    ['with one hash', ['sbnIp', 'SXnXA']],
    ['and none more', ['a', 'b']],
  ])('E8 keys %s are told apart, and found twice', (_name, [one, other]) => {
    const limits = { maxEntries: 500, maxBytes: 8192 };
    const baggageOf = (all: string[]) =>
      baggageOfHeader(all.join(','), limits)!;
    const many = Array.from({ length: 200 }, (_, i) => `x${i}=`);
    for (const others of [[], members.slice(0, 40), many]) {
      const distinct = [`${one}=1`, ...others, `${other}=2`];
      expect(write(baggageOf(distinct), limits)).toBe(distinct.join(','));
      const twice = [`${one}=1`, ...others, `${other}=2`, `${one}=3`];
      expect(write(baggageOf(twice), limits)).toBe(
        [`${one}=3`, ...others, `${other}=2`].join(','),
      );
    }
  });

  test.each([3, 10, 20, 40])('E8 one duplicate among %i', count => {
    const some = members.slice(0, count);
    const baggage = baggageOf([...some, 'key2=last'].join(','));
    expect(write(baggage)).toBe(
      some.map((m, i) => (i === 2 ? 'key2=last' : m)).join(','),
    );
    expect(baggage.getEntry('key2')).toEqual({ value: 'last' });
  });

  test('C1 keys that begin or end alike are told apart', () => {
    for (const padding of ['', `,long=${'v'.repeat(200)}`]) {
      const baggage = baggageOf(`ab=1,a=2,abc=3,b=4;a=5;c=6,c=7${padding}`);
      expect(baggage.getEntry('a')?.value).toBe('2');
      expect(baggage.getEntry('ab')?.value).toBe('1');
      expect(baggage.getEntry('abc')?.value).toBe('3');
      expect(baggage.getEntry('b')?.value).toBe('4');
      expect(baggage.getEntry('c')?.value).toBe('7');
      expect(baggage.getEntry('bc')).toBeUndefined();
      expect(baggage.getEntry('abcd')).toBeUndefined();
    }
  });
});

test('E8 duplicates are found after any amount of text', () => {
  const long = `a=${'v'.repeat(2 ** 22)}`;
  for (let i = 0; i < 280; i++) {
    expect(new ReceivedBaggage('a=1,b=2,a=3').toBaggageString()).toBe(
      'a=3,b=2',
    );
    expect(new ReceivedBaggage(long).size).toBe(1);
  }
});
