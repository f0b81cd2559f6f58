import type { Context } from '@opentelemetry/api';
import {
  context,
  diag,
  propagation,
  ROOT_CONTEXT,
  trace,
} from '@opentelemetry/api';
import type { LogRecord } from '@opentelemetry/api-logs';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { JsonLogsSerializer } from '@opentelemetry/otlp-transformer';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type LoggerProviderConfig,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { baggageSources, recordDiag } from '@otel-baggage/test-support';
import {
  BaggageLogRecordProcessor,
  type BaggageAttributesOptions,
  type BaggageKeyPredicate,
} from './index';

type Selection = BaggageAttributesOptions | BaggageKeyPredicate;
type ProviderOptions = Omit<LoggerProviderConfig, 'processors'>;

let messages: string[];
beforeEach(() => {
  messages = recordDiag();
});
afterEach(() => diag.disable());

function start(selection: Selection, options: ProviderOptions = {}) {
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({
    ...options,
    processors: [
      new BaggageLogRecordProcessor(selection),
      new SimpleLogRecordProcessor({ exporter }),
    ],
  });
  return { logger: provider.getLogger('test'), exporter };
}

describe.each(baggageSources)('with %s', (_source, baggageOf) => {
  const baggage = baggageOf({
    'tenant.id': 'acme',
    'tenant.plan': 'gold',
    'user.id': '42',
  });
  const given = propagation.setBaggage(ROOT_CONTEXT, baggage);

  /** The attributes of a log record as they are exported. */
  function exported(
    selection: Selection,
    record: LogRecord = {},
    options?: ProviderOptions,
  ) {
    const { logger, exporter } = start(selection, options);
    logger.emit({ body: 'done', context: given, ...record });
    return exporter.getFinishedLogRecords()[0]!.attributes;
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

  test('A4 an attribute that the record came with stays', () => {
    expect(
      exported(
        { included: ['*.id'] },
        { attributes: { 'tenant.id': 'by hand', 'user.id': null } },
      ),
    ).toEqual({ 'tenant.id': 'by hand', 'user.id': null });
  });

  test('A4 also one that an earlier processor has set', () => {
    const exporter = new InMemoryLogRecordExporter();
    const logger = new LoggerProvider({
      processors: [
        {
          onEmit: record => {
            record.setAttribute('tenant.id', 'of the first');
          },
          forceFlush: () => Promise.resolve(),
          shutdown: () => Promise.resolve(),
        },
        new BaggageLogRecordProcessor({ included: ['*.id'] }),
        new SimpleLogRecordProcessor({ exporter }),
      ],
    }).getLogger('test');
    logger.emit({ context: given });
    expect(exporter.getFinishedLogRecords()[0]!.attributes).toEqual({
      'tenant.id': 'of the first',
      'user.id': '42',
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
      const { logger, exporter } = start(selection);
      for (let i = 0; i < 10; i++) logger.emit({ context: given });
      const records = exporter.getFinishedLogRecords();
      expect(records).toHaveLength(10);
      for (const { attributes } of records) {
        expect(attributes).toEqual({ 'user.id': '42' });
      }
      expect(messages).toHaveLength(1);
      expect(messages[0]).toMatch(
        /^error @otel-baggage\/log-record-processor /,
      );
      expect(messages[0]).toContain(callback);
      expect(messages[0]).toContain('"tenant.id"');
      expect(messages[0]).not.toMatch(/acme|gold|\bno\b/);
    },
  );

  test('A6 the context given at emit counts, else the active one', () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager());
    try {
      const { logger, exporter } = start({ included: ['tenant.id'] });
      const active: Context = propagation.setBaggage(
        ROOT_CONTEXT,
        baggageOf({ 'tenant.id': 'active' }),
      );
      context.with(active, () => {
        logger.emit({ body: 'given', context: given });
        logger.emit({ body: 'given empty', context: ROOT_CONTEXT });
        logger.emit({ body: 'active' });
      });
      logger.emit({ body: 'none' });
      expect(
        exporter
          .getFinishedLogRecords()
          .map(({ body, attributes }) => [body, attributes]),
      ).toEqual([
        ['given', { 'tenant.id': 'acme' }],
        ['given empty', {}],
        ['active', { 'tenant.id': 'active' }],
        ['none', {}],
      ]);
    } finally {
      context.disable();
    }
  });

  test('A6 not that of the span: baggage set after its start is there', () => {
    const span = new TracerProvider()
      .getTracer('test')
      .startSpan('request', {}, ROOT_CONTEXT);
    const inRequest = propagation.setBaggage(
      trace.setSpan(ROOT_CONTEXT, span),
      baggage,
    );
    const { logger, exporter } = start({ included: ['tenant.id'] });
    logger.emit({ context: inRequest });
    const [record] = exporter.getFinishedLogRecords();
    expect(record!.attributes).toEqual({ 'tenant.id': 'acme' });
    expect(record!.spanContext).toEqual(span.spanContext());
  });

  describe('E12 keys that every object has', () => {
    const odd = propagation.setBaggage(
      ROOT_CONTEXT,
      baggageOf({ ['__proto__']: 'a', constructor: 'b', toString: 'c' }),
    );
    const selections: [string, Selection][] = [
      ['listed', { included: ['__proto__', 'constructor', 'toString'] }],
      ['matched', { included: ['*'] }],
      ['allowed', () => true],
    ];

    test.each(selections)('%s, reach the exporter', (_name, selection) => {
      const attributes = exported(selection, { context: odd });
      expect(Object.entries(attributes)).toEqual([
        ['__proto__', 'a'],
        ['constructor', 'b'],
        ['toString', 'c'],
      ]);
      expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
    });

    test.each(selections)('%s, reach OTLP JSON', (_name, selection) => {
      const { logger, exporter } = start(selection);
      logger.emit({ context: odd });
      const json = new TextDecoder().decode(
        JsonLogsSerializer.serializeRequest(exporter.getFinishedLogRecords()),
      );
      const [record] = JSON.parse(json).resourceLogs[0].scopeLogs[0].logRecords;
      expect(record.attributes).toEqual([
        { key: '__proto__', value: { stringValue: 'a' } },
        { key: 'constructor', value: { stringValue: 'b' } },
        { key: 'toString', value: { stringValue: 'c' } },
      ]);
    });

    test('the limits of the SDK hold for __proto__ as well', () => {
      const { logger, exporter } = start(
        {
          included: ['__proto__', 'constructor'],
          attributeValue: () => 'long value',
        },
        {
          logRecordLimits: {
            attributeCountLimit: 1,
            attributeValueLengthLimit: 4,
          },
        },
      );
      logger.emit({ context: odd });
      logger.emit({ context: odd, attributes: { a: 'b' } });
      const [first, full] = exporter.getFinishedLogRecords();
      expect(Object.entries(first!.attributes)).toEqual([
        ['__proto__', 'long'],
      ]);
      expect(first!.droppedAttributesCount).toBe(1);
      expect(Object.entries(full!.attributes)).toEqual([['a', 'b']]);
      expect(full!.droppedAttributesCount).toBe(2);
    });
  });

  test('the attribute limits of the SDK are respected', () => {
    const { logger, exporter } = start(
      { included: ['*'] },
      {
        logRecordLimits: {
          attributeCountLimit: 2,
          attributeValueLengthLimit: 3,
        },
      },
    );
    logger.emit({ context: given, attributes: { a: 'b' } });
    const [record] = exporter.getFinishedLogRecords();
    expect(record!.attributes).toEqual({ a: 'b', 'tenant.id': 'acm' });
    expect(record!.droppedAttributesCount).toBe(2);
  });

  test('a record that was emitted before is left alone', () => {
    const { logger, exporter } = start({ included: [] });
    logger.emit({ context: given });
    const [record] = exporter.getFinishedLogRecords();
    new BaggageLogRecordProcessor({ included: ['*'] }).onEmit(
      record as never,
      given,
    );
    expect(record!.attributes).toEqual({});
  });
});

test('without baggage a log record stays as it is', () => {
  const { logger, exporter } = start({ included: ['*'] });
  logger.emit({ context: ROOT_CONTEXT });
  logger.emit({
    context: propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage()),
  });
  for (const { attributes } of exporter.getFinishedLogRecords()) {
    expect(attributes).toEqual({});
  }
});

test('A6 without any context nothing is copied', () => {
  const attributes = {};
  new BaggageLogRecordProcessor({ included: ['*'] }).onEmit({
    attributes,
    setAttribute: () => {
      throw new Error('must not be called');
    },
  });
  expect(attributes).toEqual({});
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
    expect(() => new BaggageLogRecordProcessor(selection as Selection)).toThrow(
      TypeError,
    );
  });
});
