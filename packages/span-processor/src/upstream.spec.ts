/**
 * A7: what `@opentelemetry/baggage-span-processor` promises in its tests,
 * asked of both. They differ in one thing, rule A4: an attribute that is
 * already there stays, where upstream's overwrites it. Baggage comes from the
 * network; what an instrumentation recorded is more to be trusted.
 */
import { propagation, ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import * as upstream from '@opentelemetry/baggage-span-processor';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import * as ours from './index';

const brand = propagation.createBaggage({ brand: { value: 'samsonite' } });
const brandAndColor = brand.setEntry('color', { value: 'blue' });

function startServerSpan(attributes = {}): Span {
  return new TracerProvider()
    .getTracer('test')
    .startSpan(
      'request',
      { kind: SpanKind.SERVER, attributes },
      ROOT_CONTEXT,
    ) as Span;
}

describe.each([
  ['upstream', upstream],
  ['ours', ours],
] as const)(
  'A7 %s',
  (_name, { BaggageSpanProcessor, ALLOW_ALL_BAGGAGE_KEYS }) => {
    const startsWithBrand = (key: string) => key.startsWith('brand');
    const expression = /^col.+/;

    test.each([
      ['all keys', ALLOW_ALL_BAGGAGE_KEYS, brand, { brand: 'samsonite' }],
      [
        'all keys of two',
        ALLOW_ALL_BAGGAGE_KEYS,
        brandAndColor,
        { brand: 'samsonite', color: 'blue' },
      ],
      [
        'keys with a beginning',
        startsWithBrand,
        brandAndColor,
        { brand: 'samsonite' },
      ],
      [
        'keys that match an expression',
        (key: string) => expression.test(key),
        brandAndColor,
        { color: 'blue' },
      ],
      ['no keys', () => false, brandAndColor, {}],
    ])('copies %s', (_keys, predicate, baggage, expected) => {
      const processor = new BaggageSpanProcessor(predicate);
      const span = startServerSpan();
      expect(span.attributes).toEqual({});
      processor.onStart(span, propagation.setBaggage(ROOT_CONTEXT, baggage));
      expect(span.attributes).toEqual(expected);
    });

    test('copies nothing where there is no baggage', () => {
      const span = startServerSpan();
      new BaggageSpanProcessor(ALLOW_ALL_BAGGAGE_KEYS).onStart(
        span,
        ROOT_CONTEXT,
      );
      expect(span.attributes).toEqual({});
    });

    test('onEnd, forceFlush and shutdown do nothing', async () => {
      const processor: SpanProcessor = new BaggageSpanProcessor(
        ALLOW_ALL_BAGGAGE_KEYS,
      );
      const span = startServerSpan();
      expect(() => processor.onEnd(span)).not.toThrow();
      await expect(processor.forceFlush()).resolves.toBeUndefined();
      await expect(processor.shutdown()).resolves.toBeUndefined();
      expect(span.attributes).toEqual({});
    });

    test('ALLOW_ALL_BAGGAGE_KEYS allows all', () => {
      expect(ALLOW_ALL_BAGGAGE_KEYS('')).toBe(true);
      expect(ALLOW_ALL_BAGGAGE_KEYS('anything')).toBe(true);
    });
  },
);

test.each([
  ['upstream overwrites', upstream.BaggageSpanProcessor, 'samsonite'],
  ['ours keeps', ours.BaggageSpanProcessor, 'recorded'],
])('A4 %s an attribute that is there', (_name, Processor, expected) => {
  const span = startServerSpan({ brand: 'recorded' });
  new Processor(() => true).onStart(
    span,
    propagation.setBaggage(ROOT_CONTEXT, brand),
  );
  expect(span.attributes).toEqual({ brand: expected });
});
