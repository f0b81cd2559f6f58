import {
  compileKeyPatterns,
  contextWithBaggage,
  createBaggage,
  parseBaggage,
  serializeBaggage,
} from '@otel-baggage/core';
import { BaggageLogRecordProcessor } from '@otel-baggage/log-record-processor';
import {
  baggageViews,
  createBaggageAttributesProcessor,
} from '@otel-baggage/metrics';
import { attachBaggage, withBaggage } from '@otel-baggage/node';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';
import { ROOT_CONTEXT } from '@opentelemetry/api';

/** Options as a person gives them, of whatever type. */
type Take = (options: never) => unknown;

const LIMITS: [name: string, take: Take][] = [
  ['createBaggage', limits => createBaggage({}, limits)],
  [
    'contextWithBaggage',
    limits => contextWithBaggage({}, ROOT_CONTEXT, limits),
  ],
  ['parseBaggage', limits => parseBaggage('a=1', limits)],
  ['serializeBaggage', limits => serializeBaggage(createBaggage(), limits)],
];
const PROPAGATORS: [name: string, take: Take][] = [
  ['BaggagePropagator', options => new BaggagePropagator(options)],
];
const SELECTIONS: [name: string, take: Take][] = [
  ['BaggageSpanProcessor', options => new BaggageSpanProcessor(options)],
  [
    'BaggageLogRecordProcessor',
    options => new BaggageLogRecordProcessor(options),
  ],
];
const METRICS: [name: string, take: Take][] = [
  ['createBaggageAttributesProcessor', createBaggageAttributesProcessor],
  ['baggageViews', baggageViews],
];
const NODE: [name: string, take: Take][] = [
  ['withBaggage', options => withBaggage({}, options)],
  ['attachBaggage', attachBaggage],
];

const ALL = [...LIMITS, ...PROPAGATORS, ...SELECTIONS, ...METRICS, ...NODE];
const WITH_LIMITS = [...LIMITS, ...PROPAGATORS, ...NODE];
const WITH_SELECTION = [...SELECTIONS, ...METRICS, ...NODE];
const WITH_TRUST = [...PROPAGATORS, ...NODE];

function messageOf(take: Take, options: unknown): string {
  try {
    take(options as never);
  } catch (error) {
    // Also of an error that is no TypeError.
    return String(error);
  }
  return 'nothing was thrown';
}

/** Options that are wrong, and what the message says. */
const WRONG: [takers: [string, Take][], options: unknown, message: string][] = [
  [ALL, null, 'must be an object, got null'],
  [ALL, [], 'must be an object, got an array'],
  [ALL, 'tenant.id', 'must be an object, got a string'],
  [ALL, 7, 'must be an object, got the number 7'],
  [ALL, true, 'must be an object, got a boolean'],

  [
    WITH_LIMITS,
    { maxEntry: 1 },
    'unknown option "maxEntry"*did you mean "maxEntries"?',
  ],
  [
    WITH_LIMITS,
    { maxbytes: 1 },
    'unknown option "maxbytes"*did you mean "maxBytes"?',
  ],
  [
    WITH_LIMITS,
    { maxEntries: '64' },
    'maxEntries must be a positive integer, got a string',
  ],
  [
    WITH_LIMITS,
    { maxEntries: 0 },
    'maxEntries must be a positive integer, got the number 0',
  ],
  [
    WITH_LIMITS,
    { maxBytes: -1 },
    'maxBytes must be a positive integer, got the number -1',
  ],
  [
    WITH_LIMITS,
    { maxBytes: 1.5 },
    'maxBytes must be a positive integer, got the number 1.5',
  ],
  [
    WITH_LIMITS,
    { maxBytes: NaN },
    'maxBytes must be a positive integer, got the number NaN',
  ],
  [
    WITH_LIMITS,
    { maxBytes: null },
    'maxBytes must be a positive integer, got null',
  ],
  [
    WITH_LIMITS,
    { maxBytes: 8192n },
    'maxBytes must be a positive integer, got a bigint',
  ],

  [
    WITH_SELECTION,
    { include: ['a'] },
    'unknown option "include"*did you mean "included"?',
  ],
  [
    WITH_SELECTION,
    { keys: ['a'] },
    'unknown option "keys"*Expected one of: included, ',
  ],
  [
    WITH_SELECTION,
    { included: 'tenant.id' },
    'included must be an array of patterns, got a string',
  ],
  [
    WITH_SELECTION,
    { included: { a: true } },
    'included must be an array of patterns, got an object',
  ],
  [
    WITH_SELECTION,
    { included: null },
    'included must be an array of patterns, got null',
  ],
  [
    WITH_SELECTION,
    { included: ['a', 7] },
    'included[1] must be a pattern, got the number 7',
  ],
  [
    WITH_SELECTION,
    { included: ['a', ''] },
    'included[1] must be a pattern, got an empty string',
  ],
  [
    WITH_SELECTION,
    { included: [/a/] },
    'included[0] must be a pattern, got an object',
  ],
  [
    WITH_SELECTION,
    { excluded: 'a' },
    'excluded must be an array of patterns, got a string',
  ],
  [WITH_SELECTION, { prefix: 7 }, 'prefix must be a string, got the number 7'],
  [
    WITH_SELECTION,
    { attributeName: 'a' },
    'attributeName must be a function, got a string',
  ],
  [
    WITH_SELECTION,
    { attributeValue: {} },
    'attributeValue must be a function, got an object',
  ],
  [
    [...WITH_SELECTION, ...WITH_TRUST],
    { sensitive: 'deny' },
    "sensitive must be 'warn', 'drop' or an array of patterns, got 'deny'",
  ],
  [
    [...WITH_SELECTION, ...WITH_TRUST],
    { sensitive: true },
    "sensitive must be 'warn', 'drop' or an array of patterns, got a boolean",
  ],
  [
    [...WITH_SELECTION, ...WITH_TRUST],
    { sensitive: [7] },
    'sensitive[0] must be a pattern, got the number 7',
  ],
  [
    [...WITH_SELECTION, ...WITH_TRUST],
    { meterProvider: {} },
    'meterProvider must be a MeterProvider or a function that returns one, got an object',
  ],

  [
    WITH_TRUST,
    { ingres: {} },
    'unknown option "ingres"*did you mean "ingress"?',
  ],
  [WITH_TRUST, { ingress: ['a'] }, 'ingress must be an object, got an array'],
  [
    WITH_TRUST,
    { ingress: { include: ['a'] } },
    'unknown option "include" in ingress; did you mean "included"?',
  ],
  [
    WITH_TRUST,
    { ingress: { included: 'a' } },
    'ingress.included must be an array of patterns, got a string',
  ],
  [WITH_TRUST, { egress: ['a'] }, 'egress must be an object, got an array'],
  [WITH_TRUST, { egress: null }, 'egress must be an object, got null'],
  [
    WITH_TRUST,
    { egress: { host: ['a'] } },
    'unknown option "host" in egress; did you mean "hosts"?',
  ],
  [
    WITH_TRUST,
    { egress: { hosts: 'localhost' } },
    'egress.hosts must be an array of*got a string',
  ],
  [
    WITH_TRUST,
    { egress: { hosts: [7] } },
    'egress.hosts: 7 is not a valid host pattern',
  ],
  [WITH_TRUST, { egress: { hosts: ['http://a/'] } }, 'egress.hosts'],
  [
    WITH_TRUST,
    { egress: { keys: { includes: [] } } },
    'unknown option "includes" in egress.keys; did you mean "included"?',
  ],
  [
    WITH_TRUST,
    { egress: { keys: 'a' } },
    'egress.keys must be an object, got a string',
  ],

  [
    METRICS,
    { maxDistinctValue: 1 },
    'unknown option "maxDistinctValue"*did you mean "maxDistinctValues"?',
  ],
  [
    METRICS,
    { maxDistinctValues: 0 },
    'maxDistinctValues must be a positive integer, got the number 0',
  ],
  [
    METRICS,
    { allowedValues: ['a'] },
    'allowedValues must be an object*got an array',
  ],
  [
    METRICS,
    { allowedValues: { a: 'b' } },
    'allowedValues must be an object of arrays of strings*got an object',
  ],
  [
    METRICS.slice(1),
    { view: [] },
    'unknown option "view"*did you mean "views"?',
  ],
  [METRICS.slice(1), { views: {} }, 'views must be an array*got an object'],
  [
    METRICS.slice(1),
    { instruments: 'a' },
    'instruments must be an array of patterns, got a string',
  ],
  [
    METRICS.slice(1),
    { aggregation: [] },
    'aggregation must be an object*got an array',
  ],
  [
    METRICS.slice(1),
    { aggregationCardinalityLimit: '1' },
    'aggregationCardinalityLimit must be a positive integer, got a string',
  ],

  [NODE, { span: {} }, 'unknown option "span"*did you mean "spans"?'],
  [NODE, { spans: true }, 'spans must be options or false, got a boolean'],
  [NODE, { logs: ['a'] }, 'logs must be options or false, got an array'],
  [NODE, { metrics: null }, 'metrics must be options or false, got null'],
  [
    NODE,
    { spans: { include: ['a'] } },
    'unknown option "include" in spans; did you mean "included"?',
  ],
  [
    NODE,
    { logs: { included: 'a' } },
    'included must be an array of patterns, got a string',
  ],
  [
    NODE,
    { metrics: { maxDistinctValue: 1 } },
    'unknown option "maxDistinctValue" in metrics; did you mean "maxDistinctValues"?',
  ],
  [
    NODE,
    { metrics: { instruments: 'a' } },
    'instruments must be an array of patterns, got a string',
  ],
  [
    NODE,
    { metrics: { maxDistinctValues: 0 } },
    'maxDistinctValues must be a positive integer, got the number 0',
  ],
];

const rows = WRONG.flatMap(([takers, options, message]) =>
  takers.map(([name, take]) => ({
    name,
    take,
    options,
    message,
    shown: JSON.stringify(options, (_key, value) =>
      typeof value === 'bigint' || Number.isNaN(value) ? String(value) : value,
    ),
  })),
);

test.each(rows)(
  'D3 $name with $shown: $message',
  ({ take, options, message }) => {
    const pattern = message
      .split('*')
      .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*');
    expect(messageOf(take, options)).toMatch(
      new RegExp(`^TypeError: .*${pattern}`),
    );
  },
);

test('D3 compileKeyPatterns', () => {
  expect(() => compileKeyPatterns('a' as never, 'patterns')).toThrow(
    new TypeError('patterns must be an array of patterns, got a string'),
  );
});

test('D3 the configuration of withBaggage', () => {
  expect(messageOf(withBaggage, null)).toBe(
    'TypeError: the configuration must be an object, got null',
  );
});
