import { headersIn } from './headers-in';

async function read(text: string): Promise<string[]> {
  async function* lines() {
    yield* text.split('\n');
  }
  const headers: string[] = [];
  for await (const header of headersIn(lines())) headers.push(header);
  return headers;
}

test('each line is a header', async () => {
  expect(await read('a=1\n\nBaggage:\tb=2\nc d\n')).toEqual([
    'a=1',
    'b=2',
    'c d',
  ]);
});

test('a line with another name before it is a header with a fault', async () => {
  expect(await read('tenant: acme\n> a=1 <')).toEqual([
    'tenant: acme',
    '> a=1 <',
  ]);
});

const CURL = `\
  % Total    % Received % Xferd  Average Speed
  0     0    0     0    0     0      0      0
*   Trying 127.0.0.1:8080...
* Connected to localhost (127.0.0.1) port 8080
> GET /a=b HTTP/1.1
> Host: localhost:8080
> baggage: a=1
> x-other: baggage: no=1
> Baggage: b=2
>
* Request completely sent off
< HTTP/1.1 200 OK
< baggage: c=3
<
{ [20 bytes data]
{"baggage":"a=1"}
* Connection #0 to host localhost left intact`;

test.each([
  ['', CURL],
  [' without the progress', CURL.split('\n').slice(2).join('\n')],
  [' with CR', CURL.replaceAll('\n', ' \n')],
])('E1 what curl -v prints%s: the fields of each message', async (_, text) => {
  const headers = await read(text);
  expect(headers.map(header => header.trim().replace(' ,', ','))).toEqual([
    'a=1,b=2',
    'c=3',
  ]);
});

test('E1 a request as it is sent', async () => {
  const text = 'GET / HTTP/1.1\nHost: a\nbaggage: a=1\nbaggage: b=2\n\nbody=1';
  expect(await read(text)).toEqual(['a=1,b=2']);
});

test('a message without baggage has no header', async () => {
  expect(await read('> GET / HTTP/2\n> Host: a\n>\n')).toEqual([]);
});
