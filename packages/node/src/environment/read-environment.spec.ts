import { SENSITIVE_KEYS } from '@otel-baggage/core';
import {
  type Environment,
  type EnvironmentVariable,
  readEnvironment,
} from './read-environment';
import type { BaggageOptions } from '../types';
import { VARIABLES } from './variables';

const NAMES = VARIABLES.map(({ name }) => name);

const optionsFrom = (env?: Environment) => readEnvironment(env).options;
const problemsOf = (env: Environment) => [...readEnvironment(env).problems];

test('V without variables there are no options, and nothing is copied', () => {
  expect(optionsFrom({})).toEqual({});
});

test('V without an argument the variables are those of the process', () => {
  process.env.OTEL_BAGGAGE_ATTRIBUTE_PREFIX = 'from.process.';
  try {
    expect(optionsFrom()).toEqual({ prefix: 'from.process.' });
  } finally {
    delete process.env.OTEL_BAGGAGE_ATTRIBUTE_PREFIX;
  }
});

/** What the text of each variable becomes. */
const READ: [name: string, text: string, options: BaggageOptions][] = [
  ['OTEL_BAGGAGE_ATTRIBUTE_KEYS', 'a,b.*', { included: ['a', 'b.*'] }],
  [
    'OTEL_BAGGAGE_SPAN_ATTRIBUTE_KEYS',
    'a,b',
    { spans: { included: ['a', 'b'] } },
  ],
  ['OTEL_BAGGAGE_LOG_ATTRIBUTE_KEYS', 'a', { logs: { included: ['a'] } }],
  ['OTEL_BAGGAGE_METRIC_ATTRIBUTE_KEYS', 'a', { metrics: { included: ['a'] } }],
  ['OTEL_BAGGAGE_SPAN_ATTRIBUTE_KEYS', 'none', { spans: false }],
  ['OTEL_BAGGAGE_LOG_ATTRIBUTE_KEYS', ' none ', { logs: false }],
  ['OTEL_BAGGAGE_LOG_ATTRIBUTE_KEYS', 'None', { logs: false }],
  ['OTEL_BAGGAGE_METRIC_ATTRIBUTE_KEYS', 'none', { metrics: false }],
  ['OTEL_BAGGAGE_ATTRIBUTE_KEYS', 'none', { included: [] }],
  ['OTEL_BAGGAGE_EXCLUDED_ATTRIBUTE_KEYS', 'a', { excluded: ['a'] }],
  ['OTEL_BAGGAGE_ATTRIBUTE_PREFIX', 'baggage.', { prefix: 'baggage.' }],
  [
    'OTEL_BAGGAGE_METRIC_INSTRUMENTS',
    'http.*,jobs',
    { metrics: { instruments: ['http.*', 'jobs'] } },
  ],
  [
    'OTEL_BAGGAGE_METRIC_MAX_DISTINCT_VALUES',
    '7',
    { metrics: { maxDistinctValues: 7 } },
  ],
  ['OTEL_BAGGAGE_MAX_ENTRIES', '10', { maxEntries: 10 }],
  ['OTEL_BAGGAGE_MAX_BYTES', ' 4096 ', { maxBytes: 4096 }],
  ['OTEL_BAGGAGE_INGRESS_KEYS', 'a', { ingress: { included: ['a'] } }],
  ['OTEL_BAGGAGE_EGRESS_KEYS', 'a', { egress: { keys: { included: ['a'] } } }],
  [
    'OTEL_BAGGAGE_EGRESS_HOSTS',
    'a.example,*.b.example',
    { egress: { hosts: ['a.example', '*.b.example'] } },
  ],
  ['OTEL_BAGGAGE_SENSITIVE_KEYS', '*token*', { sensitive: ['*token*'] }],
  ['OTEL_BAGGAGE_SENSITIVE_KEYS', 'drop', { sensitive: 'drop' }],
  ['OTEL_BAGGAGE_SENSITIVE_KEYS', ' drop, ', { sensitive: 'drop' }],
  ['OTEL_BAGGAGE_SENSITIVE_KEYS', 'DROP', { sensitive: 'drop' }],
  ['OTEL_BAGGAGE_SENSITIVE_KEYS', 'Warn', { sensitive: 'warn' }],
  ['OTEL_BAGGAGE_SENSITIVE_KEYS', 'warn', { sensitive: 'warn' }],
  [
    'OTEL_BAGGAGE_SENSITIVE_KEYS',
    'drop,user.email',
    { sensitive: [...SENSITIVE_KEYS, 'user.email'] },
  ],
];

test('V each variable is read here', () => {
  expect([...new Set(READ.map(([name]) => name))].sort()).toEqual(
    [...NAMES].sort(),
  );
});

test.each(READ)('V %s=%s', (name, value, options) => {
  expect(optionsFrom({ [name]: value })).toEqual(options);
  expect(problemsOf({ [name]: value })).toEqual([]);
});

test.each(NAMES)('V %s that is empty is unset', name => {
  expect(optionsFrom({ [name]: '' })).toEqual({});
  expect(optionsFrom({ [name]: '  ' })).toEqual({});
  expect(problemsOf({ [name]: '  ' })).toEqual([]);
});

const NOTHING = { included: [] };

test.each([
  ['OTEL_BAGGAGE_INGRESS_KEYS', { ingress: NOTHING }],
  ['OTEL_BAGGAGE_EGRESS_KEYS', { egress: { keys: NOTHING } }],
  ['OTEL_BAGGAGE_EGRESS_HOSTS', { egress: { hosts: [] } }],
  ['OTEL_BAGGAGE_SENSITIVE_KEYS', { sensitive: ['*'] }],
])('V %s that is set and names nothing lets nothing pass', (name, options) => {
  for (const value of [',', ' , ,', ',\t,']) {
    expect(optionsFrom({ [name]: value })).toEqual(options);
    expect(problemsOf({ [name]: value })).toEqual([
      `${name}: names nothing; no baggage passes`,
    ]);
  }
});

test('V spaces around list items and empty items do not count', () => {
  expect(optionsFrom({ OTEL_BAGGAGE_ATTRIBUTE_KEYS: ' a , ,b,\t' })).toEqual({
    included: ['a', 'b'],
  });
  expect(optionsFrom({ OTEL_BAGGAGE_ATTRIBUTE_KEYS: ' , ' })).toEqual({});
});

test('V the list of a signal stands beside the list for all', () => {
  expect(
    optionsFrom({
      OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'a',
      OTEL_BAGGAGE_SPAN_ATTRIBUTE_KEYS: 'b',
      OTEL_BAGGAGE_METRIC_ATTRIBUTE_KEYS: 'c',
      OTEL_BAGGAGE_METRIC_INSTRUMENTS: 'jobs',
    }),
  ).toEqual({
    included: ['a'],
    spans: { included: ['b'] },
    metrics: { included: ['c'], instruments: ['jobs'] },
  });
});

test('V metrics that are switched off stay so, whatever else is said of them', () => {
  expect(
    optionsFrom({
      OTEL_BAGGAGE_METRIC_ATTRIBUTE_KEYS: 'none',
      OTEL_BAGGAGE_METRIC_INSTRUMENTS: 'jobs',
    }),
  ).toEqual({ metrics: false });
});

test.each([
  ['OTEL_BAGGAGE_MAX_ENTRIES', 'many'],
  ['OTEL_BAGGAGE_MAX_ENTRIES', '0'],
  ['OTEL_BAGGAGE_MAX_BYTES', '-1'],
  ['OTEL_BAGGAGE_MAX_BYTES', '1.5'],
  ['OTEL_BAGGAGE_MAX_BYTES', '1e3'],
  ['OTEL_BAGGAGE_MAX_BYTES', '99999999999999999999'],
  ['OTEL_BAGGAGE_METRIC_MAX_DISTINCT_VALUES', '0x10'],
])('V D3 %s=%s is warned of and the default used', (name, value) => {
  expect(optionsFrom({ [name]: value })).toEqual({});
  expect(problemsOf({ [name]: value })).toEqual([
    `${name}: not a positive integer; the default is used`,
  ]);
});

test('T3 D3 what is no host is warned of and left out', () => {
  const env = { OTEL_BAGGAGE_EGRESS_HOSTS: 'a.example,http://b.example/' };
  expect(optionsFrom(env)).toEqual({
    egress: { hosts: ['a.example'] },
  });
  expect(problemsOf(env)).toEqual([
    'OTEL_BAGGAGE_EGRESS_HOSTS: "http://b.example/" is not a valid host pattern; ignored',
  ]);
});

test('T3 where no host is left, nothing is sent', () => {
  expect(optionsFrom({ OTEL_BAGGAGE_EGRESS_HOSTS: 'http://b/' })).toEqual({
    egress: { hosts: [] },
  });
});

test.each([
  ['OTEL_BAGGAGE_ATTRIBUTE_KEYS', 'tenant id', '"tenant id"'],
  ['OTEL_BAGGAGE_LOG_ATTRIBUTE_KEYS', 'a=b', '"a=b"'],
  ['OTEL_BAGGAGE_EXCLUDED_ATTRIBUTE_KEYS', 'ü', '"ü"'],
  ['OTEL_BAGGAGE_INGRESS_KEYS', '"tenant.id"', '""tenant.id""'],
  ['OTEL_BAGGAGE_EGRESS_KEYS', 'a;b', '"a;b"'],
  ['OTEL_BAGGAGE_SENSITIVE_KEYS', '[token]', '"[token]"'],
])('V D3 a pattern that no key can match: %s=%s', (name, value, shown) => {
  expect(problemsOf({ [name]: `a,${value}` })).toEqual([
    `${name}: ${shown} matches no valid baggage key`,
  ]);
});

test.each([
  ['OTEL_BAGGAGE_EGRES_HOSTS', 'OTEL_BAGGAGE_EGRESS_HOSTS'],
  ['OTEL_BAGGAGE_ATTRIBUTES_KEYS', 'OTEL_BAGGAGE_ATTRIBUTE_KEYS'],
  ['OTEL_BAGGAGE_max_bytes', 'OTEL_BAGGAGE_MAX_BYTES'],
])('V D4 an unknown name: %s', (name, nearest) => {
  expect(problemsOf({ [name]: 'localhost', OTEL_SERVICE_NAME: 'x' })).toEqual([
    `${name} is an unknown variable; ignored. Did you mean ${nearest}?`,
  ]);
});

test('V the variables are only read', () => {
  const env = Object.freeze({ OTEL_BAGGAGE_MAX_ENTRIES: '3' });
  expect(optionsFrom(env)).toEqual(optionsFrom(env));
});

describe('V what each variable was understood as', () => {
  const variable = (env: Environment, name: string) =>
    readEnvironment(env).variables.find(read => read.name === name);

  test('V each variable is there, set or not, and nothing is said', () => {
    const { variables, problems, options } = readEnvironment({});
    expect(variables.map(({ name }) => name)).toEqual(NAMES);
    expect(variables.every(({ text }) => text === undefined)).toBe(true);
    expect([problems, options]).toEqual([[], {}]);
  });

  test.each<[string, string, EnvironmentVariable['value']]>([
    ['OTEL_BAGGAGE_ATTRIBUTE_KEYS', ' a , b.*', ['a', 'b.*']],
    ['OTEL_BAGGAGE_ATTRIBUTE_KEYS', 'none', []],
    ['OTEL_BAGGAGE_LOG_ATTRIBUTE_KEYS', 'none', false],
    ['OTEL_BAGGAGE_MAX_BYTES', '4096 ', 4096],
    ['OTEL_BAGGAGE_ATTRIBUTE_PREFIX', 'b.', 'b.'],
  ])('V %s=%s', (name, text, value) => {
    expect(variable({ [name]: text }, name)).toMatchObject({ text, value });
  });

  test('V D3 what was not understood is said of its variable', () => {
    const env = { OTEL_BAGGAGE_MAX_BYTES: '8k', OTEL_BAGGAGE_MAX_ENTRIES: '9' };
    expect(variable(env, 'OTEL_BAGGAGE_MAX_BYTES')).toEqual({
      name: 'OTEL_BAGGAGE_MAX_BYTES',
      text: '8k',
      value: undefined,
      defaultValue: '8192',
      problems: [
        'OTEL_BAGGAGE_MAX_BYTES: not a positive integer; the default is used',
      ],
      faults: [{ expected: 'count' }],
    });
    expect(readEnvironment(env).problems).toHaveLength(1);
  });

  test('V whether the SDK is switched off', () => {
    expect(readEnvironment({ OTEL_SDK_DISABLED: 'True ' }).isDisabled).toBe(
      true,
    );
    expect(readEnvironment({ OTEL_SDK_DISABLED: '1' }).isDisabled).toBe(false);
  });

  test.each([
    [undefined, true],
    ['', true],
    ['tracecontext, baggage', true],
    ['b3', false],
    ['baggage,none', false],
  ])('V whether OTEL_PROPAGATORS=%s carries the header', (text, carries) => {
    expect(readEnvironment({ OTEL_PROPAGATORS: text }).carriesHeader).toBe(
      carries,
    );
  });
});
