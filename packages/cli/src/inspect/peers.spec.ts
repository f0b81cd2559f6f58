import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseBaggage } from '@otel-baggage/core';
import { runIn } from '../test-data/run-in';
import { lossesOf, PEERS } from './peers';

const DOCS = readFileSync(
  resolve(__dirname, '../../../../docs/compatibility.md'),
  'utf8',
);

/** The names of those that lose something. */
const losers = (header: string) => lossesOf(header).map(({ peer }) => peer);

test.each(PEERS)(
  '$name loses $example, which is valid, and the docs say so',
  ({ name, example }) => {
    expect(parseBaggage(example).dropped).toEqual([]);
    expect(losers(example)).toContain(name);
    const shown = example.replace(/(x)x+$/, '$1…');
    const rows = DOCS.split('\n').filter(line => line.includes(`\`${shown}\``));
    expect(rows.filter(row => row.includes(name))).not.toEqual([]);
  },
);

test.each<[header: string, peers: string[]]>([
  ['tenant.id=acme;ttl=60,plan=pro-1.2_x~', []],
  ['e=', ['dd-trace', 'OpenTelemetry PHP']],
  ['a=0', ['OpenTelemetry PHP']],
  ['a=00', []],
  ['a=b%20c', ['OpenTelemetry PHP']],
  ['a=b+c', ['OpenTelemetry PHP']],
  ['a=%2C', ['OpenTelemetry PHP']],
  ['a=%C3%A9', ['OpenTelemetry C++']],
  ['a=%0A', ['OpenTelemetry C++']],
  ['a=%7F', ['OpenTelemetry C++']],
  ['a=%7E', []],
  ['a=https://b', []],
  ['a=b=c', ['OpenTelemetry Ruby', 'OpenTelemetry Rust']],
  ['a=b=', []],
  ['a==b', ['OpenTelemetry Ruby', 'OpenTelemetry Rust']],
  ['a=%FF', ['OpenTelemetry C++', 'OpenTelemetry Rust']],
  ['a=%C3%28', ['OpenTelemetry C++', 'OpenTelemetry Rust']],
  ['a%FF=1', ['OpenTelemetry C++', 'OpenTelemetry Rust']],
  ['a=b;p=%C3%A9', []],
  ['a%=1', ['OpenTelemetry C++', 'OpenTelemetry Ruby']],
  ['a%4=1', ['OpenTelemetry C++', 'OpenTelemetry Ruby']],
  ['a%41=1', []],
  ['a%20b=1', ['OpenTelemetry PHP', 'OpenTelemetry Rust']],
  ['a!=1', []],
  [`a=${'x'.repeat(4094)}`, []],
  [`a=${'x'.repeat(4095)}`, ['OpenTelemetry Python']],
  [`a=${'x'.repeat(4096)}`, ['OpenTelemetry Python', 'OpenTelemetry C++']],
])('%s is lost by %j', (header, peers) => {
  expect(losers(header)).toEqual(peers);
});

test('inspect says which peers would lose something of what is sent', async () => {
  const { code, stdout } = await runIn({}, 'inspect', 'a=1,e=,t=x%20y,z=%zz');
  expect(stdout).toContain(
    'dd-trace would lose all of this: e has an empty value',
  );
  expect(stdout).toMatch(/^OpenTelemetry PHP would lose e, t: /m);
  expect(stdout).not.toMatch(/Ruby|C\+\+/);
  // Nothing is wrong with the header.
  expect(code).toBe(1);
  expect((await runIn({}, 'inspect', 'a=1,e=')).code).toBe(0);
});

test('inspect --json has them too, and nothing where there is none', async () => {
  const { stdout } = await runIn(
    { stdin: 'a=1,e=\na=1\n' },
    'inspect',
    '--json',
  );
  const [lost, fine] = JSON.parse(stdout);
  expect(lost.lostBy).toContainEqual({
    peer: 'dd-trace',
    keys: ['e'],
    losesAll: true,
    because: 'an empty value',
  });
  expect(fine).not.toHaveProperty('lostBy');
});

test('T2 what is not sent is lost by nobody', async () => {
  const { stdout } = await runIn(
    { env: { OTEL_BAGGAGE_EGRESS_KEYS: 'a' } },
    ...['inspect', 'a=1,e='],
  );
  expect(stdout).not.toContain('would lose');
});
