import {
  type ChildProcess,
  execFileSync,
  spawn,
  spawnSync,
} from 'node:child_process';
import { once } from 'node:events';
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import {
  createServer as createNetServer,
  type AddressInfo,
  type Server as NetServer,
  type Socket,
} from 'node:net';
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
  expect(stdout).toMatch(/Did you\s+mean OTEL_BAGGAGE_ATTRIBUTE_KEYS\?/);
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

describe('input without an end', () => {
  test.each([
    ['lines', 'yes a=1 | BIN inspect', '10000 headers'],
    ['lines, as JSON', 'yes a=1 | BIN inspect --json', '10000 headers'],
    ['lines to be joined', 'yes a=1 | BIN inspect --join', '10000 headers'],
    ['empty lines', `yes '${' '.repeat(99)}' | BIN inspect`, '16 MiB'],
    ['one line', "yes a=1, | tr -d '\\n' | BIN inspect", '16 MiB'],
    ['a file', 'BIN inspect --file /dev/zero', '16 MiB'],
  ])(
    'is an error: %s',
    (_, script, what) => {
      const { status, stdout, stderr } = shell(
        `${script.replace('BIN', binary())} > out; code=$?; head -c 60 out; exit $code`,
      );
      expect([status, stderr]).toEqual([
        2,
        expect.stringMatching(
          new RegExp(`^error: the input has more than ${what}\\nhint: .*\\n$`),
        ),
      ]);
      expect(stdout).not.toContain('[');
    },
    120_000,
  );
});

test('one long line is read in full', () => {
  writeFileSync(join(project, 'long.txt'), 'a'.repeat(15 * 1024 * 1024));
  const { status, stdout } = otelBaggage([
    'inspect',
    ...['--file', 'long.txt', '--json'],
  ]);
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject([{ members: [], unreadFrom: 0 }]);
});

test.each([
  ['inspect a=1', 74],
  ['inspect --json a=1', 74],
  ['env', 74],
  ['--help', 74],
])('a full disk is an error: %s', (args, code) => {
  const { status, stderr } = shell(`${binary()} ${args} > /dev/full`);
  expect([status, stderr]).toEqual([
    code,
    'error: standard output cannot be written (ENOSPC)\n',
  ]);
});

test('a full disk does not change the exit code where only messages go there', () => {
  expect(shell(`${binary()} nonsense 2> /dev/full`).status).toBe(2);
  expect(
    shell(`${binary()} nonsense 2>&1 >/dev/null | true; exit \${PIPESTATUS[0]}`)
      .status,
  ).toBe(2);
});

test('a folder cannot be read, as a file and as standard input', () => {
  for (const args of ['--file .', '< .']) {
    const { status, stderr } = shell(`${binary()} inspect ${args}`);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^error: /)]);
  }
});

describe('listen', () => {
  let child: ChildProcess;
  let address: string;
  let printed: string[];

  beforeEach(async () => {
    printed = [];
    const lines = printed;
    child = spawn(binary(), ['listen'], { env: environment() });
    address = await new Promise<string>((resolve, reject) => {
      child.on('close', () => reject(new Error('it ended')));
      child.stdout!.on('data', chunk => {
        lines.push(String(chunk));
        const found = /^listening on (http:\S+)\n/.exec(lines.join(''));
        if (found) resolve(found[1]!);
      });
    });
  });
  afterEach(() => child.kill());

  test('answers probe, by address and by HOST:PORT', async () => {
    for (const url of [address, new URL(address).host]) {
      const { status, stdout } = otelBaggage(['probe', url, '-b', 'a=1;b=2']);
      expect([status, stdout]).toEqual([
        0,
        expect.stringContaining('came back in the JSON body, $.baggage'),
      ]);
    }
    const closed = once(child.stdout!, 'close');
    child.kill();
    await closed;
    expect(printed.join('').split('\n').slice(1)).toEqual([
      'GET /  a=1;b=2',
      'GET /  a=1;b=2',
      '',
    ]);
  });

  test('E1 what curl -v prints of a request is inspected', () => {
    const { status, stdout } = shell(
      `curl -v -H 'baggage: a=1' -H 'Baggage: b c=2' ${address} 2>&1 | ./node_modules/.bin/otel-baggage inspect --json`,
    );
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        members: [{ key: 'a' }, { dropped: { reason: 'invalid_key' } }],
        sent: 'a=1',
      },
    ]);
  });

  test('encode and curl: a header arrives as it was written', () => {
    const { status, stdout } = shell(
      `curl -s -H "baggage: $(./node_modules/.bin/otel-baggage encode 'a=é, "1"')" ${address}`,
    );
    expect([status, stdout]).toEqual([
      0,
      '{"baggage":"a=%C3%A9%2C%20%221%22"}\n',
    ]);
  });

  test('a request that is not HTTP, or too large, does not end it', () => {
    const { port } = new URL(address);
    shell(`printf 'x\\r\\n\\r\\n' > /dev/tcp/127.0.0.1/${port}`);
    const large = 'x'.repeat(70_000);
    shell(`curl -s -H 'baggage: a=${large}' ${address}`);
    expect(otelBaggage(['probe', address]).status).toBe(0);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it', async signal => {
    const ended = new Promise(resolve =>
      child.on('exit', (_, by) => resolve(by)),
    );
    child.kill(signal);
    expect(await ended).toBe(signal);
  });
});

test('--env-file: what is set wins, and a file that is not there is an error', () => {
  writeFileSync(
    join(project, 'service.env'),
    'OTEL_BAGGAGE_MAX_BYTES=5\nOTEL_BAGGAGE_EGRESS_KEYS=a\n',
  );
  const inspect = (file: string, env?: Record<string, string>) =>
    otelBaggage(['inspect', '--json', '--env-file', file, 'a=1'], { env });
  const own = { OTEL_BAGGAGE_MAX_BYTES: '7' };
  expect(JSON.parse(inspect('service.env').stdout)[0].maxBytes).toBe(5);
  expect(JSON.parse(inspect('service.env', own).stdout)[0].maxBytes).toBe(7);
  // Node.js looks for the option behind the program's name, too.
  const { status, stdout, stderr } = inspect('none.env');
  expect([status, stdout]).toEqual([9, '']);
  expect(stderr).toContain('none.env');
});

test('E9 inspect --max-bytes is a step of CI', () => {
  writeFileSync(join(project, 'headers.txt'), 'a=1\nbcd=1\n');
  const check = (limit: number) =>
    shell(
      `./node_modules/.bin/otel-baggage inspect --max-bytes ${limit} --file headers.txt`,
    ).status;
  expect([check(5), check(4)]).toEqual([0, 1]);
});

describe('probe of a service that', () => {
  let server: NetServer;
  let answer: (socket: Socket) => void;

  beforeAll(async () => {
    server = createNetServer(socket => {
      socket.on('error', () => undefined);
      socket.once('data', () => answer(socket));
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => server.close());

  async function probe(...args: string[]): Promise<Ran> {
    const { port } = server.address() as AddressInfo;
    const child = spawn(
      binary(),
      ['probe', `http://127.0.0.1:${port}/`, ...args],
      { env: environment() },
    );
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', chunk => (stdout += chunk));
    child.stderr.on('data', chunk => (stderr += chunk));
    const status = await new Promise<number>(closed =>
      child.on('close', closed),
    );
    return { status, stdout, stderr };
  }

  const head = 'HTTP/1.1 200 OK\r\n';

  test.each([
    ['never ends its head', head],
    ['never ends a body with a length', `${head}content-length: 9\r\n\r\na=1`],
    [
      'never ends a body in chunks',
      `${head}transfer-encoding: chunked\r\n\r\n3\r\na=1\r\n`,
    ],
    ['never ends a body without a length', `${head}\r\na=1`],
  ])('%s: no complete answer', async (_, text) => {
    answer = socket => socket.write(text);
    expect(await probe('--timeout', '1')).toEqual({
      status: 3,
      stdout: '',
      stderr: expect.stringMatching(/^error: no complete answer within 1 s\n/),
    });
  });

  test('sends a body little by little: the time is for all of it', async () => {
    answer = socket => {
      socket.write(`${head}\r\n`);
      const timer = setInterval(() => socket.write('x'), 100);
      socket.once('close', () => clearInterval(timer));
    };
    expect(await probe('--timeout', '1')).toMatchObject({ status: 3 });
  });

  test('ends before its body does', async () => {
    answer = socket => socket.end(`${head}content-length: 9\r\n\r\na=1`);
    expect(await probe()).toMatchObject({ status: 3, stdout: '' });
  });

  test.each([['upgrade: websocket\r\nconnection: upgrade\r\n'], ['']])(
    'answers 101 with %j',
    async fields => {
      answer = socket => {
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${fields}\r\n`);
      };
      expect(await probe('--timeout', '20')).toEqual({
        status: 3,
        stdout: '',
        stderr: expect.stringMatching(/^error: the answer is 101: /),
      });
    },
  );

  test('answers without an end', async () => {
    answer = socket => {
      socket.write(`${head}\r\nbaggage: a=1\n`);
      const more = () => {
        while (!socket.destroyed && socket.write('x'.repeat(65_536)));
      };
      socket.on('drain', more);
      more();
    };
    const { status, stdout } = await probe('-b', 'a=1');
    expect(status).toBe(0);
    expect(stdout).toContain('the body is larger than 1048576 bytes');
    const json = JSON.parse((await probe('-b', 'a=1', '--json')).stdout);
    expect(json).toMatchObject({ isCut: true });
  });
});
