import { version } from '../package.json';
import { MOVES_THE_CURSOR } from './test-data/moves-the-cursor';
import { runIn } from './test-data/run-in';

test.each([['--version'], ['-V']])('%s is that of package.json', async name => {
  expect(await runIn({}, name)).toEqual({
    code: 0,
    stdout: `${version}\n`,
    stderr: '',
  });
});

test.each([
  ['--help'],
  ['help'],
  ['inspect', '--help'],
  ['env', '--help'],
  ['encode', '--help'],
  ['listen', '--help'],
  ['probe', '-h'],
])('%s %s goes to standard output', async (...args) => {
  const { code, stdout, stderr } = await runIn({}, ...args);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Usage: otel-baggage /);
  expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThan(
    81,
  );
});

test('each command says its exit codes', async () => {
  for (const command of ['inspect', 'env', 'encode', 'listen', 'probe']) {
    const { stdout } = await runIn({}, command, '--help');
    expect(stdout).toContain('Exit code: 0');
  }
});

test('without a command there is help, and invalid usage', async () => {
  const { code, stdout, stderr } = await runIn({});
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^Usage: otel-baggage /);
});

test('a wrong command is told with the nearest one', async () => {
  const { code, stdout, stderr } = await runIn({}, 'inspct');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toBe(
    "error: unknown command 'inspct'\n(Did you mean inspect?)\nhint: add --help to see what there is\n",
  );
});

test('a hostile argument does not reach the terminal as it is', async () => {
  for (const args of [['\x1b[2J'], ['env', '--\x9b'], ['probe', '\x1b']]) {
    const { code, stderr } = await runIn({}, ...args);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(MOVES_THE_CURSOR);
  }
});

test('an error is red on a terminal, and not where NO_COLOR is set', async () => {
  const red = await runIn({ isTTY: true }, 'inspct');
  // eslint-disable-next-line no-control-regex
  expect(red.stderr).toMatch(/^\x1b\[31merror:\x1b\[39m unknown/);
  const wrong = await runIn({ isTTY: true }, 'probe', 'x');
  // eslint-disable-next-line no-control-regex
  expect(wrong.stderr).toMatch(/^\x1b\[31merror:\x1b\[39m unsupported URL/);
  const plain = await runIn({ isTTY: true, env: { NO_COLOR: '1' } }, 'inspct');
  expect(plain.stderr).not.toContain('\x1b');
});
