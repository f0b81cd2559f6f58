import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MOVES_THE_CURSOR } from '../test-data/moves-the-cursor';
import { runIn } from '../test-data/run-in';

test('a header: marks, reasons, table and what is sent on', async () => {
  const { code, stdout, stderr } = await runIn(
    { env: { OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.id' } },
    'inspect',
    'tenant.id=ac%20me;ttl=60, user id=7, plan=%zz',
  );
  expect(stdout).toBe(`\
tenant.id=ac%20me;ttl=60, user id=7, plan=%zz
                          ~~~~^~~~~  ~~~~~^~~
                          2          3

2 is dropped: no "=", or the text before it is not a key
3 is dropped: a character that must be percent-encoded, or a "%" without two hex
  digits

┌───┬───────────┬───────┬────────────┬───────┬─────────┬──────────────────────┐
│ # │ key       │ value │ properties │ bytes │ result  │ attribute of         │
│ 1 │ tenant.id │ ac me │ ttl=60     │ 24    │ kept    │ spans, logs, metrics │
│ 2 │           │       │            │ 9     │ dropped │                      │
│ 3 │ plan      │       │            │ 8     │ dropped │                      │
└───┴───────────┴───────┴────────────┴───────┴─────────┴──────────────────────┘

1 of 64 entries, 24 of 8192 bytes
sent on: tenant.id=ac%20me;ttl=60
OpenTelemetry PHP would lose tenant.id: a value that is empty or 0, or has a
  space, + " , ; or \\ in it
`);
  expect([code, stderr]).toEqual([1, '']);
});

test('exit code 0 where nothing is dropped', async () => {
  expect(await runIn({}, 'inspect', 'a=1')).toMatchObject({ code: 0 });
  expect(await runIn({}, 'inspect', '')).toMatchObject({ code: 0 });
});

test('exit code 1 where one of several headers has something dropped', async () => {
  const stdin = 'a=1\n\nb c=2\r\nbaggage: d=4\n';
  const { code, stdout } = await runIn({ stdin }, 'inspect', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject([
    { members: [{ key: 'a', value: '1' }] },
    {
      members: [{ key: null, dropped: { reason: 'invalid_key' } }],
      sent: null,
    },
    { members: [{ key: 'd', value: '4' }], sent: 'd=4' },
  ]);
});

test('E1 --join takes the lines for the fields of one message', async () => {
  const { stdout } = await runIn(
    { stdin: 'a=1\nBaggage: b=2,a=3\n' },
    ...['inspect', '--join', '--json'],
  );
  expect(JSON.parse(stdout)).toMatchObject([{ entries: 2, sent: 'a=3,b=2' }]);
});

test('E10 exit code 1 where something is not looked at', async () => {
  const { code, stdout } = await runIn(
    {},
    'inspect',
    `a=${'1'.repeat(70_000)}`,
  );
  expect(code).toBe(1);
  expect(stdout).toContain('… and 70002 characters that are not looked at');
});

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'otel-baggage-cli-'));
  const file = join(folder, 'headers.txt');
  writeFileSync(file, '\ufeffa=1\nb=2');
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is read line by line', async () => {
    const { code, stdout } = await runIn({}, 'inspect', '-f', file, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      { sent: 'a=1' },
      { sent: 'b=2' },
    ]);
  });

  test('that is not there is invalid usage', async () => {
    const { code, stdout, stderr } = await runIn(
      {},
      ...['inspect', '--file', join(folder, 'none\x1b')],
    );
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^error: .*none\\x1b cannot be read \(ENOENT\)\nhint: .*\n$/,
    );
  });

  test('and a header together are invalid usage', async () => {
    const { code } = await runIn({}, 'inspect', 'a=1', '--file', file);
    expect(code).toBe(2);
  });
});

describe('a service that is configured otherwise', () => {
  const folder = mkdtempSync(join(tmpdir(), 'otel-baggage-cli-'));
  const file = join(folder, '.env');
  writeFileSync(
    file,
    '# of the service\nOTEL_BAGGAGE_ATTRIBUTE_KEYS="a"\nexport OTEL_BAGGAGE_EGRESS_KEYS=b\n',
  );
  afterAll(() => rmSync(folder, { recursive: true }));

  const spans = { signal: 'spans', name: 'a', value: '1' };
  async function inspected(env: Record<string, string>, ...args: string[]) {
    const { stdout } = await runIn({ env }, 'inspect', '--json', ...args);
    const [inspection] = JSON.parse(stdout);
    return inspection;
  }

  test('--keys are what would become attributes', async () => {
    const env = { OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'b' };
    const { members } = await inspected(env, '--keys', 'a,c.*', 'a=1,b=2');
    expect(members[0].attributes).toContainEqual(spans);
    expect(members[1].attributes).toEqual([]);
  });

  test('--env-file gives what is not set otherwise', async () => {
    const own = await inspected({}, '--env-file', file, 'a=1,b=2');
    expect(own).toMatchObject({ sent: 'b=2', members: [{}, {}] });
    expect(own.members[0].attributes).toContainEqual(spans);
    const env = { OTEL_BAGGAGE_EGRESS_KEYS: 'a' };
    expect(await inspected(env, '--env-file', file, 'a=1,b=2')).toMatchObject({
      sent: 'a=1',
    });
  });

  test.each(['inspect', 'env'])('a file that is not there: %s', async name => {
    const missing = join(folder, 'none\x1b');
    const { code, stdout, stderr } = await runIn(
      { stdin: 'a=1' },
      ...[name, '--env-file', missing],
    );
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: .*none\\x1b cannot be read \(ENOENT\)\n/);
  });

  test('env has --env-file, too', async () => {
    const { stdout } = await runIn({}, 'env', '--json', '--env-file', file);
    expect(JSON.parse(stdout).options).toMatchObject({ included: ['a'] });
  });

  test.each([
    ['11', 0],
    ['10', 1],
  ])('E9 --max-bytes %s is a check of a header', async (limit, code) => {
    const ran = await runIn({}, 'inspect', '--max-bytes', limit, 'abc=1,def=2');
    expect(ran.code).toBe(code);
    expect(ran.stdout).toContain(`of ${limit} bytes`);
  });

  test.each(['0', '8k', '-1', '1.5', ''])(
    '--max-bytes %j is invalid usage',
    async limit => {
      const { code, stdout, stderr } = await runIn(
        {},
        ...['inspect', `--max-bytes=${limit}`, 'a=1'],
      );
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('--max-bytes must be a whole number from 1');
    },
  );
});

test('E1 what curl -v prints is read', async () => {
  const stdin = '* Connected\r\n> GET / HTTP/1.1\r\n> baggage: a=1\r\n> \r\n';
  const { code, stdout } = await runIn({ stdin }, 'inspect', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([{ sent: 'a=1' }]);
});

test.each([undefined, '', '\n \n', '> GET / HTTP/1.1\n> Host: a\n>\n'])(
  'no header is invalid usage (standard input: %j)',
  async stdin => {
    const { code, stdout, stderr } = await runIn({ stdin }, 'inspect');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('hint: give one, as in:');
  },
);

test('a header without its quotes is invalid usage', async () => {
  const { code, stderr } = await runIn({}, 'inspect', 'a=1,', 'b=2');
  expect(code).toBe(2);
  expect(stderr).toContain('hint: put the header in quotes');
});

describe('T4 D2 secrets', () => {
  const SECRET = 's3cret';
  const header = [
    `session.token=${SECRET};ttl=60`,
    `a=1;secret=${SECRET}`,
    `password="${SECRET}"`,
    `my api-key=${SECRET}`,
    `user=${SECRET}`,
    `a1=1;token=x;${SECRET}`,
    `a2=password=${SECRET}`,
    `a3=1;b=token=${SECRET}`,
    `a4=https://a.example/%3Ftoken%3D${SECRET}`,
    `a5=1;password%3D${SECRET}`,
    `pass%77ord=${SECRET}`,
    `a6=1;pass%77ord=${SECRET}`,
    `token=a;${SECRET}`,
    `password="a,${SECRET}=1,b=${SECRET},${SECRET}"`,
  ].join(',');
  const env = {
    OTEL_BAGGAGE_ATTRIBUTE_KEYS: '*',
    OTEL_BAGGAGE_SENSITIVE_KEYS: 'user',
  };

  test.each([[[]], [['--json']]])('are shown nowhere %j', async options => {
    const ran = await runIn({ env }, 'inspect', ...options, header);
    expect(ran.stdout + ran.stderr).not.toContain(SECRET);
    expect(ran.stdout).toContain('session.token');
  });

  test.each([
    ['inspect', `--password=${SECRET}`],
    [`token=${SECRET}`],
    ['probe', `token=${SECRET}`],
    ['probe', 'http://127.0.0.1:1', '--timeout', `token=${SECRET}`],
  ])('are in no message of invalid usage: %s %s', async (...args) => {
    const { code, stdout, stderr } = await runIn({}, ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toContain(SECRET);
  });
});

test('a hostile header does not reach the terminal as it is', async () => {
  const hostile = '\x1b[2J\x9b31m=\u202e,a=%1b[2J%C2%9B;%1b=%1b,\r\nb=1\0';
  for (const options of [[], ['--json']]) {
    const { stdout } = await runIn({}, 'inspect', ...options, hostile);
    expect(stdout).not.toMatch(MOVES_THE_CURSOR);
  }
});

test('a hostile header does not make an endless output', async () => {
  const { stdout } = await runIn({}, 'inspect', 'é,'.repeat(30_000));
  expect(stdout.split('\n').length).toBeLessThan(400);
});

test('colours on a terminal only', async () => {
  const plain = await runIn({}, 'inspect', 'a=1,b');
  const coloured = await runIn({ isTTY: true }, 'inspect', 'a=1,b');
  expect(plain.stdout).not.toContain('\x1b[');
  expect(coloured.stdout).toContain('\x1b[31m');
  // eslint-disable-next-line no-control-regex
  expect(coloured.stdout.replace(/\x1b\[\d+m/g, '')).toBe(plain.stdout);
});

test('the header is as wide as the terminal', async () => {
  const { stdout } = await runIn({ columns: 20 }, 'inspect', 'a='.repeat(20));
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    'a='.repeat(10),
    'a='.repeat(10),
    '',
  ]);
});

test('a terminal that does not know its width has 80 characters', async () => {
  const { stdout } = await runIn({ columns: 0 }, 'inspect', 'a='.repeat(41));
  expect(stdout.split('\n').slice(0, 2)).toEqual(['a='.repeat(40), 'a=']);
});

test.each([80, 120])(
  'all but the header to copy is within %i columns',
  async columns => {
    const env = {
      OTEL_BAGGAGE_ATTRIBUTE_KEYS: '*',
      OTEL_BAGGAGE_ATTRIBUTE_PREFIX: 'prefix.'.repeat(20),
      OTEL_BAGGAGE_INGRESS_KEYS: 'a*,k*,x',
      OTEL_BAGGAGE_EGRESS_KEYS: 'x,k*',
      OTEL_BAGGAGE_EGRESS_HOSTS: Array.from(
        { length: 30 },
        () => 'a.example',
      ).join(),
      OTEL_BAGGAGE_MAX_BYTES: 'many',
      OTEL_CONFIG_FILE: 'a',
    };
    const header = `a${'b'.repeat(99)}=${'c'.repeat(99)};p=${'d'.repeat(99)},k%=%20,x=é,,no=1,=`;
    const { stdout, stderr } = await runIn({ env, columns }, 'inspect', header);
    const widths = (stdout + stderr)
      .split('\n')
      .filter(line => !line.startsWith('sent on: '))
      .map(line => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
  },
);

test('T3 to whom it is sent, and T2 what is not', async () => {
  const env = {
    OTEL_BAGGAGE_EGRESS_KEYS: 'a',
    OTEL_BAGGAGE_EGRESS_HOSTS: 'a.example',
  };
  const { code, stdout } = await runIn({ env }, 'inspect', 'a=1,b=2');
  expect(code).toBe(0);
  expect(stdout).toContain('sent on: a=1\nbut only to a.example');
  expect(stdout).toContain('2 is not sent on: OTEL_BAGGAGE_EGRESS_KEYS');
});

test('what is wrong in the environment is said on standard error', async () => {
  const env = { OTEL_BAGGAGE_MAX_BYTES: '8k', OTEL_SDK_DISABLED: 'true' };
  const { stdout, stderr } = await runIn({ env }, 'inspect', '--json', 'a=1');
  expect(JSON.parse(stdout)).toHaveLength(1);
  expect(stderr).toBe(
    'warning: OTEL_BAGGAGE_MAX_BYTES: not a positive integer; the default is used\n' +
      'warning: OTEL_SDK_DISABLED is true: nothing of this is in force\n',
  );
});
