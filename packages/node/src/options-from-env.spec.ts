import type { DiagLogger } from '@opentelemetry/api';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { SENSITIVE_KEYS } from '@otel-baggage/core';
import * as names from './constants';
import { baggageOptionsFromEnv, readEnvironment } from './options-from-env';
import type { Environment, EnvironmentVariable } from './types';

const said: string[] = [];
const record =
  (level: string) =>
  (...parts: unknown[]) => {
    said.push(`${level}: ${parts.slice(1).join(' ')}`);
  };
const logger: DiagLogger = {
  error: record('error'),
  warn: record('warn'),
  info: record('info'),
  debug: record('debug'),
  verbose: record('verbose'),
};

beforeEach(() => {
  said.length = 0;
  diag.setLogger(logger, DiagLogLevel.ALL);
  said.length = 0;
});
afterEach(() => diag.disable());

const warnings = () => said.filter(line => line.startsWith('warn'));

test('V without variables there are no options, and nothing is copied', () => {
  expect(baggageOptionsFromEnv({})).toEqual({});
});

test('V without an argument the variables are those of the process', () => {
  process.env.OTEL_BAGGAGE_ATTRIBUTE_PREFIX = 'from.process.';
  try {
    expect(baggageOptionsFromEnv()).toEqual({ prefix: 'from.process.' });
  } finally {
    delete process.env.OTEL_BAGGAGE_ATTRIBUTE_PREFIX;
  }
});

test.each([
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
  ['OTEL_BAGGAGE_SENSITIVE_KEYS', 'warn', { sensitive: 'warn' }],
  [
    'OTEL_BAGGAGE_SENSITIVE_KEYS',
    'drop,user.email',
    { sensitive: [...SENSITIVE_KEYS, 'user.email'] },
  ],
])('V %s=%s', (name, value, options) => {
  expect(baggageOptionsFromEnv({ [name]: value })).toEqual(options);
  expect(warnings()).toEqual([]);
});

test.each([
  'OTEL_BAGGAGE_ATTRIBUTE_KEYS',
  'OTEL_BAGGAGE_SPAN_ATTRIBUTE_KEYS',
  'OTEL_BAGGAGE_LOG_ATTRIBUTE_KEYS',
  'OTEL_BAGGAGE_METRIC_ATTRIBUTE_KEYS',
  'OTEL_BAGGAGE_EXCLUDED_ATTRIBUTE_KEYS',
  'OTEL_BAGGAGE_ATTRIBUTE_PREFIX',
  'OTEL_BAGGAGE_METRIC_INSTRUMENTS',
  'OTEL_BAGGAGE_METRIC_MAX_DISTINCT_VALUES',
  'OTEL_BAGGAGE_MAX_ENTRIES',
  'OTEL_BAGGAGE_MAX_BYTES',
  'OTEL_BAGGAGE_INGRESS_KEYS',
  'OTEL_BAGGAGE_EGRESS_KEYS',
  'OTEL_BAGGAGE_EGRESS_HOSTS',
  'OTEL_BAGGAGE_SENSITIVE_KEYS',
])('V %s that is empty is unset', name => {
  expect(baggageOptionsFromEnv({ [name]: '' })).toEqual({});
  expect(baggageOptionsFromEnv({ [name]: '  ' })).toEqual({});
  expect(warnings()).toEqual([]);
});

const NOTHING = { included: [] };

test.each([
  ['OTEL_BAGGAGE_INGRESS_KEYS', { ingress: NOTHING }],
  ['OTEL_BAGGAGE_EGRESS_KEYS', { egress: { keys: NOTHING } }],
  ['OTEL_BAGGAGE_EGRESS_HOSTS', { egress: { hosts: [] } }],
  ['OTEL_BAGGAGE_SENSITIVE_KEYS', { sensitive: ['*'] }],
])('V %s that is set and names nothing lets nothing pass', (name, options) => {
  for (const value of [',', ' , ,', ',\t,']) {
    said.length = 0;
    expect(baggageOptionsFromEnv({ [name]: value })).toEqual(options);
    expect(warnings()).toEqual([
      `warn: ${name} is set but names nothing; no baggage passes`,
    ]);
  }
});

test('V spaces around list items and empty items do not count', () => {
  expect(
    baggageOptionsFromEnv({ OTEL_BAGGAGE_ATTRIBUTE_KEYS: ' a , ,b,\t' }),
  ).toEqual({ included: ['a', 'b'] });
  expect(baggageOptionsFromEnv({ OTEL_BAGGAGE_ATTRIBUTE_KEYS: ' , ' })).toEqual(
    {},
  );
});

test('V the list of a signal stands beside the list for all', () => {
  expect(
    baggageOptionsFromEnv({
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
    baggageOptionsFromEnv({
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
  expect(baggageOptionsFromEnv({ [name]: value })).toEqual({});
  expect(warnings()).toEqual([
    `warn: ${name} is no positive integer, the default is used`,
  ]);
});

test('T3 D3 what is no host is warned of and left out', () => {
  const env = { OTEL_BAGGAGE_EGRESS_HOSTS: 'a.example,http://b.example/' };
  expect(baggageOptionsFromEnv(env)).toEqual({
    egress: { hosts: ['a.example'] },
  });
  expect(warnings()).toEqual([
    'warn: OTEL_BAGGAGE_EGRESS_HOSTS: "http://b.example/" is not a valid host; ignored',
  ]);
});

test('T3 where no host is left, nothing is sent', () => {
  expect(
    baggageOptionsFromEnv({ OTEL_BAGGAGE_EGRESS_HOSTS: 'http://b/' }),
  ).toEqual({ egress: { hosts: [] } });
});

test('V what was understood is said at the level debug', () => {
  baggageOptionsFromEnv({ OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.id' });
  expect(said).toEqual([
    'debug: options from the environment: {"included":["tenant.id"]}',
  ]);
});

test('V the variables are only read', () => {
  const env = Object.freeze({ OTEL_BAGGAGE_MAX_ENTRIES: '3' });
  expect(baggageOptionsFromEnv(env)).toEqual(baggageOptionsFromEnv(env));
});

describe('V what each variable was understood as', () => {
  const variable = (env: Environment, name: string) =>
    readEnvironment(env).variables.find(read => read.name === name);

  test('V each variable is there, set or not, and nothing is said', () => {
    const { variables, problems, options } = readEnvironment({});
    expect(variables.map(({ name }) => name)).toEqual(Object.values(names));
    expect(variables.every(({ text }) => text === undefined)).toBe(true);
    expect([problems, options]).toEqual([[], {}]);
    expect(said).toEqual([]);
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
        'OTEL_BAGGAGE_MAX_BYTES is no positive integer, the default is used',
      ],
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
