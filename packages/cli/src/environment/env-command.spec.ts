import { VARIABLES } from '@otel-baggage/node/internal';
import { MOVES_THE_CURSOR } from '../test-data/moves-the-cursor';
import { runIn } from '../test-data/run-in';
import { columnsOf } from '../visible';

/** The cells of the row of a variable, without the name. */
function row(stdout: string, name: string): string[] {
  const line = stdout.split('\n').find(text => text.includes(` ${name} `));
  return line!
    .split('│')
    .slice(2, -1)
    .map(text => text.trim());
}

test('without a variable there are the defaults', async () => {
  const { code, stdout, stderr } = await runIn({}, 'env');
  expect([code, stderr]).toEqual([0, '']);
  expect(row(stdout, 'OTEL_BAGGAGE_MAX_BYTES')).toEqual(['(8192)']);
  expect(stdout.split('\n\n')[1]).toBe(`\
spans     nothing
logs      nothing
metrics   nothing
limits    64 entries, 8192 bytes
accepted  all keys
sent on   all keys, to all hosts
sensitive warned of only`);
});

test('V what each variable is understood as, and what all make', async () => {
  const { code, stdout } = await runIn(
    {
      env: {
        OTEL_BAGGAGE_ATTRIBUTE_KEYS: ' tenant.id ,, user.id',
        OTEL_BAGGAGE_LOG_ATTRIBUTE_KEYS: 'none',
        OTEL_BAGGAGE_EXCLUDED_ATTRIBUTE_KEYS: 'user.id',
        OTEL_BAGGAGE_ATTRIBUTE_PREFIX: 'app.',
        OTEL_BAGGAGE_METRIC_INSTRUMENTS: 'http.*',
        OTEL_BAGGAGE_METRIC_MAX_DISTINCT_VALUES: '5',
        OTEL_BAGGAGE_MAX_BYTES: '4096',
        OTEL_BAGGAGE_INGRESS_KEYS: 'tenant.*',
        OTEL_BAGGAGE_EGRESS_KEYS: 'tenant.id',
        OTEL_BAGGAGE_EGRESS_HOSTS: '*.example.com',
        OTEL_BAGGAGE_SENSITIVE_KEYS: '*token*',
      },
    },
    'env',
  );
  expect(code).toBe(0);
  expect(row(stdout, 'OTEL_BAGGAGE_ATTRIBUTE_KEYS')).toEqual([
    'tenant.id, user.id',
  ]);
  expect(row(stdout, 'OTEL_BAGGAGE_LOG_ATTRIBUTE_KEYS')).toEqual(['off']);
  expect(stdout.split('\n\n')[1]).toBe(`\
spans     tenant.id, user.id but not user.id, as app.KEY
logs      off
metrics   tenant.id, user.id but not user.id, as app.KEY, on http.*, at most 5
          values of each
limits    64 entries, 4096 bytes
accepted  tenant.*
sent on   tenant.id, to *.example.com
sensitive *token*: neither accepted nor sent
`);
});

test('T3 hosts that are none leave no host', async () => {
  const env = { OTEL_BAGGAGE_EGRESS_HOSTS: 'http://a/' };
  const { code, stdout } = await runIn({ env }, 'env');
  expect(code).toBe(1);
  expect(stdout).toContain('sent on   all keys, to no host');
});

test('exit code 1 where there is a warning, which is a part of the output', async () => {
  const env = { OTEL_BAGGAGE_MAX_BYTES: '8k' };
  const { code, stdout, stderr } = await runIn({ env }, 'env');
  expect([code, stderr]).toEqual([1, '']);
  expect(row(stdout, 'OTEL_BAGGAGE_MAX_BYTES')).toEqual([
    'not understood (8192)',
  ]);
  expect(stdout).toContain(
    '\nwarning: OTEL_BAGGAGE_MAX_BYTES: not a positive integer',
  );
});

test('V without a variable it says what to do next', async () => {
  const { stdout } = await runIn({}, 'env');
  const [, command] = /\n {2}npx otel-baggage (inspect .*)\n$/.exec(stdout)!;
  const args = command!.replaceAll("'", '').split(' ');
  expect(await runIn({}, ...args)).toMatchObject({ code: 0 });
  const env = { OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'a' };
  expect((await runIn({ env }, 'env')).stdout).not.toContain('npx');
});

test.each([
  ['OTEL_BAGGAGE_MAX_BYTES', '8k', 'k'],
  ['OTEL_BAGGAGE_MAX_BYTES', '0', '0'],
  ['OTEL_BAGGAGE_MAX_ENTRIES', '-1', '-1'],
  ['OTEL_BAGGAGE_METRIC_MAX_DISTINCT_VALUES', '1.5', '.5'],
  ['OTEL_BAGGAGE_ATTRIBUTE_KEYS', 'a, tenant id', ' id'],
  ['OTEL_BAGGAGE_SPAN_ATTRIBUTE_KEYS', `${'a,'.repeat(99)}b=c`, '=c'],
  ['OTEL_BAGGAGE_LOG_ATTRIBUTE_KEYS', 'é', 'é'],
  ['OTEL_BAGGAGE_EXCLUDED_ATTRIBUTE_KEYS', 'a/b,c', '/b,c'],
  ['OTEL_BAGGAGE_INGRESS_KEYS', 'a,"b"', '"b"'],
  ['OTEL_BAGGAGE_EGRESS_KEYS', 'a;b', ';b'],
  ['OTEL_BAGGAGE_SENSITIVE_KEYS', '[token]', '[token]'],
  ['OTEL_BAGGAGE_EGRESS_HOSTS', 'a,http://b/', '://b/'],
  ['OTEL_BAGGAGE_EGRESS_HOSTS', ' , ', ' , '],
  // Another item, and a word of the message, stand before it.
  ['OTEL_BAGGAGE_ATTRIBUTE_KEYS', 'key,a b,valid', ' b,valid'],
  ['OTEL_BAGGAGE_EGRESS_HOSTS', 'host,a/b', '/b'],
  ['OTEL_BAGGAGE_SENSITIVE_KEYS', 'true', 'true'],
])('V a caret at what is wrong: %s=%s', async (name, text, wrong) => {
  const { stdout } = await runIn({ env: { [name]: text } }, 'env');
  const lines = stdout.split('\n');
  const caret = lines.find(line => line.trim() === '^')!;
  const shown = lines[lines.indexOf(caret) - 1]!;
  expect(shown.slice(caret.indexOf('^'))).toBe(wrong);
});

test.each([
  ['OTEL_BAGGAGE_SPANS_ATTRIBUTE_KEYS', 'S_ATTRIBUTE_KEYS='],
  ['OTEL_BAGGAGE_EGRESS_HOST', '='],
  ['otel_baggage_max_bytes', 'otel_baggage_max_bytes='],
])('V a caret where a name begins to be unknown: %s', async (name, wrong) => {
  const { stdout } = await runIn({ env: { [name]: 'a' } }, 'env');
  const lines = stdout.split('\n');
  const caret = lines.find(line => line.trim() === '^')!;
  const shown = lines[lines.indexOf(caret) - 1]!;
  expect(shown.slice(caret.indexOf('^'))).toBe(wrong);
});

test('V wide characters: the caret stands below the wrong one, within 80 columns', async () => {
  const env = {
    OTEL_BAGGAGE_ATTRIBUTE_KEYS: `a,${'日本'.repeat(60)}`,
    OTEL_BAGGAGE_ATTRIBUTE_PREFIX: '語'.repeat(100),
    OTEL_BAGGAGE_EGRESS_HOSTS: '例え.example,例え/b',
    OTEL_BAGGAGE_INGRESS_KEYS: '顧客/id x',
  };
  const { stdout } = await runIn({ env, columns: 80 }, 'env');
  const lines = stdout.split('\n');
  for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(80);
  const carets = lines.flatMap((line, i) =>
    line.trim() === '^' ? [[lines[i - 1]!, line.indexOf('^')] as const] : [],
  );
  expect(carets).toHaveLength(3);
  for (const [shown, column] of carets) {
    const before = shown.slice(0, shown.search(/日|\/b|顧/));
    expect(columnsOf(before)).toBe(column);
  }
});

test.each([80, 100])('all is within %i columns', async columns => {
  const env = {
    OTEL_BAGGAGE_ATTRIBUTE_KEYS: `tenant.*,${'x'.repeat(300)},b c${'d'.repeat(99)}`,
    OTEL_BAGGAGE_ATTRIBUTE_PREFIX: 'p'.repeat(200),
    OTEL_BAGGAGE_MAX_BYTES: '100000',
    OTEL_BAGGAGE_EGRES_HOSTS: 'a',
    OTEL_CONFIG_FILE: 'a',
  };
  for (const variables of [{}, env]) {
    const { stdout } = await runIn({ env: variables, columns }, 'env');
    const widths = stdout.split('\n').map(columnsOf);
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
  }
});

test('--json for machines', async () => {
  const env = { OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'a', OTEL_BAGGAGE_X: '1' };
  const { code, stdout } = await runIn({ env }, 'env', '--json');
  const { variables, options, warnings } = JSON.parse(stdout);
  expect(code).toBe(1);
  const names = variables.map(({ name }: { name: string }) => name);
  expect(names).toEqual(VARIABLES.map(({ name }) => name));
  expect(variables[0]).toEqual({
    name: 'OTEL_BAGGAGE_ATTRIBUTE_KEYS',
    text: 'a',
    value: ['a'],
    default: 'nothing is copied',
    problems: [],
  });
  expect(variables[1]).toMatchObject({ text: null, value: null });
  expect(options).toEqual({ included: ['a'] });
  expect(warnings).toHaveLength(1);
});

test('a hostile environment does not reach the terminal as it is', async () => {
  const env = {
    OTEL_BAGGAGE_ATTRIBUTE_KEYS: '\x1b[2J*',
    OTEL_BAGGAGE_ATTRIBUTE_PREFIX: '\x9b',
    OTEL_BAGGAGE_EGRESS_HOSTS: '\x1b',
    'OTEL_BAGGAGE_\x1b': '',
  };
  for (const options of [[], ['--json']]) {
    const { stdout } = await runIn({ env }, 'env', ...options);
    expect(stdout).not.toMatch(MOVES_THE_CURSOR);
  }
});
