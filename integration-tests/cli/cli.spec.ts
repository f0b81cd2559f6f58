import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

// The command as a user has it: installed from its tarball.

const root = resolve(__dirname, '../..');
const api = join(root, 'node_modules/@opentelemetry/api');

let project: string;

interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
}

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'otel-baggage-cli-'));
  writeFileSync(join(project, 'package.json'), '{ "private": true }');
  const packed: { filename: string }[] = JSON.parse(
    execFileSync(process.execPath, [join(root, 'scripts/pack.mjs'), project], {
      encoding: 'utf8',
    }),
  );
  const { version } = JSON.parse(
    readFileSync(join(api, 'package.json'), 'utf8'),
  );
  execFileSync(
    'npm',
    [
      'install',
      '--prefer-offline',
      '--loglevel=error',
      // Nothing but what the packages themselves depend on: no SDK.
      '--legacy-peer-deps',
      `@opentelemetry/api@${version}`,
      ...packed.map(({ filename }) => `./${filename}`),
    ],
    { cwd: project, encoding: 'utf8', stdio: 'pipe' },
  );
}, 300_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

/** The environment of the tests, without what is looked at. */
function environment(env: Record<string, string> = {}): NodeJS.ProcessEnv {
  const clean = Object.entries(process.env).filter(
    ([name]) =>
      !name.startsWith('OTEL_') &&
      !['NO_COLOR', 'FORCE_COLOR', 'TERM'].includes(name),
  );
  return { ...Object.fromEntries(clean), TERM: 'xterm', ...env };
}

function otelBaggage(
  args: string[],
  { env, input }: { env?: Record<string, string>; input?: string } = {},
): Ran {
  return spawnSync(binary(), args, {
    cwd: project,
    env: environment(env),
    encoding: 'utf8',
    input,
  });
}

function binary(): string {
  return join(project, 'node_modules/.bin/otel-baggage');
}

function shell(script: string, env?: Record<string, string>): Ran {
  return spawnSync('bash', ['-c', script], {
    cwd: project,
    env: environment(env),
    encoding: 'utf8',
  });
}

test('npx otel-baggage runs it, without any SDK', () => {
  const { status, stdout } = shell("npx --no otel-baggage inspect 'a=1'");
  expect([status, stdout]).toEqual([
    0,
    expect.stringContaining('sent on: a=1'),
  ]);
});

test('nothing is installed but OpenTelemetry and the packages of this repository', () => {
  const installed = readdirSync(join(project, 'node_modules')).filter(
    name => !name.startsWith('.'),
  );
  expect(installed.sort()).toEqual(['@opentelemetry', '@otel-baggage']);
});

test('the licences of all that is bundled are there', () => {
  const dist = join(project, 'node_modules/@otel-baggage/cli/dist');
  const text = readFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  const { sources } = JSON.parse(
    readFileSync(join(dist, 'main.mjs.map'), 'utf8'),
  ) as { sources: string[] };
  const bundled = sources.flatMap(
    source => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? [],
  );
  expect(bundled).toContain('commander');
  for (const name of bundled) {
    expect(text).toMatch(new RegExp(`^${name} [\\d.]+ \\(MIT\\)$`, 'm'));
  }
  expect(text.match(/Permission is hereby granted/g)!.length).toBe(
    new Set(bundled).size,
  );
});

test('--version is that of the package', () => {
  const { version } = JSON.parse(
    readFileSync(
      join(project, 'node_modules/@otel-baggage/cli/package.json'),
      'utf8',
    ),
  );
  expect(otelBaggage(['--version'])).toMatchObject({
    status: 0,
    stdout: `${version}\n`,
  });
});

test.each([
  [0, ['inspect', 'a=1']],
  [1, ['inspect', 'a b=1']],
  [2, ['inspect', '--no-such-option']],
  [2, []],
  [0, ['env']],
  [0, ['--help']],
  [3, ['probe', 'http://127.0.0.1:1/']],
])('exit code %s of %j', (status, args) => {
  const ran = otelBaggage(args);
  expect(ran.status).toBe(status);
  const hasFailed = status > 1;
  expect([ran.stdout === '', ran.stderr === '']).toEqual([
    hasFailed,
    !hasFailed,
  ]);
});

test('headers come from standard input, line by line', () => {
  const { status, stdout } = otelBaggage(['inspect', '--json'], {
    input: 'baggage: a=1\r\n\r\nb=2\n',
  });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([{ sent: 'a=1' }, { sent: 'b=2' }]);
});

test('env shows what the process has', () => {
  const { status, stdout } = otelBaggage(['env'], {
    env: { OTEL_BAGGAGE_ATTRIBUTE_KEY: 'a', OTEL_BAGGAGE_MAX_BYTES: '4096' },
  });
  expect(status).toBe(1);
  expect(stdout).toContain('limits    64 entries, 4096 bytes');
  expect(stdout).toContain('Did you mean OTEL_BAGGAGE_ATTRIBUTE_KEYS?');
});

test('probe finds what a service echoes', async () => {
  const server = createServer(({ headers }, response) =>
    response.end(JSON.stringify({ headers })),
  );
  await new Promise<void>(listening =>
    server.listen(0, '127.0.0.1', listening),
  );
  const { port } = server.address() as AddressInfo;
  const child = spawn(
    binary(),
    ['probe', `http://127.0.0.1:${port}/`, '-b', 'tenant.id=acme'],
    { env: environment() },
  );
  let stdout = '';
  child.stdout.on('data', chunk => (stdout += chunk));
  const code = await new Promise(closed => child.on('close', closed));
  await new Promise(closed => server.close(closed));
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/tenant\.id │ acme │ acme +│ same/),
  ]);
});

describe('colours', () => {
  /** In a terminal that `script` makes. */
  const inTerminal = (env?: Record<string, string>) =>
    shell(
      `script -qec "${binary()} inspect 'a b=1'" /dev/null </dev/null`,
      env,
    );

  test('are there on a terminal', () => {
    expect(inTerminal()).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('\x1b[31m'),
    });
  });

  test('are not there with NO_COLOR, and not in a pipe', () => {
    expect(inTerminal({ NO_COLOR: '1' }).stdout).not.toContain('\x1b[3');
    expect(otelBaggage(['inspect', 'a b=1']).stdout).not.toContain('\x1b');
    expect(otelBaggage(['nonsense']).stderr).not.toContain('\x1b');
  });

  test('are there with FORCE_COLOR in a pipe', () => {
    const env = { FORCE_COLOR: '1' };
    expect(otelBaggage(['inspect', 'a b=1'], { env }).stdout).toContain(
      '\x1b[31m',
    );
  });
});

test('who reads may go early', () => {
  const file = join(project, 'headers.txt');
  writeFileSync(file, 'a=1,b=2\n'.repeat(5000));
  const { status, stdout, stderr } = shell(
    `set -o pipefail; ${binary()} inspect --file ${file} | head -n 1`,
  );
  expect([status, stdout, stderr]).toEqual([0, 'a=1,b=2\n', '']);
});
