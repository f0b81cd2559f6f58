import { findEchoes } from './find-echoes';

const SENT = 'a=1,b=2';

function echoes(body: unknown, baggage: string[] = []) {
  const answer = {
    status: 200,
    statusText: 'OK',
    baggage,
    location: undefined,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    isCut: false,
    times: { connected: 0, answered: 0, done: 0 },
  };
  return findEchoes(answer, SENT).map(({ place, header }) => [place, header]);
}

test('the header of the answer, in one field or several', () => {
  expect(echoes('', ['a=1', 'b=2'])).toEqual([
    ['the header "baggage"', 'a=1,b=2'],
  ]);
});

test.each([
  [{ headers: { Baggage: 'a=1' } }, '$.headers.Baggage', 'a=1'],
  [{ headers: { baggage: ['a=1', 'c=3'] } }, '$.headers.baggage', 'a=1,c=3'],
  [[{ received: SENT }], '$[0].received', SENT],
  [SENT, 'the body', SENT],
])('a body %j', (body, place, header) => {
  const [echo] = echoes(body);
  expect(echo).toEqual([expect.stringContaining(place), header]);
});

test.each([
  ['GET / HTTP/1.1\r\nhost: x\r\nBaggage: a=1 \r\n\r\n', 'a=1'],
  ['  baggage=a=1\n', 'a=1'],
  ['baggage: a=1\nbaggage: c=3', 'a=1,c=3'],
  [`you sent ${SENT}!`, SENT],
])('a body that is no JSON: %j', (body, header) => {
  expect(echoes(body)).toEqual([[expect.stringMatching(/^the body/), header]]);
});

test.each([
  '',
  'x',
  '{}',
  'null',
  '{"baggage":null}',
  '{"baggage":[]}',
  '{"baggage":[1]}',
  '{"luggage":"a=1"}',
  '{"baggage"',
])('nothing in %j', body => {
  expect(echoes(body)).toEqual([]);
});

test('each place is told', () => {
  const body = { baggage: 'a=1', inner: { baggage: 'c=3' } };
  expect(echoes(body, ['a=1'])).toHaveLength(3);
});

test('a hostile body takes no endless time, and no room on the terminal', () => {
  const deep = '['.repeat(5000) + ']'.repeat(5000);
  expect(echoes(deep)).toEqual([]);
  const wide = JSON.stringify(Array.from({ length: 100_000 }, () => [[]]));
  expect(echoes(wide)).toEqual([]);
  const [[place]] = echoes({ ['\x1b'.repeat(1000)]: { baggage: 'a=1' } }) as [
    [string, string],
  ];
  expect(place.length).toBeLessThan(100);
  expect(place).not.toContain('\x1b');
  const spaces = ' '.repeat(500_000);
  expect(echoes(`baggage:${spaces}x${spaces}y${spaces}`)).toHaveLength(1);
});
