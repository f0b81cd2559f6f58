import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { MOVES_THE_CURSOR } from '../test-data/moves-the-cursor';
import { runIn } from '../test-data/run-in';

let server: Server;
let listener: RequestListener;
let received: IncomingMessage;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    received = request;
    listener(request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
beforeEach(() => {
  listener = echoHeaders;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise(resolve => server.close(resolve));
});

const echoHeaders: RequestListener = ({ headers }, response) => {
  response.end(JSON.stringify({ headers }));
};

const answers =
  (body: string): RequestListener =>
  (_, response) =>
    response.end(body);

test('exit code 0 where all came back, with what was sent and the time', async () => {
  const { code, stdout, stderr } = await runIn(
    {},
    ...['probe', url, '--baggage', 'tenant.id=acme;ttl=60'],
  );
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.replace(/\d+\.\d ms/g, '# ms')).toBe(`\
request  GET ${url}
baggage  tenant.id=acme;ttl=60
answer   200 OK
time     # ms (connected after # ms, first byte after # ms)

came back in the JSON body, $.headers.baggage:
┌───────────┬─────────────┬─────────────┬────────┐
│ key       │ sent        │ came back   │ result │
│ tenant.id │ acme;ttl=60 │ acme;ttl=60 │ same   │
└───────────┴─────────────┴─────────────┴────────┘
`);
});

test('without --baggage an entry is sent that is not there by chance', async () => {
  const { code } = await runIn({}, 'probe', url);
  expect(code).toBe(0);
  expect(received.headers.baggage).toMatch(/^probe\.id=[0-9a-f]{8}$/);
});

test.each([
  ['HOST:PORT', (port: string) => `127.0.0.1:${port}`, '/'],
  ['and a path', (port: string) => `localhost:${port}/a?b`, '/a?b'],
  ['and a query', (port: string) => `LOCALHOST:${port}?b`, '/?b'],
])('the URL may be %s', async (_, addressOf, path) => {
  await runIn({}, 'probe', addressOf(new URL(url).port));
  expect(received.url).toBe(path);
});

test.each(['localhost', 'a:b:1', 'user:s3cret@a:1', 'ftp://a:1/', ':8080'])(
  'D2 %s is an unsupported URL',
  async address => {
    const { code, stderr } = await runIn({}, 'probe', address);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: unsupported URL\nhint: give HOST:PORT/);
    expect(stderr).not.toContain('s3cret');
  },
);

test('exit code 1 where an entry was lost or changed', async () => {
  listener = answers('{"baggage":"a=2,c=3"}');
  const { code, stdout } = await runIn({}, 'probe', url, '-b', 'a=1,b=2');
  expect(code).toBe(1);
  expect(stdout).toMatch(/ a +│ 1 +│ 2 +│ changed /);
  expect(stdout).toMatch(/ b +│ 2 +│ +│ lost /);
  expect(stdout).toMatch(/ c +│ +│ 3 +│ added /);
});

test('exit code 1 where nothing is echoed', async () => {
  listener = answers('hello');
  const { code, stdout } = await runIn({}, 'probe', url);
  expect(code).toBe(1);
  expect(stdout).toContain('the answer does not give the baggage back');
});

test('headers more, of which one may be the baggage', async () => {
  const { code } = await runIn(
    {},
    ...['probe', url, '-H', 'X-A: 1', '-H', 'X-A:2', '-H', 'Baggage: a=1'],
  );
  expect(code).toBe(0);
  expect(received.headers).toMatchObject({ 'x-a': '1, 2', baggage: 'a=1' });
});

test('a redirect is told and not followed', async () => {
  listener = (_, response) =>
    response.writeHead(302, { location: '/else' }).end();
  const { code, stdout } = await runIn({}, 'probe', url);
  expect(code).toBe(1);
  expect(stdout).toContain('answer   302 Found');
  expect(stdout).toContain('redirect /else, which is not followed');
});

test('what is not valid is sent all the same, and told', async () => {
  const { stdout } = await runIn({}, 'probe', url, '-b', 'a=1,b c=2');
  expect(received.headers.baggage).toBe('a=1,b c=2');
  expect(stdout).toContain(
    'note     a compliant receiver will drop 1 of these members',
  );
});

test('--json for machines', async () => {
  const { code, stdout } = await runIn(
    {},
    ...['probe', url, '--json', '-b', 'a=1,token=x'],
  );
  expect(code).toBe(0);
  const time = expect.any(Number);
  expect(JSON.parse(stdout)).toEqual({
    url,
    baggage: 'a=1,token=********',
    status: 200,
    isCut: false,
    times: { connected: time, answered: time, done: time },
    echoes: [
      {
        place: 'the JSON body, $.headers.baggage',
        entries: [
          { key: 'a', sent: '1', received: '1', result: 'same' },
          { key: 'token', masked: true, result: 'same' },
        ],
      },
    ],
  });
});

test('T4 D2 secrets are shown nowhere, those of the URL neither', async () => {
  const SECRET = 's3cret';
  const secrets = [
    `token=${SECRET}`,
    `a1=1;password=${SECRET}`,
    `a2=password=${SECRET}`,
    `pass%77ord=${SECRET}`,
    `password="a,${SECRET}=1,b=${SECRET},${SECRET}"`,
  ].join(',');
  const secretUrl = `${url.replace('//', `//user:${SECRET}@`)}?key=${SECRET}`;
  for (const options of [[], ['--json']]) {
    const { stdout, stderr } = await runIn(
      {},
      ...['probe', secretUrl, '-b', secrets, ...options],
    );
    expect(stdout).toContain('token');
    expect(stdout + stderr).not.toContain(SECRET);
  }
});

test('a hostile answer does not reach the terminal as it is', async () => {
  listener = (_, response) => {
    response.statusMessage = '\x9b31m';
    response.setHeader('location', '\x9b');
    response.setHeader('baggage', 'a=%1b\x9b,b=%1b');
    response.end(JSON.stringify({ '\x1b': { baggage: 'a=%C2%9B' } }));
  };
  for (const options of [[], ['--json']]) {
    const { stdout } = await runIn({}, 'probe', url, ...options);
    expect(stdout).not.toMatch(MOVES_THE_CURSOR);
  }
});

test('a body without an end is not read to it', async () => {
  listener = (_, response) => {
    const more = () => response.write('x'.repeat(65_536));
    response.on('drain', more);
    while (more());
  };
  expect(await runIn({}, 'probe', url)).toMatchObject({ code: 1 });
});

describe('exit code 3 where no answer came', () => {
  test('in time', async () => {
    listener = (_, response) => response.write('x');
    const { code, stdout, stderr } = await runIn(
      {},
      ...['probe', url, '--timeout', '0.2'],
    );
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('error: no complete answer within 0.2 s\nhint: ');
  });

  test('at all', async () => {
    const other = createServer();
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await new Promise(resolve => other.close(resolve));
    const { code, stderr } = await runIn(
      {},
      'probe',
      `http://127.0.0.1:${port}`,
    );
    expect(code).toBe(3);
    expect(stderr).toContain('hint: is the service running');
  });

  test('of HTTP', async () => {
    listener = (_, response) => response.socket!.end('nonsense\r\n\r\n');
    expect(await runIn({}, 'probe', url)).toMatchObject({ code: 3 });
  });
});

test.each([
  ['no URL', []],
  ['what is none', ['localhost']],
  ['another scheme', ['ftp://localhost/']],
  ['a header without a name', ['http://localhost/', '-H', 'a=1']],
  ['a header with a line break', ['http://localhost/', '-H', 'a: 1\nb: 2']],
  ['a name of two words', ['http://localhost/', '-H', 'a b: 1']],
  ['a baggage with a line break', ['http://localhost/', '-b', 'a=1\r\nb: 2']],
  ['no time', ['http://localhost/', '-t', '0']],
  ['a time that is none', ['http://localhost/', '-t', 'soon']],
])('%s is invalid usage', async (_, args) => {
  const { code, stdout, stderr } = await runIn({}, 'probe', ...args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^error: .*\n(.*\n)*hint: /);
});
