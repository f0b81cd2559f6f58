import type { Baggage } from '@opentelemetry/api';
import {
  baggageEntryMetadataFromString,
  diag,
  propagation,
} from '@opentelemetry/api';
import {
  ALLOW_ALL_BAGGAGE_KEYS,
  BaggageAttributeSelector,
  type BaggageAttributesOptions,
  type BaggageKeyPredicate,
  withAttributes,
} from './attribute-selector';
import { DropDiagnostics } from './diagnostics';
import { parseBaggage } from './header/parse-baggage';
import { baggageSources, recordDiag } from '@otel-baggage/test-support';

function selectorOf(selection: BaggageAttributesOptions | BaggageKeyPredicate) {
  return new BaggageAttributeSelector(
    selection,
    new DropDiagnostics('ns', 'spans'),
  );
}

/** Name and value of each attribute, in order. */
function selected(
  selection: BaggageAttributesOptions | BaggageKeyPredicate,
  baggage: Baggage,
): [string, unknown][] {
  return selectorOf(selection)
    .select(baggage)
    .map(({ name, value }) => [name, value]);
}

let messages: string[];
beforeEach(() => {
  messages = recordDiag();
});
afterEach(() => diag.disable());

describe('what is remembered of a baggage', () => {
  const baggage = parseBaggage('tenant.id=acme,user.id=42').baggage;
  const plain = { included: ['tenant.id'] };
  const isShared = (
    one: BaggageAttributesOptions | BaggageKeyPredicate,
    other: BaggageAttributesOptions | BaggageKeyPredicate,
  ) => selectorOf(one).select(baggage) === selectorOf(other).select(baggage);

  test('is made once for spans and log records of one selection', () => {
    expect(isShared(plain, { included: ['tenant.id'] })).toBe(true);
  });

  test.each<[string, BaggageAttributesOptions]>([
    ['other keys', { included: ['user.id'] }],
    ['more keys', { included: ['tenant.id', 'user.id'] }],
    ['excluded', { ...plain, excluded: ['user.*'] }],
    ['sensitive', { ...plain, sensitive: ['user.*'] }],
    ['a prefix', { ...plain, prefix: 'baggage.' }],
  ])('is not that of another: %s', (_name, other) => {
    expect(isShared(plain, other)).toBe(false);
  });

  test.each<[string, BaggageAttributesOptions | BaggageKeyPredicate]>([
    ['attributeName', { ...plain, attributeName: key => key }],
    ['attributeValue', { ...plain, attributeValue: value => value }],
    ['a predicate', ALLOW_ALL_BAGGAGE_KEYS],
  ])('is not shared with callbacks: %s', (_name, selection) => {
    expect(isShared(selection, selection)).toBe(false);
    expect(isShared(plain, selection)).toBe(false);
  });

  test('are its entries, for the predicates of spans and of log records', () => {
    const read = parseBaggage('tenant.id=acme').baggage;
    const getAllEntries = jest.spyOn(read, 'getAllEntries');
    const asked: string[] = [];
    for (const part of ['spans', 'logs']) {
      const names = selected(key => asked.push(`${part} ${key}`) > 0, read);
      expect(names).toEqual([['tenant.id', 'acme']]);
    }
    expect(asked).toEqual(['spans tenant.id', 'logs tenant.id']);
    expect(getAllEntries).toHaveBeenCalledTimes(1);
  });
});

describe.each(baggageSources)('%s', (_source, baggageOf) => {
  const baggage = baggageOf({
    'tenant.id': 'acme',
    'tenant.plan': 'gold',
    'user.id': '42',
  });

  describe('A1 nothing is copied unless it is named', () => {
    test.each<[string, BaggageAttributesOptions]>([
      ['no options', {}],
      ['an empty list', { included: [] }],
      ['only excluded', { excluded: ['user.id'] }],
      ['only a prefix', { prefix: 'baggage.' }],
      ['undefined', { included: undefined, excluded: undefined }],
    ])('%s', (_name, options) => {
      expect(selected(options, baggage)).toEqual([]);
    });

    test('what is included is', () => {
      expect(selected({ included: ['user.id', 'missing'] }, baggage)).toEqual([
        ['user.id', '42'],
      ]);
    });

    test('a key that is included twice is copied once', () => {
      expect(
        selected({ included: ['user.id', 'user.id', 'user.*'] }, baggage),
      ).toEqual([['user.id', '42']]);
      expect(selected({ included: ['user.id', 'user.id'] }, baggage)).toEqual([
        ['user.id', '42'],
      ]);
    });

    test.each<[string, string[], string[]]>([
      ['key by key', ['tenant.id', 'user.id'], ['tenant.id']],
      ['pattern by key', ['tenant.*', 'user.id'], ['tenant.id']],
      ['key by pattern', ['tenant.id', 'user.id'], ['tenant.*']],
    ])('what is excluded is not, %s', (_name, included, excluded) => {
      const keys = selected({ included, excluded }, baggage).map(
        ([key]) => key,
      );
      expect(keys).not.toContain('tenant.id');
      expect(keys).toContain('user.id');
    });

    test('many keys of which few are there', () => {
      const included = Array.from({ length: 500 }, (_value, i) => `key-${i}`);
      expect(selected({ included: [...included, 'user.id'] }, baggage)).toEqual(
        [['user.id', '42']],
      );
    });
  });

  test('A2 patterns choose the keys', () => {
    expect(selected({ included: ['tenant.*'] }, baggage)).toEqual([
      ['tenant.id', 'acme'],
      ['tenant.plan', 'gold'],
    ]);
    expect(selected({ included: ['*.??'] }, baggage)).toEqual([
      ['tenant.id', 'acme'],
      ['user.id', '42'],
    ]);
    expect(selected({ included: ['TENANT.*'] }, baggage)).toEqual([]);
  });

  describe('A3 names and values', () => {
    test('the name is the key', () => {
      expect(selected({ included: ['user.id'] }, baggage)).toEqual([
        ['user.id', '42'],
      ]);
    });

    test('prefix goes before it', () => {
      expect(
        selected({ included: ['user.*'], prefix: 'baggage.' }, baggage),
      ).toEqual([['baggage.user.id', '42']]);
    });

    test('attributeName makes it, and prefix is not added', () => {
      expect(
        selected(
          {
            included: ['user.id'],
            prefix: 'baggage.',
            attributeName: key => key.toUpperCase(),
          },
          baggage,
        ),
      ).toEqual([['USER.ID', '42']]);
    });

    test.each<[string, string | number | boolean | string[]]>([
      ['a shorter text', 'ac'],
      ['a number', 7],
      ['zero', 0],
      ['a boolean', false],
      ['an empty text', ''],
      ['a list', ['a', 'b']],
    ])('attributeValue makes %s', (_name, made) => {
      expect(
        selected(
          { included: ['tenant.id'], attributeValue: () => made },
          baggage,
        ),
      ).toEqual([['tenant.id', made]]);
    });

    test('undefined of attributeValue leaves the entry out', () => {
      expect(
        selected(
          {
            included: ['*'],
            attributeValue: (value, key) =>
              key === 'tenant.id' ? undefined : value,
          },
          baggage,
        ),
      ).toEqual([
        ['tenant.plan', 'gold'],
        ['user.id', '42'],
      ]);
      expect(messages).toEqual([]);
    });
  });

  describe('A5 a callback that fails loses that entry only', () => {
    const fails = (key: string) => {
      if (key === 'tenant.id') throw new Error('for acme');
    };

    test.each<[string, BaggageAttributesOptions | BaggageKeyPredicate]>([
      [
        'attributeName threw',
        {
          included: ['tenant.id', 'user.id'],
          attributeName: key => (fails(key), key),
        },
      ],
      [
        'attributeValue threw',
        {
          included: ['*.id'],
          attributeValue: (value, key) => (fails(key), value),
        },
      ],
      [
        'attributeName made no name',
        {
          included: ['*.id'],
          attributeName: key => (key === 'tenant.id' ? '' : key),
        },
      ],
      [
        'attributeName made no name',
        {
          included: ['*.id'],
          attributeName: key =>
            key === 'tenant.id' ? (undefined as unknown as string) : key,
        },
      ],
      ['the predicate threw', key => (fails(key), key.endsWith('.id'))],
    ])('%s', (_what, selection) => {
      const selector = selectorOf(selection);
      for (let i = 0; i < 3; i++) {
        expect(selector.select(baggage)).toEqual([
          { name: 'user.id', value: '42' },
        ]);
      }
      expect(messages).toHaveLength(1);
      expect(messages[0]).toMatch(/^error ns not copied: .*"tenant\.id"/);
    });

    test('D2 no message holds a value, that of the error neither', () => {
      selected(
        {
          included: ['*'],
          attributeValue: value => {
            throw new Error(`cannot hash ${value}`);
          },
        },
        baggage,
      );
      expect(messages).toHaveLength(1);
      expect(messages[0]).not.toMatch(/acme|gold|42|hash/);
    });
  });

  test('E12 keys that every object has are keys like others', () => {
    const odd = baggageOf({
      ['__proto__']: 'a',
      constructor: 'b',
      toString: 'c',
      hasOwnProperty: 'd',
    });
    const all = [
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
      ['hasOwnProperty', 'd'],
    ];
    expect(selected({ included: ['*'] }, odd)).toEqual(all);
    expect(selected({ included: all.map(([key]) => key!) }, odd)).toEqual(all);
    expect(selected(ALLOW_ALL_BAGGAGE_KEYS, odd)).toEqual(all);
    expect(selected({ included: all.map(([key]) => key!) }, baggage)).toEqual(
      [],
    );
  });

  test.each<[string, BaggageAttributesOptions | BaggageKeyPredicate]>([
    ['literal keys', { included: ['a', 'b', 'c'] }],
    ['a wildcard', { included: ['*'] }],
    ['a predicate', ALLOW_ALL_BAGGAGE_KEYS],
  ])('takes no entry for one that is none: %s', (_name, selection) => {
    const entries = { a: null, b: undefined, c: { value: '1' } };
    const baggage = propagation.createBaggage(entries as never);
    expect(selected(selection, baggage)).toEqual([['c', '1']]);
    expect(messages).toEqual([]);
  });

  test('A7 a predicate gets every key and copies key and value', () => {
    const asked: string[] = [];
    expect(
      selected(key => {
        asked.push(key);
        return key.startsWith('tenant.');
      }, baggage),
    ).toEqual([
      ['tenant.id', 'acme'],
      ['tenant.plan', 'gold'],
    ]);
    expect(asked).toEqual(['tenant.id', 'tenant.plan', 'user.id']);
  });

  test('A7 a predicate is asked each time, as upstream does', () => {
    const allowed = new Set<string>();
    const selector = selectorOf(key => allowed.has(key));
    expect(selector.select(baggage)).toEqual([]);
    allowed.add('user.id');
    expect(selector.select(baggage)).toEqual([
      { name: 'user.id', value: '42' },
    ]);
    allowed.clear();
    expect(selector.select(baggage)).toEqual([]);
  });

  test('the callbacks of the options are not called for each span', () => {
    let calls = 0;
    const selector = selectorOf({
      included: ['user.id'],
      attributeValue: value => {
        calls++;
        return value;
      },
    });
    for (let i = 0; i < 100; i++) selector.select(baggage);
    expect(calls).toBeLessThanOrEqual(2);
  });

  test('the baggage of many requests at a time is not mixed up', () => {
    const selector = selectorOf({ included: ['user.id'] });
    const requests = Array.from({ length: 20 }, (_value, i) =>
      baggageOf({ 'user.id': `user ${i}` }),
    );
    for (const order of [requests, [...requests].reverse(), requests]) {
      for (const [i, request] of order.entries()) {
        for (const repeated of [request, request, order[(i + 1) % 20]!]) {
          expect(selector.select(repeated)).toEqual([
            { name: 'user.id', value: repeated.getEntry('user.id')!.value },
          ]);
        }
      }
    }
  });
});

describe('A3 attributeValue gets value, key and metadata', () => {
  test.each<[string, Baggage]>([
    [
      'made with the API',
      propagation.createBaggage({
        'user.id': {
          value: 'ü 42',
          metadata: baggageEntryMetadataFromString('ttl=60;internal'),
        },
      }),
    ],
    [
      'received in a header',
      parseBaggage('user.id=%C3%BC%2042 ; ttl=60 ; internal').baggage,
    ],
  ])('%s', (_name, baggage) => {
    expect(
      selected(
        {
          included: ['user.id'],
          attributeValue: (value, key, metadata) =>
            [value, key, metadata!.toString()].join('|'),
        },
        baggage,
      ),
    ).toEqual([['user.id', 'ü 42|user.id|ttl=60;internal']]);
  });
});

describe('A5 baggage that is broken is not copied, and nothing throws', () => {
  test('an entry that is no entry', () => {
    const baggage = propagation.createBaggage({
      a: undefined as never,
      b: { value: undefined as never },
      c: { value: 'c' },
    });
    for (const selection of [
      { included: ['a', 'b', 'c'] },
      { included: ['*'] },
      ALLOW_ALL_BAGGAGE_KEYS,
    ]) {
      expect(selected(selection, baggage)).toEqual([['c', 'c']]);
    }
  });

  test('a foreign baggage that throws', () => {
    const throws = () => {
      throw new Error('for acme');
    };
    const baggage = {
      getEntry: throws,
      getAllEntries: throws,
    } as unknown as Baggage;
    for (const selection of [
      { included: ['a'] },
      { included: ['*'] },
      ALLOW_ALL_BAGGAGE_KEYS,
    ]) {
      expect(selected(selection, baggage)).toEqual([]);
    }
    expect(messages).toHaveLength(3);
    expect(messages.join()).not.toContain('acme');
  });
});

describe('whether anything can be selected at all', () => {
  test.each<[boolean, BaggageAttributesOptions | BaggageKeyPredicate]>([
    [true, {}],
    [true, { included: [] }],
    [true, { included: ['a'], excluded: ['*'] }],
    [false, { included: ['a'] }],
    [false, { included: ['*'] }],
    [false, ALLOW_ALL_BAGGAGE_KEYS],
  ])('isEmpty is %s for %j', (isEmpty, selection) => {
    expect(selectorOf(selection).isEmpty).toBe(isEmpty);
  });
});

describe('D3 wrong options throw a TypeError', () => {
  test.each<[string, unknown, string]>([
    ['none at all', undefined, 'options must be an object'],
    ['null', null, 'options must be an object'],
    ['a list', ['tenant.id'], 'options must be an object'],
    ['an unknown name', { include: ['a'] }, 'unknown option "include"'],
    ['included', { included: 'a,b' }, 'included must be'],
    ['excluded', { included: [], excluded: [/a/] }, 'excluded[0] must be'],
    ['prefix', { prefix: null }, 'prefix must be'],
    ['attributeName', { attributeName: 'x' }, 'attributeName must be'],
    ['attributeValue', { attributeValue: {} }, 'attributeValue must be'],
  ])('%s', (_name, selection, message) => {
    const construct = () => selectorOf(selection as BaggageAttributesOptions);
    expect(construct).toThrow(TypeError);
    expect(construct).toThrow(message);
  });
});

describe.each([1, 3, 12, 13, 64])('A4 %i attributes beside given ones', n => {
  const selected = Array.from({ length: n }, (_, i) => ({
    name: i === 0 ? '__proto__' : `key${i}`,
    value: `ours${i}`,
  }));
  const ours = () =>
    Object.fromEntries(selected.map(({ name, value }) => [name, value]));

  test('all are there, once and again', () => {
    for (const given of [undefined, {}, { route: '/' }]) {
      expect(withAttributes(given, selected)).toStrictEqual({
        ...given,
        ...ours(),
      });
    }
  });

  test('E12 what was given stays', () => {
    const name = selected.at(-1)!.name;
    const given = Object.fromEntries([[name, 'theirs'] as const]);
    for (let again = 0; again < 2; again++) {
      expect(withAttributes(given, selected)).toStrictEqual({
        ...ours(),
        ...given,
      });
    }
    expect(given).toStrictEqual(Object.fromEntries([[name, 'theirs']]));
  });

  test('who changes them changes no other', () => {
    withAttributes({}, selected)['tenant'] = 'changed';
    expect(withAttributes({}, selected)).toStrictEqual(ours());
  });
});

test('A3 of many attributes with one name the first stays', () => {
  const selected = Array.from({ length: 20 }, (_, i) => ({
    name: `name${i % 15}`,
    value: i,
  }));
  expect(withAttributes({}, selected)['name1']).toBe(1);
  expect(Object.keys(withAttributes({}, selected))).toHaveLength(15);
});
