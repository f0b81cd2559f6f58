/**
 * A7: what `@opentelemetry/baggage-log-record-processor` promises in its
 * tests, asked of both. They differ in one thing, rule A4: an attribute that
 * is already there stays, where upstream's overwrites it. Baggage comes from
 * the network; what the application logged is more to be trusted.
 */
import { propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import * as upstream from '@opentelemetry/baggage-log-record-processor';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type LogRecordProcessor,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import * as ours from './index';

const baggage = propagation.createBaggage({
  brand: { value: 'samsonite' },
  color: { value: 'blue' },
});
const withBaggage = propagation.setBaggage(ROOT_CONTEXT, baggage);

function emitThrough(
  processor: LogRecordProcessor,
  { context = withBaggage, attributes = {} } = {},
) {
  const exporter = new InMemoryLogRecordExporter();
  new LoggerProvider({
    processors: [processor, new SimpleLogRecordProcessor({ exporter })],
  })
    .getLogger('my-logger')
    .emit({ body: 'my log body', context, attributes });
  const records = exporter.getFinishedLogRecords();
  expect(records).toHaveLength(1);
  return records[0]!.attributes;
}

describe.each([
  ['upstream', upstream],
  ['ours', ours],
] as const)(
  'A7 %s',
  (_name, { BaggageLogRecordProcessor, ALLOW_ALL_BAGGAGE_KEYS }) => {
    const startsWithBrand = (key: string) => key.startsWith('brand');
    const expression = /^col.+/;

    test.each([
      [
        'all keys',
        ALLOW_ALL_BAGGAGE_KEYS,
        { brand: 'samsonite', color: 'blue' },
      ],
      ['keys with a beginning', startsWithBrand, { brand: 'samsonite' }],
      [
        'keys that match an expression',
        (key: string) => expression.test(key),
        { color: 'blue' },
      ],
      ['no keys', () => false, {}],
    ])('copies %s', (_keys, predicate, expected) => {
      const processor = new BaggageLogRecordProcessor(predicate);
      expect(emitThrough(processor)).toEqual(expected);
    });

    test('copies nothing where there is no baggage', () => {
      const processor = new BaggageLogRecordProcessor(ALLOW_ALL_BAGGAGE_KEYS);
      expect(emitThrough(processor, { context: ROOT_CONTEXT })).toEqual({});
    });

    test('forceFlush and shutdown do nothing', async () => {
      const processor = new BaggageLogRecordProcessor(ALLOW_ALL_BAGGAGE_KEYS);
      await expect(processor.forceFlush()).resolves.toBeUndefined();
      await expect(processor.shutdown()).resolves.toBeUndefined();
    });

    test('ALLOW_ALL_BAGGAGE_KEYS allows all', () => {
      expect(ALLOW_ALL_BAGGAGE_KEYS('')).toBe(true);
      expect(ALLOW_ALL_BAGGAGE_KEYS('anything')).toBe(true);
    });
  },
);

test.each([
  ['upstream overwrites', upstream.BaggageLogRecordProcessor, 'samsonite'],
  ['ours keeps', ours.BaggageLogRecordProcessor, 'logged'],
])('A4 %s an attribute that is there', (_name, Processor, expected) => {
  const attributes = emitThrough(new Processor(key => key === 'brand'), {
    attributes: { brand: 'logged' },
  });
  expect(attributes).toEqual({ brand: expected });
});
