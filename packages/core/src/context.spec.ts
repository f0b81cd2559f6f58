import type { Context } from '@opentelemetry/api';
import { ROOT_CONTEXT, context, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { DEFAULT_BAGGAGE_LIMITS } from './header/constants';
import {
  contextWithBaggage,
  contextWithoutBaggage,
  getBaggage,
  getBaggageValue,
  runWithBaggage,
} from './context';
import { parseBaggage } from './header/parse-baggage';
import { listOf, write } from '@otel-baggage/test-support';

function contextWithHeader(header: string): Context {
  return propagation.setBaggage(ROOT_CONTEXT, parseBaggage(header).baggage);
}

beforeEach(() => {
  context.setGlobalContextManager(
    new AsyncLocalStorageContextManager().enable(),
  );
});
afterEach(() => context.disable());

describe('C3 getBaggage', () => {
  test('C3 of a context with baggage', () => {
    expect(listOf(getBaggage(contextWithHeader('a=1')))).toEqual([['a', '1']]);
  });

  test('C3 is empty where there is none, never undefined', () => {
    expect(listOf(getBaggage(ROOT_CONTEXT))).toEqual([]);
    expect(listOf(getBaggage())).toEqual([]);
    expect(getBaggage().getEntry('a')).toBeUndefined();
  });

  test('C3 of the active context by default', () => {
    context.with(contextWithHeader('a=1'), () => {
      expect(listOf(getBaggage())).toEqual([['a', '1']]);
      expect(getBaggage()).toBe(propagation.getActiveBaggage());
    });
  });

  test('C3 without a context manager', () => {
    context.disable();
    expect(listOf(getBaggage())).toEqual([]);
    expect(runWithBaggage({ a: '1' }, () => 'result')).toBe('result');
  });
});

describe('C3 contextWithBaggage', () => {
  test('C3 adds to what is there and overrides it', () => {
    const before = contextWithHeader('a=1;p,b=2');
    const after = contextWithBaggage({ c: '3', a: '4' }, before);
    expect(listOf(getBaggage(after))).toEqual([
      ['c', '3'],
      ['a', '4'],
      ['b', '2'],
    ]);
    expect(listOf(getBaggage(before))).toEqual([
      ['a', '1', 'p'],
      ['b', '2'],
    ]);
  });

  test('C3 where there is none', () => {
    const made = contextWithBaggage({ a: '1' }, ROOT_CONTEXT);
    expect(listOf(getBaggage(made))).toEqual([['a', '1']]);
    expect(propagation.getBaggage(ROOT_CONTEXT)).toBeUndefined();
  });

  test('C3 takes all that createBaggage takes', () => {
    const of = (entries: Parameters<typeof contextWithBaggage>[0]) =>
      listOf(getBaggage(contextWithBaggage(entries, ROOT_CONTEXT)));
    expect(of({ a: { value: '1', metadata: 'p' } })).toEqual([['a', '1', 'p']]);
    expect(of(new Map([['a', '1']]))).toEqual([['a', '1']]);
    expect(of(parseBaggage('a=1;p').baggage)).toEqual([['a', '1', 'p']]);
    expect(of({ 'no token': '1', a: '2' })).toEqual([['a', '2']]);
    expect(of({ a: 1, b: undefined, c: [] } as never)).toEqual([['a', '1']]);
    expect(of('a=1' as never)).toEqual([]);
  });

  test('C3 is made of the active context by default', () => {
    context.with(contextWithHeader('a=1'), () => {
      expect(listOf(getBaggage(contextWithBaggage({ b: '2' })))).toEqual([
        ['b', '2'],
        ['a', '1'],
      ]);
      expect(listOf(getBaggage())).toEqual([['a', '1']]);
    });
  });

  test('C3, I5 what came with a header keeps its encoding', () => {
    const before = contextWithHeader('a=%41=;p=%42,b=%43');
    expect(write(getBaggage(contextWithBaggage({ b: 'x=' }, before)))).toBe(
      'b=x%3D,a=%41=;p=%42',
    );
  });

  test('C3, I7 a caller who fills the header cannot push them out', () => {
    const full = `a=${'x'.repeat(DEFAULT_BAGGAGE_LIMITS.maxBytes - 2)}`;
    const many = Array.from({ length: 64 }, (_, n) => `k${n}=1`).join();
    for (const header of [full, many]) {
      const made = contextWithBaggage({ b: '2' }, contextWithHeader(header));
      expect(write(getBaggage(made))).toMatch(/^b=2(,|$)/);
    }
  });

  test('C3 other values of the context stay', () => {
    const key = Symbol('key');
    const before = contextWithHeader('a=1').setValue(key, 'value');
    expect(contextWithBaggage({ b: '2' }, before).getValue(key)).toBe('value');
    expect(contextWithoutBaggage(before).getValue(key)).toBe('value');
  });

  test('C3, C2 under limits of its own', () => {
    const made = contextWithBaggage({ a: '1', b: '2' }, ROOT_CONTEXT, {
      maxEntries: 1,
    });
    expect(listOf(getBaggage(made))).toEqual([['a', '1']]);
  });
});

describe('C3 contextWithoutBaggage', () => {
  test('C3 clears', () => {
    const before = contextWithHeader('a=1');
    const after = contextWithoutBaggage(before);
    expect(propagation.getBaggage(after)).toBeUndefined();
    expect(listOf(getBaggage(after))).toEqual([]);
    expect(listOf(getBaggage(before))).toEqual([['a', '1']]);
  });

  test('C3 the active context by default', () => {
    context.with(contextWithHeader('a=1'), () => {
      context.with(contextWithoutBaggage(), () => {
        expect(listOf(getBaggage())).toEqual([]);
      });
      expect(listOf(getBaggage())).toEqual([['a', '1']]);
    });
  });
});

describe('C2a within a request', () => {
  test.each<[string, unknown]>([
    ['an optional value that is missing', { a: undefined }],
    ['a value that is no text', { a: ['1'] }],
    ['no record', 'a=1'],
    ['null', null],
    ['a key that is no token', { 'a b': '1' }],
  ])(
    'C2a %s: the function runs, and what was there stays',
    (_name, entries) => {
      const seen = context.with(contextWithHeader('z=1'), () =>
        runWithBaggage(entries as never, () => listOf(getBaggage())),
      );
      expect(seen).toEqual([['z', '1']]);
    },
  );
});

describe('C4a getBaggageValue', () => {
  test('C4a is the value, decoded, or undefined', () => {
    const given = contextWithHeader('a=%C3%BC;p=1,e=');
    expect(getBaggageValue('a', given)).toBe('ü');
    expect(getBaggageValue('e', given)).toBe('');
    expect(getBaggageValue('A', given)).toBeUndefined();
    expect(getBaggageValue('a')).toBeUndefined();
    context.with(given, () => expect(getBaggageValue('a')).toBe('ü'));
  });
});

describe('C3 runWithBaggage', () => {
  test('C3 runs the function in such a context and returns its result', () => {
    const result = runWithBaggage({ a: '1' }, () => listOf(getBaggage()));
    expect(result).toEqual([['a', '1']]);
    expect(listOf(getBaggage())).toEqual([]);
  });

  test('C3 one within another adds', () => {
    runWithBaggage({ a: '1', b: '1' }, () => {
      runWithBaggage({ b: '2', c: '2' }, () => {
        expect(listOf(getBaggage())).toEqual([
          ['b', '2'],
          ['c', '2'],
          ['a', '1'],
        ]);
      });
      expect(listOf(getBaggage())).toEqual([
        ['a', '1'],
        ['b', '1'],
      ]);
    });
  });

  test('C3 what the function awaits keeps the baggage', async () => {
    const both = await Promise.all(
      ['1', '2'].map(value =>
        runWithBaggage({ a: value }, async () => {
          await new Promise(resolve => setImmediate(resolve));
          return getBaggage().getEntry('a')?.value;
        }),
      ),
    );
    expect(both).toEqual(['1', '2']);
    expect(listOf(getBaggage())).toEqual([]);
  });

  test('C3 throws what the function throws, and the context is left', () => {
    expect(() =>
      runWithBaggage({ a: '1' }, () => {
        throw new RangeError('mine');
      }),
    ).toThrow(RangeError);
    expect(listOf(getBaggage())).toEqual([]);
  });

  test('C3 works with what the API itself set', () => {
    const baggage = propagation.createBaggage({ a: { value: '1' } });
    context.with(propagation.setBaggage(ROOT_CONTEXT, baggage), () => {
      runWithBaggage({ b: '2' }, () => {
        expect(propagation.getActiveBaggage()?.getAllEntries()).toEqual([
          ['b', { value: '2' }],
          ['a', { value: '1' }],
        ]);
      });
    });
  });
});
