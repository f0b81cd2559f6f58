import { spawn, type ChildProcess } from 'node:child_process';
import { request } from 'node:http';
import { resolve } from 'node:path';

// The receiver of the example, in a process of its own.

const examples = resolve(__dirname, '../../examples');

const JSON_TYPE = 'application/json';
const BODY = '{"resourceSpans":[],"resourceLogs":[],"resourceMetrics":[]}';
const MAX_BODY_BYTES = 16 * 1024 * 1024;

interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

describe('the receiver of two-services', () => {
  let child: ChildProcess;
  let port: string;
  let token: Record<string, string>;

  beforeAll(async () => {
    const script = `
      import { startOtlpReceiver } from './two-services/otlp-receiver.mjs';
      const { url, headers } = await startOtlpReceiver();
      process.send({ url, headers });
      process.once('disconnect', () => process.exit());`;
    child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: examples,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const { url, headers } = await new Promise<Record<string, string>>(
      (done, fail) => {
        child.once('message', message => done(message as never));
        child.once('exit', code => fail(new Error(`ended with ${code}`)));
      },
    );
    port = new URL(url!).port;
    const [name, value] = headers!.split('=');
    token = { [name!]: value! };
  });
  afterAll(() => child.kill());

  /** Resolves to the status and the header that keeps types from being guessed. */
  function send({
    method = 'POST',
    path = '/v1/traces',
    headers = {},
    body = BODY,
  }: Sent): Promise<[status: number | undefined, nosniff: unknown]> {
    return new Promise((done, fail) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port,
          method,
          path,
          agent: false,
          headers: {
            host: `127.0.0.1:${port}`,
            'content-type': JSON_TYPE,
            ...token,
            ...headers,
          },
        },
        response => {
          const { statusCode } = response;
          done([statusCode, response.headers['x-content-type-options']]);
          response.destroy();
        },
      );
      // It does not take all of a body that is too large.
      outgoing.on('error', fail);
      outgoing.end(body);
    });
  }

  test.each(['/v1/traces', '/v1/logs', '/v1/metrics'])(
    'takes what its own processes send to %s',
    async path => {
      expect(await send({ path })).toEqual([200, 'nosniff']);
    },
  );

  test('has a token of its own in each run', () => {
    expect(Object.values(token)[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  const otherToken = { 'x-receiver-token': 'guessed' };

  test.each<[string, number, Sent]>([
    ['a process without the token', 403, { headers: otherToken }],
    ['a name that points here', 403, { headers: { host: 'evil.example' } }],
    ['a name with any port', 403, { headers: { host: '127.0.0.1' } }],
    ['a form', 415, { headers: { 'content-type': 'text/plain' } }],
    [
      'a type that only begins so',
      415,
      { headers: { 'content-type': `${JSON_TYPE}-patch+json` } },
    ],
    ['what is not JSON', 400, { body: '{' }],
    ['what is not OTLP', 400, { body: '{"resourceSpans":1}' }],
    ['another path', 404, { path: '/v1/other' }],
    ['a name that all objects have', 404, { path: '/__proto__' }],
    ['another method', 405, { method: 'PUT' }],
    ['GET', 405, { method: 'GET', body: '' }],
    [
      'more than it can hold',
      413,
      { body: Buffer.alloc(MAX_BODY_BYTES + 1, ' ') },
    ],
  ])('refuses %s with %i', async (_what, status, sent) => {
    expect(await send(sent)).toEqual([status, 'nosniff']);
  });
});
