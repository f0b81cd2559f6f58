import type { Baggage, Context, Tracer } from '@opentelemetry/api';
import {
  context,
  diag,
  propagation,
  ROOT_CONTEXT,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import * as sdkTrace from '@opentelemetry/sdk-trace';
import * as sdkTraceBase from '@opentelemetry/sdk-trace-base';
import { baggageSources, recordDiag } from '@otel-baggage/test-support';
import {
  BaggageSpanProcessor,
  type BaggageAttributesOptions,
  type BaggageKeyPredicate,
} from './index';

type Selection = BaggageAttributesOptions | BaggageKeyPredicate;
type ProviderOptions = Omit<sdkTrace.TracerProviderOptions, 'spanProcessors'>;

/** The packages in which SDK 2 has the tracer provider. */
const sdks: [
  string,
  (
    processors: sdkTrace.SpanProcessor[],
    options: ProviderOptions,
  ) => sdkTrace.TracerProvider,
][] = [
  [
    'sdk-trace',
    (spanProcessors, options) =>
      new sdkTrace.TracerProvider({ ...options, spanProcessors }),
  ],
  [
    'sdk-trace-base',
    (spanProcessors, options) =>
      new sdkTraceBase.BasicTracerProvider({ ...options, spanProcessors }),
  ],
];

let messages: string[];
beforeEach(() => {
  messages = recordDiag();
});
afterEach(() => diag.disable());

describe.each(sdks)('with %s', (_sdk, createProvider) => {
  function start(selection: Selection, options: ProviderOptions = {}) {
    const exporter = new sdkTrace.InMemorySpanExporter();
    const provider = createProvider(
      [
        new BaggageSpanProcessor(selection),
        new sdkTrace.SimpleSpanProcessor({ exporter }),
      ],
      options,
    );
    return { tracer: provider.getTracer('test'), exporter };
  }

  describe.each(baggageSources)('and %s', (_source, baggageOf) => {
    const baggage = baggageOf({
      'tenant.id': 'acme',
      'tenant.plan': 'gold',
      'user.id': '42',
    });
    const parent = propagation.setBaggage(ROOT_CONTEXT, baggage);

    /** The attributes of a span as they are exported. */
    function exported(
      selection: Selection,
      from: Context = parent,
      options?: ProviderOptions,
    ) {
      const { tracer, exporter } = start(selection, options);
      tracer.startSpan('work', undefined, from).end();
      return exporter.getFinishedSpans()[0]!.attributes;
    }

    test('A1 nothing is copied unless it is named', () => {
      expect(exported({})).toEqual({});
      expect(exported({ included: [] })).toEqual({});
      expect(exported({ excluded: ['tenant.id'] })).toEqual({});
    });

    test('A1 excluded is applied after included and wins', () => {
      expect(
        exported({ included: ['*.id', 'tenant.plan'], excluded: ['user.*'] }),
      ).toEqual({ 'tenant.id': 'acme', 'tenant.plan': 'gold' });
    });

    test('A2 patterns choose the keys', () => {
      expect(exported({ included: ['tenant.*', 'user.?d'] })).toEqual({
        'tenant.id': 'acme',
        'tenant.plan': 'gold',
        'user.id': '42',
      });
    });

    test('A3 prefix, attributeName and attributeValue', () => {
      expect(exported({ included: ['*.id'], prefix: 'baggage.' })).toEqual({
        'baggage.tenant.id': 'acme',
        'baggage.user.id': '42',
      });
      expect(
        exported({
          included: ['*'],
          attributeName: key => `app.${key}`,
          attributeValue: (value, key) => {
            if (key === 'user.id') return Number(value);
            if (key === 'tenant.plan') return value === 'gold';
            return undefined;
          },
        }),
      ).toEqual({ 'app.user.id': 42, 'app.tenant.plan': true });
    });

    test('A4 an attribute that is there at the start stays', () => {
      const { tracer, exporter } = start({
        included: ['tenant.id', 'user.id'],
      });
      tracer
        .startSpan('work', { attributes: { 'tenant.id': 'by hand' } }, parent)
        .end();
      expect(exporter.getFinishedSpans()[0]!.attributes).toEqual({
        'tenant.id': 'by hand',
        'user.id': '42',
      });
    });

    test('A4 also one that the sampler has added, and an empty one', () => {
      const sampler: sdkTrace.Sampler = {
        shouldSample: () => ({
          decision: sdkTrace.SamplingDecision.RECORD_AND_SAMPLED,
          attributes: { 'tenant.id': '', 'user.id': 0 },
        }),
        toString: () => 'sampler',
      };
      expect(exported({ included: ['*.id'] }, parent, { sampler })).toEqual({
        'tenant.id': '',
        'user.id': 0,
      });
    });

    test('A4 what the application sets later is set', () => {
      const { tracer, exporter } = start({ included: ['tenant.id'] });
      const span = tracer.startSpan('work', undefined, parent);
      span.setAttribute('tenant.id', 'later').end();
      expect(exporter.getFinishedSpans()[0]!.attributes).toEqual({
        'tenant.id': 'later',
      });
    });

    test.each<[string, Selection]>([
      [
        'attributeValue',
        {
          included: ['*'],
          attributeValue: (value, key) => {
            if (key.startsWith('tenant.')) throw new Error(`no ${value}`);
            return value;
          },
        },
      ],
      [
        'attributeName',
        {
          included: ['tenant.id', 'tenant.plan', 'user.id'],
          attributeName: key => {
            if (key.startsWith('tenant.')) throw new Error('no acme');
            return key;
          },
        },
      ],
      [
        'predicate',
        key => {
          if (key.startsWith('tenant.')) throw new Error('no acme');
          return true;
        },
      ],
    ])(
      'A5 a throwing %s loses its entries only, and is told of once',
      (callback, selection) => {
        const { tracer, exporter } = start(selection);
        for (let i = 0; i < 10; i++) {
          tracer.startSpan('work', undefined, parent).end();
        }
        const spans = exporter.getFinishedSpans();
        expect(spans).toHaveLength(10);
        for (const { attributes } of spans) {
          expect(attributes).toEqual({ 'user.id': '42' });
        }
        expect(messages).toHaveLength(1);
        expect(messages[0]).toMatch(/^error @otel-baggage\/span-processor /);
        expect(messages[0]).toContain(callback);
        expect(messages[0]).toContain('"tenant.id"');
        expect(messages[0]).not.toMatch(/acme|gold|\bno\b/);
      },
    );

    test('A6 the parent context at the start counts, not the active one', () => {
      context.setGlobalContextManager(new AsyncLocalStorageContextManager());
      try {
        const { tracer, exporter } = start({ included: ['tenant.id'] });
        const active = propagation.setBaggage(
          ROOT_CONTEXT,
          baggageOf({ 'tenant.id': 'active' }),
        );
        context.with(active, () => {
          tracer.startSpan('given', undefined, parent).end();
          tracer.startSpan('given empty', undefined, ROOT_CONTEXT).end();
          tracer.startSpan('active').end();
          tracer.startSpan('new root', { root: true }).end();
        });
        expect(
          exporter
            .getFinishedSpans()
            .map(({ name, attributes }) => [name, attributes]),
        ).toEqual([
          ['given', { 'tenant.id': 'acme' }],
          ['given empty', {}],
          ['active', { 'tenant.id': 'active' }],
          ['new root', { 'tenant.id': 'active' }],
        ]);
      } finally {
        context.disable();
      }
    });

    test('A6 baggage that is set after the start is not on the span', () => {
      const { tracer, exporter } = start({ included: ['tenant.id'] });
      const span = tracer.startSpan('work', undefined, ROOT_CONTEXT);
      propagation.setBaggage(trace.setSpan(ROOT_CONTEXT, span), baggage);
      span.end();
      expect(exporter.getFinishedSpans()[0]!.attributes).toEqual({});
    });

    describe('E12 keys that every object has', () => {
      const odd = propagation.setBaggage(
        ROOT_CONTEXT,
        baggageOf({
          ['__proto__']: 'a',
          constructor: 'b',
          toString: 'c',
        }),
      );
      const selections: [string, Selection][] = [
        ['listed', { included: ['__proto__', 'constructor', 'toString'] }],
        ['matched', { included: ['*'] }],
        ['allowed', () => true],
      ];

      test.each(selections)('%s, reach the exporter', (_name, selection) => {
        const attributes = exported(selection, odd);
        expect(Object.entries(attributes)).toEqual([
          ['__proto__', 'a'],
          ['constructor', 'b'],
          ['toString', 'c'],
        ]);
        expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
      });

      test.each(selections)('%s, reach OTLP JSON', (_name, selection) => {
        const { tracer, exporter } = start(selection);
        tracer.startSpan('work', undefined, odd).end();
        const json = new TextDecoder().decode(
          JsonTraceSerializer.serializeRequest(exporter.getFinishedSpans()),
        );
        const [span] = JSON.parse(json).resourceSpans[0].scopeSpans[0].spans;
        expect(span.attributes).toEqual([
          { key: '__proto__', value: { stringValue: 'a' } },
          { key: 'constructor', value: { stringValue: 'b' } },
          { key: 'toString', value: { stringValue: 'c' } },
        ]);
      });

      test('the limits of the SDK hold for __proto__ as well', () => {
        const included = ['__proto__', 'constructor'];
        const { tracer, exporter } = start(
          { included, attributeValue: () => 'long value' },
          {
            spanLimits: {
              attributeCountLimit: 1,
              attributeValueLengthLimit: 4,
            },
          },
        );
        tracer.startSpan('first', undefined, odd).end();
        tracer.startSpan('full', { attributes: { a: 'b' } }, odd).end();
        const [first, full] = exporter.getFinishedSpans();
        expect(Object.entries(first!.attributes)).toEqual([
          ['__proto__', 'long'],
        ]);
        expect(first!.droppedAttributesCount).toBe(1);
        expect(Object.entries(full!.attributes)).toEqual([['a', 'b']]);
        expect(full!.droppedAttributesCount).toBe(2);
      });

      test('a list as the value of __proto__ is an attribute, no prototype', () => {
        const attributes = exported(
          { included: ['__proto__'], attributeValue: value => [value] },
          odd,
        );
        expect(Object.entries(attributes)).toEqual([['__proto__', ['a']]]);
        expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
      });

      test('A4 holds for them', () => {
        const { tracer, exporter } = start({
          included: ['constructor', 'toString'],
        });
        tracer
          .startSpan('work', { attributes: { constructor: 'by hand' } }, odd)
          .end();
        expect(
          Object.entries(exporter.getFinishedSpans()[0]!.attributes),
        ).toEqual([
          ['constructor', 'by hand'],
          ['toString', 'c'],
        ]);
      });
    });

    test('the attribute limits of the SDK are respected', () => {
      const { tracer, exporter } = start(
        { included: ['*'] },
        {
          spanLimits: { attributeCountLimit: 2, attributeValueLengthLimit: 3 },
        },
      );
      tracer.startSpan('work', { attributes: { a: 'b' } }, parent).end();
      const [span] = exporter.getFinishedSpans();
      expect(span!.attributes).toEqual({ a: 'b', 'tenant.id': 'acm' });
      expect(span!.droppedAttributesCount).toBe(2);
    });

    test('a span that is not recorded is left alone', () => {
      const { tracer, exporter } = start(
        { included: ['*'] },
        { sampler: new sdkTrace.AlwaysOffSampler() },
      );
      const span = tracer.startSpan('work', undefined, parent);
      expect(span.isRecording()).toBe(false);
      span.end();
      expect(exporter.getFinishedSpans()).toEqual([]);
      expect(messages).toEqual([]);
    });

    test('a request and its child spans have the same attributes', () => {
      const { tracer, exporter } = start({ included: ['tenant.id'] });
      const server = tracer.startSpan('server', undefined, parent);
      const child = tracer.startSpan(
        'child',
        undefined,
        trace.setSpan(parent, server),
      );
      child.end();
      server.end();
      for (const { attributes } of exporter.getFinishedSpans()) {
        expect(attributes).toEqual({ 'tenant.id': 'acme' });
      }
    });
  });

  test('without baggage a span stays as it is', () => {
    const { tracer, exporter } = start({ included: ['*'] });
    tracer.startSpan('none', undefined, ROOT_CONTEXT).end();
    tracer
      .startSpan(
        'empty',
        undefined,
        propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage()),
      )
      .end();
    for (const { attributes } of exporter.getFinishedSpans()) {
      expect(attributes).toEqual({});
    }
  });

  test('several processors each copy their own', () => {
    const exporter = new sdkTrace.InMemorySpanExporter();
    const tracer: Tracer = createProvider(
      [
        new BaggageSpanProcessor({ included: ['a'] }),
        new BaggageSpanProcessor({ included: ['b'], prefix: 'second.' }),
        new BaggageSpanProcessor({
          included: ['a', 'b'],
          attributeValue: () => 'third',
        }),
        new sdkTrace.SimpleSpanProcessor({ exporter }),
      ],
      {},
    ).getTracer('test');
    const baggage: Baggage = propagation.createBaggage({
      a: { value: '1' },
      b: { value: '2' },
    });
    tracer
      .startSpan('work', {}, propagation.setBaggage(ROOT_CONTEXT, baggage))
      .end();
    expect(exporter.getFinishedSpans()[0]!.attributes).toEqual({
      a: '1',
      'second.b': '2',
      b: 'third',
    });
  });
});

describe('D3 wrong options throw a TypeError', () => {
  test.each<[string, unknown]>([
    ['none', undefined],
    ['null', null],
    ['a list', ['tenant.id']],
    ['a name that does not exist', { include: ['tenant.id'] }],
    ['included that is no list', { included: 'tenant.id' }],
    ['included with an empty pattern', { included: [''] }],
    ['excluded of regular expressions', { excluded: [/a/] }],
    ['a prefix that is no string', { prefix: 1 }],
    ['an attributeName that is no function', { attributeName: 'a' }],
    ['an attributeValue that is no function', { attributeValue: 'a' }],
  ])('%s', (_name, selection) => {
    expect(() => new BaggageSpanProcessor(selection as Selection)).toThrow(
      TypeError,
    );
  });
});
