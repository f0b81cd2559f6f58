/**
 * The tables of the .NET SDK's tests.
 *
 * Source: the repository open-telemetry/opentelemetry-dotnet at 63d9cd172,
 * `test/OpenTelemetry.Api.Tests/Context/Propagation/BaggagePropagatorTests.cs`.
 */
import type { Entry } from '@otel-baggage/test-support';
import type { EntriesCase, HeaderCase } from './types';

const NO_METADATA = 'Ignores the properties. We keep them (E6).';
const REPLACED =
  'Gives U+FFFD for the %. A % without two hex digits makes the member invalid (E5).';
const FEWER_ENCODED =
  'Sends + and = as they are, which is legal too. We encode them (I4).';

/** Of the printable ones. */
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ ';
const hex = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

const numbered = (count: number, value: string): Entry[] =>
  Array.from({ length: count }, (_, i) => [
    `k${String(i).padStart(4, '0')}`,
    value,
  ]);
const headerOf = (entries: Entry[]): string =>
  entries.map(([key, value]) => `${key}=${value}`).join(',');
const x8186 = 'x'.repeat(8186);
const x8187 = 'x'.repeat(8187);

export const dotnetHeaderCases: HeaderCase[] = [
  { name: 'no header', header: [], entries: [] },
  { name: 'one member', header: 'name=test', entries: [['name', 'test']] },
  {
    name: 'several headers, one twice',
    header: ['name1=test1', 'name2=test2', 'name2=test2'],
    entries: [
      ['name1', 'test1'],
      ['name2', 'test2'],
    ],
  },
  {
    name: 'the second member past 8192 bytes',
    header: `name=${x8186},clientId=1234`,
    entries: [['name', x8186]],
  },
  {
    name: '8192 bytes',
    header: `name=${x8187}`,
    entries: [['name', x8187]],
  },
  {
    name: 'equal sign in a value',
    header: 'SomeKey=SomeValue=equals',
    entries: [['SomeKey', 'SomeValue=equals']],
  },
  { name: 'empty value', header: 'SomeKey=', entries: [['SomeKey', '']] },
  {
    name: 'OWS',
    header: 'SomeKey = \t SomeValue \t , SomeKey2 = \t SomeValue2',
    entries: [
      ['SomeKey', 'SomeValue'],
      ['SomeKey2', 'SomeValue2'],
    ],
  },
  {
    name: 'metadata',
    header: 'SomeKey=SomeValue;metadata',
    entries: [['SomeKey', 'SomeValue', 'metadata']],
    differs: NO_METADATA,
  },
  {
    name: 'OWS as .NET 10 writes it',
    header: 'correlationId= 12345,userId= user-abc',
    entries: [
      ['correlationId', '12345'],
      ['userId', 'user-abc'],
    ],
  },
  {
    name: 'OWS before a property',
    header: 'SomeKey=SomeValue ; propertyKey=propertyValue',
    entries: [['SomeKey', 'SomeValue', 'propertyKey=propertyValue']],
    differs: NO_METADATA,
  },
  {
    name: 'invalid members',
    header: 'noequals,=orphanvalue,validkey=validvalue,',
    entries: [['validkey', 'validvalue']],
  },
  {
    name: 'encoded characters',
    header: 'SomeKey=%09%20%22%27%3B%3Dasdf%21%40%23%24%25%5E%26%2A%28%29',
    entries: [['SomeKey', '\t "\';=asdf!@#$%^&*()']],
  },
  {
    name: '5000 members',
    header: headerOf(numbered(5000, 'v')),
    entries: numbered(64, 'v'),
    differs: 'Allows 180 entries. We allow 64 (E9).',
  },
  {
    name: 'triplet in a key',
    header: 'key%20name=value,valid-key=valid-value',
    entries: [
      ['key%20name', 'value'],
      ['valid-key', 'valid-value'],
    ],
  },
  {
    name: 'plus in a key',
    header: 'key+name=value',
    entries: [['key+name', 'value']],
  },
  {
    name: 'plus in a value',
    header: 'key=a+b%20c',
    entries: [['key', 'a+b c']],
  },
  {
    name: 'triplets in a key and a value',
    header: 'key%201=value%201',
    entries: [['key%201', 'value 1']],
  },
  ...[..."!#$%&'*+-.^_`|~"].map((character): HeaderCase => ({
    name: `${character} in a key`,
    header: `key${character}name=value`,
    entries: [[`key${character}name`, 'value']],
  })),
  ...[...' "()/:;<>?@[\\]{}'].map((character): HeaderCase => ({
    name: `a key that is no token: ${character}`,
    header: `key${character}name=should-be-dropped,valid-key=valid-value`,
    entries: [['valid-key', 'valid-value']],
  })),
  {
    name: 'a comma within a key',
    header: 'key,name=should-be-dropped,valid-key=valid-value',
    entries: [
      ['name', 'should-be-dropped'],
      ['valid-key', 'valid-value'],
    ],
  },
  {
    name: 'an equal sign within a key',
    header: 'key=name=should-be-dropped,valid-key=valid-value',
    entries: [
      ['key', 'name=should-be-dropped'],
      ['valid-key', 'valid-value'],
    ],
  },
  ...[...PUNCTUATION].map((character): HeaderCase => ({
    name: `encoded in a value: ${character}`,
    header: `key=${hex(character)}`,
    entries: [['key', character]],
  })),
  ...['key=%', 'key=%2', 'key=%GG', 'key=%%20'].map((header): HeaderCase => ({
    name: `no triplet: ${header}`,
    header,
    entries: [],
    differs: REPLACED,
  })),
  {
    name: 'UTF-8 in a value',
    header: 'key=%C3%A9',
    entries: [['key', '\u00e9']],
  },
];

export const dotnetEntriesCases: EntriesCase[] = [
  { name: 'empty', entries: [], header: undefined },
  {
    name: 'two entries',
    entries: [
      ['key1', 'value1'],
      ['key2', 'value2'],
    ],
    header: 'key1=value1,key2=value2',
  },
  { name: 'empty value', entries: [['key', '']], header: 'key=' },
  {
    name: '64 entries',
    entries: numbered(64, 'value'),
    header: headerOf(numbered(64, 'value')),
  },
  {
    name: '8192 bytes',
    entries: [['a', '0'.repeat(8190)]],
    header: `a=${'0'.repeat(8190)}`,
  },
  ...[8187, 8188, 8189, 8190].map((length): EntriesCase => ({
    name: `no room behind ${length} bytes`,
    entries: [
      ['a', '0'.repeat(length)],
      ['b', 'c'],
    ],
    header: `a=${'0'.repeat(length)}`,
  })),
  ...[8191, 16384].map((length): EntriesCase => ({
    name: `a value of ${length} bytes`,
    entries: [
      ['a', '0'.repeat(length)],
      ['b', 'c'],
    ],
    header: 'b=c',
    differs:
      'Sends nothing: it ends at the first that does not fit. We send later ones that fit (I7).',
  })),
  {
    name: 'bytes count, not characters',
    entries: [
      ['a', '\u00e9'.repeat(1365)],
      ['b', 'c'],
    ],
    header: `a=${'%C3%A9'.repeat(1365)}`,
  },
  {
    name: 'a triplet in a value is text',
    entries: [['key', 'x%20y']],
    header: 'key=x%2520y',
  },
  {
    name: 'symbols in a key',
    entries: [['my.key-name_here', 'value']],
    header: 'my.key-name_here=value',
  },
  ...[...'!#&*-/:?@~'].map((character): EntriesCase => ({
    name: `not encoded in a value: ${character}`,
    entries: [['key', `val${character}use`]],
    header: `key=val${character}use`,
  })),
  ...[...'+='].map((character): EntriesCase => ({
    name: `not encoded in a value: ${character}`,
    entries: [['key', `val${character}use`]],
    header: `key=val${hex(character)}use`,
    differs: FEWER_ENCODED,
  })),
  ...[...' ",;\\'].map((character): EntriesCase => ({
    name: `encoded in a value: ${character}`,
    entries: [['key', `prefix${character}suffix`]],
    header: `key=prefix${hex(character)}suffix`,
  })),
  {
    name: 'a key that is no token',
    entries: [
      ['invalid key', 'invalid-value'],
      ['valid-key', 'valid-value'],
    ],
    header: 'valid-key=valid-value',
  },
  {
    name: '180 keys that are no token',
    entries: [
      ...Array.from({ length: 180 }, (_, i): Entry => [
        `invalid key ${i}`,
        'invalid-value',
      ]),
      ['valid-key', 'valid-value'],
    ],
    header: 'valid-key=valid-value',
  },
  ...(
    [
      ['\u00e9', '%C3%A9'],
      ['\u4e2d', '%E4%B8%AD'],
      ['\u00a3', '%C2%A3'],
      ['\u{1f600}', '%F0%9F%98%80'],
    ] as const
  ).map(([character, encoded]): EntriesCase => ({
    name: `UTF-8: ${character}`,
    entries: [['key', character]],
    header: `key=${encoded}`,
  })),
];
