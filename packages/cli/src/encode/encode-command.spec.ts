import { runIn } from '../test-data/run-in';

test('I4 values are encoded, and inspect reads them back', async () => {
  const { code, stdout, stderr } = await runIn(
    {},
    ...['encode', 'tenant.id=acme', 'user.name=Amélie, "A" = 100%;x', 'e='],
  );
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe(
    'tenant.id=acme,user.name=Am%C3%A9lie%2C%20%22A%22%20%3D%20100%25%3Bx,e=\n',
  );
  const read = await runIn({ stdin: stdout }, 'inspect', '--json');
  expect(JSON.parse(read.stdout)).toMatchObject([
    {
      members: [
        { value: 'acme' },
        { value: 'Amélie, "A" = 100%;x' },
        { value: '' },
      ],
    },
  ]);
});

test('I4 a line end or a control character stays within its value', async () => {
  const { stdout } = await runIn({}, 'encode', 'a=1\r\nx: y\x1b\ud800');
  expect(stdout).toBe('a=1%0D%0Ax:%20y%1B%EF%BF%BD\n');
});

test('E12 __proto__ is an ordinary key', async () => {
  const { stdout } = await runIn({}, 'encode', '__proto__=1', 'constructor=2');
  expect(stdout).toBe('__proto__=1,constructor=2\n');
});

test.each([
  ['without "="', ['a=1', 's3cret'], 'entry 2 has no "="'],
  ['without a key', ['=s3cret'], 'the key of entry 1 is not a valid'],
  ['with a space', [' a=s3cret'], 'the key of entry 1 is not a valid'],
  ['with two members', ['a=1,b=s3cret', 'a,b=2'], 'the key of entry 2 is not'],
  ['not ASCII', ['é=s3cret'], 'the key of entry 1 is not a valid'],
  ['twice', ['a=1', 'a=s3cret'], 'a is given twice'],
])('E4 D2 a key %s is invalid usage', async (_, entries, message) => {
  const { code, stdout, stderr } = await runIn({}, 'encode', ...entries);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`error: ${message}`);
  expect(stderr).not.toContain('s3cret');
});

test('without an entry it is invalid usage', async () => {
  expect(await runIn({}, 'encode')).toMatchObject({ code: 2, stdout: '' });
});

test('I7 exit code 1 where an entry does not fit', async () => {
  const env = { OTEL_BAGGAGE_MAX_ENTRIES: '1', OTEL_BAGGAGE_MAX_BYTES: '5' };
  const { code, stdout, stderr } = await runIn(
    { env },
    ...['encode', 'a=s3cret', 'b=1', 'c=2'],
  );
  expect([code, stdout]).toEqual([1, 'b=1\n']);
  expect(stderr).toBe(
    'warning: entry 1 is left out: does not fit into 5 bytes\n' +
      'warning: entry 3 is left out: more than 1 entries\n',
  );
});

test('T4 a key that looks sensitive is warned of', async () => {
  const { code, stdout, stderr } = await runIn({}, 'encode', 'password=s3cret');
  expect([code, stdout]).toEqual([0, 'password=s3cret\n']);
  expect(stderr).toMatch(/^warning: password looks sensitive/);
  expect(stderr).not.toContain('s3cret');
});
