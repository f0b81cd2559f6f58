/**
 * The tests of the Java SDK that concern a header, read or written.
 *
 * Source: the repository open-telemetry/opentelemetry-java at 35636aec8d, below
 * `api/all/src/test/java/io/opentelemetry/api/baggage`: `propagation/W3CBaggagePropagatorTest`
 * (no prefix), `propagation/BaggageCodecTest` ("codec"), `propagation/W3CBaggagePropagatorFuzzTest` and
 * `propagation/PercentEscaperFuzzTest` ("fuzz": the whole alphabet of the generator in one value) and
 * `ImmutableBaggageTest` ("builder"). Its baggage has no order, so that another order alone is no
 * difference.
 */
import type { Entry } from '@otel-baggage/test-support';
import type { EntriesCase, HeaderCase } from './types';

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
const numbered = (from: number, to: number): Entry[] =>
  range(from, to).map(i => [`k${i}`, `v${i}`]);
const headerOf = (entries: Entry[]): string =>
  entries.map(([key, value]) => `${key}=${value}`).join(',');

const PRINTABLE = String.fromCharCode(...range(0x20, 0x7f));
const BAGGAGE_OCTETS = [...PRINTABLE].filter(
  character => !' ",;\\'.includes(character),
);

export const javaHeaderCases: HeaderCase[] = [
  {
    name: 'key duplicate',
    header: 'key=value1,key=value2',
    entries: [['key', 'value2']],
  },
  {
    name: 'key, leading spaces',
    header: '  key=value1',
    entries: [['key', 'value1']],
  },
  {
    name: 'key, trailing spaces',
    header: 'key     =value1',
    entries: [['key', 'value1']],
  },
  { name: 'key, only spaces', header: '   =value1', entries: [] },
  { name: 'key, inner spaces', header: 'ke y=value1', entries: [] },
  { name: 'key, separators', header: 'ke?y=value1', entries: [] },
  {
    name: 'one valid member, several invalid',
    header:
      'ke<y=value1, ;sss,key=value;meta1=value1;meta2=value2,ke(y=value;meta=val ',
    entries: [['key', 'value', 'meta1=value1;meta2=value2']],
  },
  {
    name: 'value, leading spaces',
    header: '  key=  value1',
    entries: [['key', 'value1']],
  },
  {
    name: 'value, percent-encoded',
    header: 'key=value%201',
    entries: [['key', 'value 1']],
  },
  {
    name: 'value, trailing spaces',
    header: 'key=value1      ',
    entries: [['key', 'value1']],
  },
  {
    name: 'value, trailing spaces, metadata',
    header: 'key=value1      ;meta1=meta2',
    entries: [['key', 'value1', 'meta1=meta2']],
  },
  { name: 'value, empty', header: 'key1=', entries: [['key1', '']] },
  {
    name: 'value, empty, metadata',
    header: 'key1=;metakey=metaval',
    entries: [['key1', '', 'metakey=metaval']],
  },
  { name: 'value, only spaces', header: 'key1=     ', entries: [['key1', '']] },
  { name: 'value, inner spaces', header: 'key=valu e1', entries: [] },
  { name: 'value, separators', header: 'key=val\\ue1', entries: [] },
  {
    name: 'two values, leading spaces',
    header: 'key=  value1,key1=val',
    entries: [
      ['key', 'value1'],
      ['key1', 'val'],
    ],
  },
  {
    name: 'two values, trailing spaces',
    header: 'key=value1      ,key1=val',
    entries: [
      ['key', 'value1'],
      ['key1', 'val'],
    ],
  },
  {
    name: 'two values, empty, metadata',
    header: 'key1=;metakey=metaval,key1=val',
    entries: [['key1', 'val']],
  },
  {
    name: 'two values, empty',
    header: 'key1=,key1=val',
    entries: [['key1', 'val']],
  },
  {
    name: 'two values, only spaces',
    header: 'key1=     ,key1=val',
    entries: [['key1', 'val']],
  },
  {
    name: 'two values, inner spaces',
    header: 'key=valu e1,key1=val',
    entries: [['key1', 'val']],
  },
  {
    name: 'two values, separators',
    header: 'key=val\\ue1,key1=val',
    entries: [['key1', 'val']],
  },
  { name: 'header missing', header: [], entries: [] },
  { name: 'header empty', header: '', entries: [] },
  { name: 'one member', header: 'key=value', entries: [['key', 'value']] },
  {
    name: 'two members',
    header: 'key1=value1,key2=value2',
    entries: [
      ['key1', 'value1'],
      ['key2', 'value2'],
    ],
  },
  {
    name: 'one member, metadata',
    header: 'key=value;metadata-key=value;othermetadata',
    entries: [['key', 'value', 'metadata-key=value;othermetadata']],
  },
  {
    name: 'full complexities',
    header:
      'key1= value1; metadata-key = value; othermetadata, key2 =value2 , key3 =\tvalue3 ; ',
    entries: [
      ['key1', 'value1', 'metadata-key=value;othermetadata'],
      ['key2', 'value2'],
      ['key3', 'value3'],
    ],
    differs:
      'Keeps the white space inside the metadata. We remove all OWS around ; and = (E6).',
  },
  {
    name: 'some members invalid',
    header:
      'key1= v;alsdf;-asdflkjasdf===asdlfkjadsf ,,a sdf9asdf-alue1; metadata-key = value; othermetadata, key2 =value2, key3 =\tvalue3 ; ',
    entries: [
      ['key1', 'v', 'alsdf;-asdflkjasdf===asdlfkjadsf'],
      ['key2', 'value2'],
      ['key3', 'value3'],
    ],
  },
  {
    name: 'invalid triplet at the beginning',
    header: 'bad=va%lue,key1=value1,encoded=value%202',
    entries: [
      ['key1', 'value1'],
      ['encoded', 'value 2'],
    ],
  },
  {
    name: 'invalid triplet in the middle',
    header: 'key1=value1,bad=va%lue,encoded=value%202,key2=value2',
    entries: [
      ['key1', 'value1'],
      ['encoded', 'value 2'],
      ['key2', 'value2'],
    ],
  },
  {
    name: 'invalid triplet at the end',
    header: 'key1=value1,encoded=value%202,bad=va%lue',
    entries: [
      ['key1', 'value1'],
      ['encoded', 'value 2'],
    ],
  },
  {
    name: 'several invalid triplets, one in the metadata',
    header:
      'bad1=va%lue,key1=value1,bad2=value%GG,encoded=value%202,bad3=value;meta=%GG',
    entries: [
      ['key1', 'value1'],
      ['encoded', 'value 2'],
    ],
  },
  {
    name: 'two headers',
    header: ['k1=v1', 'k2=v2'],
    entries: [
      ['k1', 'v1'],
      ['k2', 'v2'],
    ],
  },
  {
    name: 'two headers, duplicate key',
    header: ['k1=v1', 'k1=v2'],
    entries: [['k1', 'v2']],
  },
  {
    name: 'two headers, duplicates and others',
    header: ['k1=v1,k2=v0', 'k2=v2,k3=v3'],
    entries: [
      ['k1', 'v1'],
      ['k2', 'v2'],
      ['k3', 'v3'],
    ],
  },
  { name: 'two headers, both empty', header: ['', ''], entries: [] },
  {
    name: 'two headers, one empty',
    header: ['', 'k=v'],
    entries: [['k', 'v']],
  },
  {
    name: 'two headers, both invalid',
    header: ['!@#$%^', 'key=va%lue'],
    entries: [],
  },
  {
    name: 'three headers, one invalid',
    header: ['k1=v1', 'key=va%lue', 'k2=v2'],
    entries: [
      ['k1', 'v1'],
      ['k2', 'v2'],
    ],
  },
  {
    name: 'limit of entries: 64',
    header: [headerOf(numbered(0, 64))],
    entries: numbered(0, 64),
  },
  {
    name: 'limit of entries: 65',
    header: [headerOf(numbered(0, 65))],
    entries: numbered(0, 64),
  },
  {
    name: 'limit of entries: 65 in two headers',
    header: [headerOf(numbered(0, 32)), headerOf(numbered(32, 65))],
    entries: numbered(0, 64),
  },
  {
    name: 'limit of bytes: one member of 8194',
    header: `k=${'v'.repeat(8192)}`,
    entries: [],
  },
  {
    name: 'limit of bytes: reached by the second header',
    header: [`k=${'v'.repeat(8189)}`, 'k2=v2'],
    entries: [['k', 'v'.repeat(8189)]],
  },
  ...BAGGAGE_OCTETS.map((character): HeaderCase => {
    const triplet = `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
    return {
      name: `codec: ${triplet}`,
      header: `key=${triplet}`,
      entries: [['key', character]],
    };
  }),
  {
    name: 'codec: lone percent',
    header: 'key=%',
    entries: [],
    differs:
      'Decodes it as the empty string. For us the member is invalid (E5).',
  },
  {
    name: 'codec: percent and one digit',
    header: 'key=%1',
    entries: [],
    differs:
      'Decodes it as the empty string. For us the member is invalid (E5).',
  },
  { name: 'codec: no hex digit', header: 'key=%G0', entries: [] },
  {
    name: 'fuzz: every baggage-octet but the percent sign',
    header: `key=${BAGGAGE_OCTETS.join('').replace('%', '')}`,
    entries: [['key', BAGGAGE_OCTETS.join('').replace('%', '')]],
  },
];

export const javaEntriesCases: EntriesCase[] = [
  { name: 'no entries', entries: [], header: undefined },
  {
    name: 'inject',
    entries: [
      ['nometa', 'nometa-value'],
      ['needsEncoding', 'blah blah blah'],
      ['meta', 'meta-value', 'somemetadata; someother=foo'],
      ['\x02ab\x03cd', 'wacky key nonprintable'],
      [' ', 'key is only space'],
    ],
    header:
      'nometa=nometa-value,needsEncoding=blah%20blah%20blah,meta=meta-value;somemetadata;someother=foo',
    differs:
      'Sends somemetadata%3B%20someother%3Dfoo: metadata is one opaque string there, which a peer reads as one property key. We send the properties it holds (I6).',
  },
  {
    name: 'limit of entries: 74',
    entries: numbered(0, 74),
    header: headerOf(numbered(0, 64)),
  },
  {
    name: 'limit of bytes: one value too long',
    entries: [['k', 'v'.repeat(8192)]],
    header: undefined,
  },
  {
    name: 'limit of bytes: metadata counts',
    entries: [['k', 'v', 'x'.repeat(8190)]],
    header: undefined,
  },
  {
    name: 'fuzz: every printable ASCII character in a value',
    entries: [['b', PRINTABLE]],
    header:
      "b=%20!%22#$%25&'()*%2B%2C-./0123456789:%3B<%3D>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[%5C]^_`abcdefghijklmnopqrstuvwxyz{|}~",
  },
  {
    name: 'fuzz: every printable ASCII character in the metadata',
    entries: [['b', 'v', PRINTABLE]],
    header: 'b=v',
    differs:
      'Percent-encodes any metadata whole, so that it makes a round trip. For us it holds two properties whose keys are no tokens, which are dropped (I6).',
  },
  {
    name: 'builder: unprintable characters in a key',
    entries: [
      ['k1', 'v1', 'tmd'],
      ['\x02ab\x03cd', 'value'],
    ],
    header: 'k1=v1;tmd',
  },
  {
    name: 'builder: empty key',
    entries: [
      ['k1', 'v1', 'tmd'],
      ['', 'value'],
    ],
    header: 'k1=v1;tmd',
  },
  {
    name: 'builder: empty key, metadata',
    entries: [
      ['k1', 'v1', 'tmd'],
      ['', 'value', 'tmd'],
    ],
    header: 'k1=v1;tmd',
  },
];
