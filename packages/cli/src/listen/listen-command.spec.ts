import { request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { run } from '../program';
import { MOVES_THE_CURSOR } from '../test-data/moves-the-cursor';
import { runIn } from '../test-data/run-in';

/** Runs `listen --once`, sends it a request, and waits for its end. */
async function listenOnce(path: string, fields: string[]) {
  let stdout = '';
  let listening: (port: string) => void;
  const port = new Promise<string>(resolve => (listening = resolve));
  const output = {
    write: (text: string) => {
      stdout += text;
      const found = /^listening on http:\/\/127\.0\.0\.1:(\d+)\/$/m.exec(text);
      if (found) listening(found[1]!);
    },
  };
  const end = run(['listen', '--once'], {
    stdin: Readable.from([]),
    stdout: output,
    stderr: output,
    env: {},
  });
  const used = await port;
  const body = await new Promise<string>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: used, path });
    if (fields.length > 0) sent.setHeader('baggage', fields);
    sent.on('error', reject);
    sent.on('response', async response => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve(text);
    });
    sent.end();
  });
  const code = await end;
  return { code, body, printed: stdout.split('\n').slice(1) };
}

test('a request is answered with its baggage, and printed', async () => {
  expect(await listenOnce('/orders?id=1', ['a=1;ttl=60'])).toEqual({
    code: 0,
    body: '{"baggage":"a=1;ttl=60"}\n',
    printed: ['GET /orders  a=1;ttl=60', ''],
  });
});

test('E1 several fields are one', async () => {
  const { body } = await listenOnce('/', ['a=1', 'b=2']);
  expect(body).toBe('{"baggage":"a=1,b=2"}\n');
});

test('a request without baggage', async () => {
  const { body, printed } = await listenOnce('/', []);
  expect([body, printed[0]]).toEqual([
    '{"baggage":null}\n',
    'GET /  no baggage',
  ]);
});

test('T4 secrets and what moves the cursor are not printed', async () => {
  const { body, printed } = await listenOnce('/a', ['token=s3cret,b=\x9b2J']);
  expect(body).toContain('s3cret');
  expect(printed.join('\n')).not.toContain('s3cret');
  expect(printed.join('\n')).not.toMatch(MOVES_THE_CURSOR);
});

test('a port that is in use is named', async () => {
  const taken = createServer();
  await new Promise<void>(done => taken.listen(0, '127.0.0.1', done));
  const port = String((taken.address() as AddressInfo).port);
  const { code, stdout, stderr } = await runIn({}, 'listen', '--port', port);
  taken.close();
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(`error: port ${port} cannot be used (EADDRINUSE)\n`);
});

test.each(['65536', '-1', '80x', '1e3', ''])(
  '--port %j is invalid usage',
  async port => {
    const { code, stderr } = await runIn({}, 'listen', `--port=${port}`);
    expect(code).toBe(2);
    expect(stderr).toContain('--port must be a whole number from 0 to 65535');
  },
);
