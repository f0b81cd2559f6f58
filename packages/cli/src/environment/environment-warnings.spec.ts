import { readEnvironment } from '@otel-baggage/node/internal';
import { environmentWarnings } from './environment-warnings';

function warnings(env: Record<string, string>): string[] {
  return environmentWarnings(readEnvironment(env), env);
}

test('nothing is said of what is as it should be', () => {
  expect(
    warnings({
      OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.id',
      OTEL_BAGGAGE_SPAN_ATTRIBUTE_KEYS: '*',
      OTEL_BAGGAGE_MAX_BYTES: '8192',
      OTEL_BAGGAGE_MAX_ENTRIES: '64',
      OTEL_PROPAGATORS: 'tracecontext,baggage',
      OTEL_SERVICE_NAME: 'shop',
    }),
  ).toEqual([]);
});

test('V what was not understood', () => {
  expect(warnings({ OTEL_BAGGAGE_MAX_ENTRIES: 'many' })).toEqual([
    'OTEL_BAGGAGE_MAX_ENTRIES: not a positive integer; the default is used',
  ]);
});

test('V a name that is not known, with the nearest one', () => {
  expect(warnings({ OTEL_BAGGAGE_SPANS_ATTRIBUTE_KEYS: 'a' })).toEqual([
    'OTEL_BAGGAGE_SPANS_ATTRIBUTE_KEYS is an unknown variable; ignored. Did you mean OTEL_BAGGAGE_SPAN_ATTRIBUTE_KEYS?',
  ]);
});

test.each([
  [{ OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'a,tenant.*' }, 'tenant.*'],
  [{ OTEL_BAGGAGE_METRIC_ATTRIBUTE_KEYS: '*,user.?' }, '*, user.?'],
])('M6 a wildcard on metrics: %j', (env, wildcards) => {
  expect(warnings(env)).toEqual([
    expect.stringContaining(`metrics get every key that ${wildcards} matches`),
  ]);
});

test('M6 no wildcard on metrics where they have a list of their own', () => {
  for (const list of ['none', 'a']) {
    expect(
      warnings({
        OTEL_BAGGAGE_ATTRIBUTE_KEYS: '*',
        OTEL_BAGGAGE_METRIC_ATTRIBUTE_KEYS: list,
      }),
    ).toEqual([]);
  }
});

test.each([
  ['8193', ['Apache', 'nginx']],
  ['16000', ['Apache', 'nginx']],
  // "baggage: " belongs to the header too.
  ['16380', ['Apache', 'nginx', 'AWS', 'Node.js']],
  ['65536', ['Apache', 'nginx', 'AWS', 'Node.js', 'Envoy']],
])('E9 a limit of %s bytes is beyond that of %s', (limit, names) => {
  const [warning, ...others] = warnings({ OTEL_BAGGAGE_MAX_BYTES: limit });
  expect(others).toEqual([]);
  expect(warning!.match(/Apache|nginx|AWS|Node\.js|Envoy/g)).toEqual(names);
});

test('E9 more entries than others have to pass on', () => {
  expect(warnings({ OTEL_BAGGAGE_MAX_ENTRIES: '65' })).toEqual([
    'OTEL_BAGGAGE_MAX_ENTRIES=65 is more than other services need to pass on: 64',
  ]);
});

test('V R5 why something is not in force', () => {
  expect(
    warnings({
      OTEL_SDK_DISABLED: 'true',
      OTEL_PROPAGATORS: 'b3',
      OTEL_CONFIG_FILE: 'otel.yaml',
    }),
  ).toEqual([
    expect.stringMatching(/^OTEL_SDK_DISABLED/),
    expect.stringMatching(/^OTEL_PROPAGATORS/),
    'OTEL_CONFIG_FILE is set: baggage processors in that file win over OTEL_BAGGAGE_*_ATTRIBUTE_KEYS for spans and logs, and its propagators over OTEL_PROPAGATORS; the file is not shown here',
  ]);
});
