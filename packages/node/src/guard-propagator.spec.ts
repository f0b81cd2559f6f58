import type { TextMapPropagator } from '@opentelemetry/api';
import {
  ROOT_CONTEXT,
  defaultTextMapSetter,
  propagation,
} from '@opentelemetry/api';
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { JaegerPropagator } from '@opentelemetry/propagator-jaeger';
import { startOptionsWithBaggage } from './start-options-with-baggage';
import type { BaggageOptions } from './types';
import { withBaggage } from './with-baggage';

/** The headers of a request with baggage; its destination is not known. */
function written(propagator: TextMapPropagator): string[] {
  const carrier = {};
  propagator.inject(
    propagation.setBaggage(
      ROOT_CONTEXT,
      propagation.createBaggage({ a: { value: '1' }, token: { value: '2' } }),
    ),
    carrier,
    defaultTextMapSetter,
  );
  return Object.entries(carrier).map(([name, value]) => `${name}: ${value}`);
}

const propagators: [string, () => TextMapPropagator][] = [
  ['JaegerPropagator', () => new JaegerPropagator()],
  ['upstream propagator', () => new W3CBaggagePropagator()],
  [
    'composite of all',
    () =>
      new CompositePropagator({
        propagators: [
          new W3CTraceContextPropagator(),
          new W3CBaggagePropagator(),
          new CompositePropagator({ propagators: [new JaegerPropagator()] }),
        ],
      }),
  ],
];

describe.each(propagators)('a %s of the user', (_name, create) => {
  const complete: [string, (options: BaggageOptions) => TextMapPropagator][] = [
    [
      'withBaggage',
      options =>
        withBaggage({ textMapPropagator: create() }, options)
          .textMapPropagator!,
    ],
    [
      'startOptionsWithBaggage',
      options =>
        new CompositePropagator({
          propagators: startOptionsWithBaggage(
            { propagators: [create()] },
            options,
          ).propagators,
        }),
    ],
  ];

  test.each(complete)(
    'T3 sends nothing with %s to who is not known',
    (_by, completed) => {
      expect(written(completed({ egress: { hosts: ['localhost'] } }))).toEqual(
        [],
      );
    },
  );

  test.each(complete)(
    'T2 T4 sends with %s what may leave',
    (_by, completed) => {
      for (const options of [
        { egress: { keys: { included: ['a'] } } },
        { sensitive: 'drop' as const },
      ]) {
        const headers = written(completed(options));
        expect(headers).toContain('baggage: a=1');
        expect(headers.join()).not.toContain('token');
      }
    },
  );

  test.each(complete)('sends all with %s by default', (_by, completed) => {
    expect(written(completed({}))).toContain('baggage: a=1,token=2');
  });
});

describe.each(['jaeger', 'tracecontext,jaeger', 'baggage,jaeger'])(
  'OTEL_PROPAGATORS=%s',
  names => {
    beforeEach(() => {
      process.env.OTEL_PROPAGATORS = names;
    });
    afterEach(() => {
      delete process.env.OTEL_PROPAGATORS;
    });

    test('T3 sends nothing to who is not known', () => {
      const { textMapPropagator } = withBaggage(
        {},
        { egress: { hosts: ['localhost'] } },
      );
      expect(written(textMapPropagator!)).toEqual([]);
    });

    test('T2 sends what may leave', () => {
      const { textMapPropagator } = withBaggage(
        {},
        { egress: { keys: { included: ['a'] } } },
      );
      expect(written(textMapPropagator!)).toContain('uberctx-a: 1');
      expect(written(textMapPropagator!).join()).not.toContain('token');
    });
  },
);

test('no borders, no guard: OTEL_PROPAGATORS without baggage is left to the SDK', () => {
  process.env.OTEL_PROPAGATORS = 'jaeger';
  expect(withBaggage().textMapPropagator).toBeUndefined();
  delete process.env.OTEL_PROPAGATORS;
});
