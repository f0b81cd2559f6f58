import { parseBaggage } from '@otel-baggage/core';
import { faultIn } from './fault';

/** The fault of a member, as the text from there on. */
function faultOf(member: string): string | undefined {
  const header = `a=1,${member},z=1`;
  const { dropped } = parseBaggage(header);
  const [{ reason }] = dropped as [(typeof dropped)[0]];
  const fault = faultIn(header, 4, 4 + member.length, reason);
  return fault === undefined ? undefined : header.slice(fault, -4);
}

test.each([
  ['E4', 'user id=7', ' id=7'],
  ['E4', 'é=7', 'é=7'],
  ['E4', 'a(b=7', '(b=7'],
  ['E4', '=7', '=7'],
  ['E4', 'a:b', ':b'],
  ['E4', 'abc', undefined],
  ['E5', 'b=1 2', ' 2'],
  ['E5', 'b=%zz', '%zz'],
  ['E5', 'b=%41%4', '%4'],
  ['E5', 'b = "x"', '"x"'],
  ['E5', 'b=1\\2', '\\2'],
  ['E5', 'b=Amélie', 'élie'],
  ['E5', 'b=\x1b[2J', '\x1b[2J'],
  ['E3', 'b=1\u00a0', '\u00a0'],
  ['E6', 'b=1;p q', 'q'],
  ['E6', 'b=1; ok = 1 ;p=é', 'é'],
  ['E6', 'b=1;=2', '=2'],
  ['E6', 'b=1;;p=%', '%'],
  ['E6', 'b=1;p=1 2', ' 2'],
])('%s %j', (_, member, fault) => {
  expect(faultOf(member)).toBe(fault);
});

test('E8 what is dropped for another reason has no fault', () => {
  expect(faultIn('a=1,a=2', 0, 3, 'duplicate_key')).toBeUndefined();
});

test('E10 the longest member is read at once', () => {
  const header = `a=${'%41'.repeat(20_000)}"`;
  const fault = faultIn(header, 0, header.length, 'invalid_value');
  expect(fault).toBe(header.length - 1);
});
