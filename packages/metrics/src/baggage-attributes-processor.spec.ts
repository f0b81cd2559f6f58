import type { Attributes, AttributeValue, Context } from '@opentelemetry/api';
import {
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  baggageEntryMetadataFromString,
  diag,
  propagation,
  trace,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { parseBaggage } from '@otel-baggage/core';
import { setForSpan } from '@otel-baggage/core/internal';
import { captureDiag, contextOf, heapUsed } from '@otel-baggage/test-support';
import fc from 'fast-check';
import { createBaggageAttributesProcessor } from './baggage-attributes-processor';
import type { BaggageMetricAttributesOptions } from './types';

const SHOP = { 'tenant.id': 'acme', 'user.id': 'u-1', region: 'eu' };

/** What was said through the API's diag. */
let said: string[];

beforeEach(() => {
  said = captureDiag();
});
afterEach(() => diag.disable());

function added(
  options: BaggageMetricAttributesOptions,
  baggage: Record<string, string> = SHOP,
  incoming: Attributes = {},
): Attributes {
  const processor = createBaggageAttributesProcessor(options);
  return processor.process(incoming, contextOf(baggage));
}

describe('what is added', () => {
  test.each<[string, BaggageMetricAttributesOptions, Attributes]>([
    ['A1 nothing that is not named', {}, {}],
    ['A1 nothing for an empty list', { included: [] }, {}],
    ['A1 a key', { included: ['region'] }, { region: 'eu' }],
    [
      'A1 two keys, one of which is not there',
      { included: ['region', 'nobody'] },
      { region: 'eu' },
    ],
    [
      'A1 excluded wins',
      { included: ['*'], excluded: ['user.*', 'region'] },
      { 'tenant.id': 'acme' },
    ],
    [
      'A2 patterns',
      { included: ['*.id', 'r?gion'] },
      { 'tenant.id': 'acme', 'user.id': 'u-1', region: 'eu' },
    ],
    [
      'A3 prefix',
      { included: ['region'], prefix: 'baggage.' },
      { 'baggage.region': 'eu' },
    ],
    [
      'A3 prefix behind a wildcard',
      { included: ['reg*'], prefix: 'baggage.' },
      { 'baggage.region': 'eu' },
    ],
    [
      'A3 attributeName in place of prefix',
      {
        included: ['region'],
        prefix: 'baggage.',
        attributeName: key => key.toUpperCase(),
      },
      { REGION: 'eu' },
    ],
    [
      'A3 attributeValue',
      {
        included: ['*'],
        attributeValue: (value, key) =>
          key === 'user.id' ? undefined : value.length,
      },
      { 'tenant.id': 4, region: 2 },
    ],
    [
      'two keys of one name: the first',
      { included: ['region', 'user.id'], attributeName: () => 'same' },
      { same: 'eu' },
    ],
  ])('%s', (_, options, expected) => {
    expect(added(options)).toEqual(expected);
  });

  test('nothing to what the SDK measures of its own work', () => {
    const processor = createBaggageAttributesProcessor({
      included: ['region'],
    });
    const incoming = { 'http.request.method': 'POST' };
    const context = suppressTracing(contextOf(SHOP));
    expect(processor.process(incoming, context)).toBe(incoming);
  });

  test('A3 attributeValue gets the metadata', () => {
    const processor = createBaggageAttributesProcessor({
      included: ['k'],
      attributeValue: (_value, _key, metadata) => String(metadata),
    });
    const metadata = baggageEntryMetadataFromString('ttl=60');
    const baggage = propagation.createBaggage({ k: { value: 'v', metadata } });
    const context = propagation.setBaggage(ROOT_CONTEXT, baggage);
    expect(processor.process({}, context)).toEqual({ k: 'ttl=60' });
  });

  test('M9 what was set for the span of a request, where the request itself is measured', () => {
    const span = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    const request = trace.setSpan(contextOf({ 'tenant.id': 'claimed' }), span);
    const processor = createBaggageAttributesProcessor({
      included: ['tenant.id'],
    });
    const tenant = (context: Context) =>
      processor.process({}, context)['tenant.id'];
    expect(tenant(request)).toBe('claimed');

    const checked = propagation.createBaggage({
      'tenant.id': { value: 'acme' },
    });
    const handler = setForSpan(propagation.setBaggage(request, checked), span);
    expect(tenant(request)).toBe('acme');
    expect(tenant(handler)).toBe('acme');
    // Within the handler its own baggage counts.
    const item = propagation.createBaggage({ 'tenant.id': { value: 'item' } });
    expect(tenant(propagation.setBaggage(handler, item))).toBe('item');
    // Another span of the request is not the request.
    const other = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    expect(tenant(trace.setSpan(request, other))).toBe('claimed');
  });

  test('A10 an empty value is left out, also one that attributeValue makes', () => {
    const baggage = { 'tenant.id': '', region: 'eu' };
    expect(added({ included: ['*'] }, baggage)).toEqual({ region: 'eu' });
    expect(
      added({ included: ['*'], attributeValue: () => '' }, { region: 'eu' }),
    ).toEqual({});
    expect(
      added(
        { included: ['tenant.id'], allowedValues: { 'tenant.id': ['acme'] } },
        baggage,
      ),
    ).toEqual({});
  });

  test('A4 attributes that are already there stay', () => {
    const incoming = { region: 'us', a: 1 };
    expect(added({ included: ['region', 'user.id'] }, SHOP, incoming)).toEqual({
      region: 'us',
      a: 1,
      'user.id': 'u-1',
    });
  });

  test('A4 what was given is not changed', () => {
    const incoming = Object.freeze({ a: 1 });
    const result = added({ included: ['region'] }, SHOP, incoming);
    expect(result).toEqual({ a: 1, region: 'eu' });
    expect(incoming).toEqual({ a: 1 });
  });

  test.each<[string, Context | undefined, Attributes]>([
    ['M3 without a context', undefined, {}],
    ['without baggage', ROOT_CONTEXT, { a: 1 }],
    ['with empty baggage', contextOf({}), { a: 1 }],
    ['with other baggage', contextOf({ other: 'x' }), { a: 1 }],
    ['where all is there already', contextOf(SHOP), { region: 'us' }],
  ])('%s: the very attributes come back', (_, context, incoming) => {
    const processor = createBaggageAttributesProcessor({
      included: ['region'],
    });
    expect(processor.process(incoming, context)).toBe(incoming);
  });

  test('A5 a callback that throws loses that entry only, said once', () => {
    const options: BaggageMetricAttributesOptions = {
      included: ['tenant.id', 'user.id', 'region'],
      attributeName: key => {
        if (key === 'user.id') throw new Error('secret of the name');
        return key;
      },
      attributeValue: (value, key) => {
        if (key === 'tenant.id') throw new Error(`secret ${value}`);
        return value;
      },
    };
    expect(added(options)).toEqual({ region: 'eu' });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^error @otel-baggage\/metrics .*"tenant.id"/);
    expect(said.join()).not.toContain('secret');
  });

  test.each<[string, unknown]>([
    ['a bigint', 1n],
    ['a function', () => 'x'],
    ['a symbol', Symbol('x')],
    ['what cannot be written', { toJSON: () => void 0 }],
  ])(
    'A5 an attributeValue that returns %s loses that entry only',
    (_, made) => {
      const attributeValue = (value: string, key: string) =>
        (key === 'region' ? made : value) as AttributeValue;
      expect(
        added({ included: ['region', 'user.id'], attributeValue }),
      ).toEqual({
        'user.id': 'u-1',
      });
      expect(said).toHaveLength(1);
      expect(said[0]).toMatch(/^error .*"region"/);
    },
  );

  const failing = (): never => {
    throw new Error('secret');
  };
  const noName = () => undefined as unknown as string;
  test.each<[string, BaggageMetricAttributesOptions]>([
    ['attributeName threw', { attributeName: failing }],
    ['attributeName made no name', { attributeName: noName }],
    ['attributeName made no name', { attributeName: () => '' }],
    ['attributeValue threw', { attributeValue: failing }],
    [
      'attributeValue made no attribute value',
      { attributeValue: () => 1n as unknown as AttributeValue },
    ],
  ])('A5 the callback at fault is named: %s %j', (what, callbacks) => {
    for (const included of [['region'], ['reg*']]) {
      said.length = 0;
      expect(added({ included, ...callbacks })).toEqual({});
      expect(said).toEqual([
        expect.stringContaining(`not copied: ${what} for the key "region"`),
      ]);
    }
  });

  test('A5 an attributeName that returns no string loses that entry only', () => {
    const attributeName = (key: string) =>
      key === 'region' ? (undefined as unknown as string) : key;
    expect(added({ included: ['region', 'user.id'], attributeName })).toEqual({
      'user.id': 'u-1',
    });
  });

  test('E12 __proto__, constructor and toString are ordinary keys', () => {
    const baggage = Object.fromEntries(
      ['__proto__', 'constructor', 'toString'].map(key => [key, `of ${key}`]),
    );
    for (const incoming of [{}, { a: 1 }]) {
      const result = added(
        { included: Object.keys(baggage) },
        baggage,
        incoming,
      );
      expect(Object.entries(result).sort()).toEqual(
        Object.entries({ ...incoming, ...baggage }).sort(),
      );
      expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    }
  });

  test('E12 a __proto__ that is already there stays', () => {
    const incoming = JSON.parse('{"__proto__":"mine"}') as Attributes;
    const result = added({ included: ['region'] }, SHOP, incoming);
    expect(Object.entries(result).sort()).toEqual([
      ['__proto__', 'mine'],
      ['region', 'eu'],
    ]);
  });

  /** Rule A10. */
  const withoutEmpty = (baggage: Record<string, string>) =>
    Object.fromEntries(Object.entries(baggage).filter(([, value]) => value));

  test('any baggage, any attributes: those that were there and the selected', () => {
    const record = fc.dictionary(
      fc.constantFrom('a', 'b', 'c', 'x.1', 'x.2', '__proto__', 'valueOf'),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(record, record, (baggage, incoming) => {
        const before = Object.entries(incoming);
        const result = added({ included: ['a', '*'] }, baggage, incoming);
        expect(Object.entries(result).sort()).toEqual(
          Object.entries({ ...withoutEmpty(baggage), ...incoming }).sort(),
        );
        expect(Object.entries(incoming)).toEqual(before);
      }),
    );
  });
});

describe('M6 how many values are passed on', () => {
  /** The attributes of many requests, one after the other. */
  function addedInTurn(
    options: BaggageMetricAttributesOptions,
    baggages: Record<string, string>[],
  ): Attributes[] {
    const processor = createBaggageAttributesProcessor(options);
    return baggages.map(baggage => processor.process({}, contextOf(baggage)));
  }

  const numbered = (count: number, key = 'tenant') =>
    Array.from({ length: count }, (_, i) => ({ [key]: `t-${i}` }));

  test('M6 a hundred, if nothing else is said; later ones become _other', () => {
    const values = addedInTurn({ included: ['tenant'] }, [
      ...numbered(150),
      ...numbered(150),
    ]).map(({ tenant }) => tenant);
    const expected = numbered(150).map(({ tenant }, i) =>
      i < 100 ? tenant : '_other',
    );
    expect(values).toEqual([...expected, ...expected]);
  });

  test('M6 maxDistinctValues holds for each attribute by itself', () => {
    expect(
      addedInTurn({ included: ['a', 'b'], maxDistinctValues: 2 }, [
        { a: '1', b: '1' },
        { a: '2', b: '1' },
        { a: '3', b: '1' },
        { a: '3', b: '2' },
        { a: '1', b: '3' },
      ]),
    ).toEqual([
      { a: '1', b: '1' },
      { a: '2', b: '1' },
      { a: '_other', b: '1' },
      { a: '_other', b: '2' },
      { a: '1', b: '_other' },
    ]);
  });

  test('M6 keys of one attribute share what it may have', () => {
    expect(
      addedInTurn(
        {
          included: ['a', 'b'],
          attributeName: () => 'same',
          maxDistinctValues: 1,
        },
        [{ a: '1' }, { b: '2' }, { b: '1' }],
      ),
    ).toEqual([{ same: '1' }, { same: '_other' }, { same: '1' }]);
  });

  test('M6 numbers, booleans and lists are counted too, each for itself', () => {
    const made: Record<string, AttributeValue> = {
      one: 1,
      yes: true,
      list: ['1'],
      text: '1',
      more: 2,
      moreLists: ['2'],
    };
    const values = addedInTurn(
      {
        included: ['k'],
        maxDistinctValues: 4,
        attributeValue: value => made[value],
      },
      [...Object.keys(made), 'one', 'list'].map(k => ({ k })),
    ).map(({ k }) => k);
    expect(values).toEqual([1, true, ['1'], '1', '_other', '_other', 1, ['1']]);
  });

  test('M6 a value of 256 characters passes, one of 257 becomes _other', () => {
    const long = 'x'.repeat(256);
    expect(
      addedInTurn({ included: ['k'] }, [{ k: long }, { k: `${long}x` }]),
    ).toEqual([{ k: long }, { k: '_other' }]);
  });

  test('M6 long values take no place from others', () => {
    const long = numbered(10).map(({ tenant }) => ({
      tenant: tenant!.padEnd(257, 'x'),
    }));
    expect(
      addedInTurn({ included: ['tenant'], maxDistinctValues: 1 }, [
        ...long,
        { tenant: 'acme' },
      ]).at(-1),
    ).toEqual({ tenant: 'acme' });
  });

  test('M6 allowedValues fixes the set of a key from the start', () => {
    expect(
      addedInTurn(
        {
          included: ['tenant', 'region'],
          prefix: 'b.',
          maxDistinctValues: 1,
          allowedValues: { tenant: ['acme', 'globex'] },
        },
        [
          { tenant: 'evil', region: 'eu' },
          { tenant: 'globex', region: 'us' },
          { tenant: 'acme', region: 'eu' },
        ],
      ),
    ).toEqual([
      { 'b.tenant': '_other', 'b.region': 'eu' },
      { 'b.tenant': 'globex', 'b.region': '_other' },
      { 'b.tenant': 'acme', 'b.region': 'eu' },
    ]);
  });

  test('M6 allowedValues holds for a key that a wildcard includes', () => {
    expect(
      addedInTurn({ included: ['*'], allowedValues: { tenant: [] } }, [
        { tenant: 'acme', region: 'eu' },
      ]),
    ).toEqual([{ tenant: '_other', region: 'eu' }]);
  });

  test('M6 allowedValues is compared with what attributeValue returns', () => {
    expect(
      addedInTurn(
        {
          included: ['plan', 'level'],
          allowedValues: { plan: ['GOLD'], level: ['7'] },
          attributeValue: (value, key) =>
            key === 'level' ? Number(value) : value.toUpperCase(),
        },
        [
          { plan: 'gold', level: '7' },
          { plan: 'lead', level: '8' },
        ],
      ),
    ).toEqual([
      { plan: 'GOLD', level: 7 },
      { plan: '_other', level: '_other' },
    ]);
  });

  test('E12 allowedValues of __proto__', () => {
    const allowedValues = { ['__proto__']: ['good'] };
    const [result] = addedInTurn({ included: ['*'], allowedValues }, [
      Object.fromEntries([['__proto__', 'bad']]),
    ]);
    expect(Object.entries(result!)).toEqual([['__proto__', '_other']]);
  });

  test('M6 names that a wildcard lets in are bounded, those listed have a place', () => {
    const processor = createBaggageAttributesProcessor({
      included: ['x.*', 'tenant'],
      allowedValues: { 'x.known': ['yes'] },
    });
    const names = new Set<string>();
    const note = (baggage: Record<string, string>) => {
      const result = processor.process({}, contextOf(baggage));
      for (const name of Object.keys(result)) names.add(name);
      return result;
    };
    for (let i = 0; i < 1000; i++) note({ [`x.${i}`]: 'v' });
    expect(names.size).toBe(64);
    expect(note({ 'x.new': 'v', 'x.0': 'w' })).toEqual({ 'x.0': 'w' });
    expect(note({ tenant: 'acme' })).toEqual({ tenant: 'acme' });
    expect(note({ 'x.known': 'yes' })).toEqual({ 'x.known': 'yes' });
  });

  test('M6 a name over 256 characters that a wildcard lets in is left out', () => {
    const long = 'x'.repeat(257);
    expect(added({ included: ['x*'] }, { [long]: 'v', xx: 'v' })).toEqual({
      xx: 'v',
    });
    expect(added({ included: [long] }, { [long]: 'v' })).toEqual({
      [long]: 'v',
    });
  });

  test('M6 no key that a wildcard lets in is the label of another in Prometheus', () => {
    const processor = createBaggageAttributesProcessor({
      included: ['tenant.*', 'tenant_id', 'l?', '1*'],
      allowedValues: { 'tenant.plan': ['gold'] },
    });
    const process = (baggage: Record<string, string>, incoming = {}) =>
      processor.process(incoming, contextOf(baggage));
    expect(process({ 'tenant.id': 'x', tenant_id: 'acme' })).toEqual({
      tenant_id: 'acme',
    });
    expect(process({ 'tenant.a-b': '1' })).toEqual({ 'tenant.a-b': '1' });
    expect(
      process({ 'tenant.a_b': '2', 'tenant.a!.b': '3', 'tenant.a-b': '4' }),
    ).toEqual({ 'tenant.a-b': '4' });
    expect(process({ 'tenant.plan': 'gold', 'tenant.-plan': 'x' })).toEqual({
      'tenant.plan': 'gold',
    });
    expect(process({ le: '1', '1st': '2' })).toEqual({});
    expect(process({ 'tenant.a-b': '5' }, { tenant_a_b: 'own' })).toEqual({
      tenant_a_b: 'own',
    });
  });

  test.each([
    'job',
    'instance',
    'le',
    'quantile',
    'exported_job',
    'exported-instance',
    'otel.scope.version',
    'otel_metric_overflow',
    'service.name',
    'service..instance-id',
    'telemetry_sdk_name',
    'k8s.pod.name',
  ])('M6a no wildcard lets in %s', key => {
    const baggage = { [key]: 'x', region: 'eu' };
    expect(added({ included: ['*'] }, baggage)).toEqual({ region: 'eu' });
    expect(added({ included: [key] }, baggage)).toEqual({ [key]: 'x' });
    expect(added({ included: ['*'], prefix: 'b.' }, baggage)).toEqual({
      [`b.${key}`]: 'x',
      'b.region': 'eu',
    });
  });

  test('M6a no wildcard lets in what is reserved, not even when it was there before', () => {
    const processor = createBaggageAttributesProcessor({
      included: ['*', 'team.size'],
    });
    const baggage = { team: 'x', 'cost-center': '1', 'team.size': '3' };
    const process = () => processor.process({}, contextOf(baggage));
    processor.reserve(['cost.center']);
    expect(process()).toEqual({ team: 'x', 'team.size': '3' });
    processor.reserve(['team', 'team.size']);
    expect(process()).toEqual({ 'team.size': '3' });
  });

  test('M6a no key that a wildcard lets in is the label of what another measurement was given', () => {
    const processor = createBaggageAttributesProcessor({ included: ['*'] });
    const process = (baggage: Record<string, string>, incoming = {}) =>
      processor.process(incoming, contextOf(baggage));
    expect(process({ b_c: 'early' })).toEqual({ b_c: 'early' });
    process({ a: '1' }, { 'http.route': '/x', 'b.c': '1', tenant: 'acme' });
    expect(process({ http_route: '/x', b_c: 'late' })).toEqual({});
    // The same attribute is the same series.
    expect(process({ tenant: 'acme' })).toEqual({ tenant: 'acme' });
    expect(process({ 'b.c': '2' })).toEqual({ 'b.c': '2' });
  });

  test('M6 names that are listed are the own affair of who lists them', () => {
    const baggage = { 'tenant.id': '1', tenant_id: '2', le: '3' };
    expect(added({ included: Object.keys(baggage) }, baggage)).toEqual(baggage);
  });

  test('M6 whatever a caller sends, Prometheus gets each label once, and valid', () => {
    const key = fc.stringMatching(/^[a-c1_.!-]{1,4}$|^le$|^otel_scope_name$/);
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(key, fc.constant('v')), { maxLength: 8 }),
        fc.dictionary(fc.constantFrom('a.b', 'b_', 'c'), fc.constant('own')),
        (requests, incoming) => {
          const processor = createBaggageAttributesProcessor({
            included: ['*'],
          });
          for (const baggage of requests) {
            const result = processor.process(incoming, contextOf(baggage));
            const labels = Object.keys(result).map(name =>
              name.replace(/[^a-z0-9_]/gi, '_').replace(/_{2,}/g, '_'),
            );
            expect(new Set(labels).size).toBe(labels.length);
            for (const label of labels) {
              expect(label).toMatch(/^(?!le$|otel_scope_name$)[a-zA-Z_]\w*$/);
            }
          }
        },
      ),
    );
  });

  test('M6 many keys of one name need one place', () => {
    const processor = createBaggageAttributesProcessor({
      included: ['x.*'],
      attributeName: () => 'x',
    });
    for (let i = 0; i < 1000; i++) {
      const context = contextOf({ [`x.${i}`]: 'v' });
      expect(processor.process({}, context)).toEqual({ x: 'v' });
    }
  });

  test('M6 an attributeName that never returns the same is bounded', () => {
    let calls = 0;
    const processor = createBaggageAttributesProcessor({
      included: ['x.*'],
      attributeName: () => `name-${calls++}`,
    });
    const names = new Set<string>();
    for (let i = 0; i < 500; i++) {
      const result = processor.process({}, contextOf({ [`x.${i}`]: 'v' }));
      for (const name of Object.keys(result)) names.add(name);
    }
    expect(names.size).toBeLessThanOrEqual(64);
  });

  describe('what is remembered', () => {
    const MEGABYTE = 2 ** 20;

    test('M6 stays bounded, whatever keys and values come', () => {
      const processor = createBaggageAttributesProcessor({ included: ['*'] });
      const attack = (from: number, to: number) => {
        for (let i = from; i < to; i++) {
          const baggage = { tenant: `evil-${i}`.padEnd(200), [`key-${i}`]: '' };
          processor.process({}, contextOf(baggage));
        }
      };
      attack(0, 1000);
      const before = heapUsed();
      attack(1000, 41_000);
      expect(heapUsed() - before).toBeLessThan(5 * MEGABYTE);
      expect(processor.process({}, contextOf({ tenant: 'acme' }))).toEqual({
        tenant: '_other',
      });
    });

    test('M6 keeps no header in memory', () => {
      const processor = createBaggageAttributesProcessor({
        included: ['tenant', 'list', 'x*'],
        attributeValue: (value, key) => (key === 'list' ? [value] : value),
      });
      const receive = (i: number) => {
        const unique = `${i}`.padStart(24, 'x');
        const header = `${unique}=v,tenant=${unique},list=${unique},pad=${'p'.repeat(MEGABYTE / 2)}`;
        const { baggage } = parseBaggage(header, { maxBytes: MEGABYTE });
        const context = propagation.setBaggage(ROOT_CONTEXT, baggage);
        return processor.process({}, context);
      };
      receive(0);
      const before = heapUsed();
      const measured = Array.from({ length: 60 }, (_, i) => receive(i));
      expect(heapUsed() - before).toBeLessThan(10 * MEGABYTE);
      expect(Object.keys(measured[59]!)).toHaveLength(3);
    });
  });

  test('D1 D2 each reason is said once, with no value', () => {
    addedInTurn(
      {
        included: ['tenant', 'plan', 'x.*'],
        allowedValues: { plan: ['gold'] },
      },
      [
        ...numbered(300),
        { tenant: 'secret'.repeat(99) },
        { plan: 'secret' },
        { plan: 'secret2' },
        ...Array.from({ length: 100 }, (_, i) => ({ [`x.${i}`]: 'secret' })),
      ],
    );
    expect(said.map(line => line.replace(/ \(.*/, ''))).toEqual([
      'warn @otel-baggage/metrics a value of the attribute "tenant" came after 100 distinct ones: passed on as _other',
      'warn @otel-baggage/metrics a value of the attribute "tenant" is over 256 characters: passed on as _other',
      'warn @otel-baggage/metrics a value of the attribute "plan" is not among allowedValues: passed on as _other',
      'warn @otel-baggage/metrics the attribute "x.64" is left out: wildcards let in 64 names of at most 256 characters',
    ]);
    expect(said.join()).not.toMatch(/secret|t-\d/);
  });
});

describe('D3 wrong options throw a TypeError', () => {
  test.each<[string, unknown, RegExp]>([
    ['none at all', undefined, /must be an object/],
    ['a predicate', () => true, /must be an object/],
    ['a name that is none', { include: ['a'] }, /"include"/],
    ['included no array', { included: 'a' }, /included/],
    ['excluded no array', { included: ['a'], excluded: 'a' }, /excluded/],
    ['an empty pattern', { included: [''] }, /included/],
    ['prefix no string', { prefix: 1 }, /prefix/],
    ['attributeName no function', { attributeName: 'a' }, /attributeName/],
    ['attributeValue no function', { attributeValue: 'a' }, /attributeValue/],
    ['maxDistinctValues 0', { maxDistinctValues: 0 }, /maxDistinctValues/],
    ['maxDistinctValues 1.5', { maxDistinctValues: 1.5 }, /maxDistinctValues/],
    ['maxDistinctValues "9"', { maxDistinctValues: '9' }, /maxDistinctValues/],
    ['allowedValues a list', { allowedValues: ['a'] }, /allowedValues/],
    ['allowedValues a map', { allowedValues: new Map() }, /allowedValues/],
    ['allowedValues null', { allowedValues: null }, /allowedValues/],
    ['allowed a string', { allowedValues: { a: 'b' } }, /allowedValues/],
    ['allowed numbers', { allowedValues: { a: [1] } }, /allowedValues/],
    [
      'allowed one that is too long',
      { allowedValues: { a: ['x'.repeat(257)] } },
      /allowedValues.*256/,
    ],
  ])('%s', (_, options, message) => {
    const create = () => createBaggageAttributesProcessor(options as object);
    expect(create).toThrow(TypeError);
    expect(create).toThrow(message);
  });
});
