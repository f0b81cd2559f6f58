/**
 * The tables of the PHP SDK's tests.
 *
 * Source: the repository open-telemetry/opentelemetry-php at b9c9963f, below
 * `tests/Unit/API/Baggage/Propagation`: `ParserTest.php` ("Parser") and
 * `BaggagePropagatorTest.php` ("Propagator").
 */
import type { Entry } from '@otel-baggage/test-support';
import type { EntriesCase, HeaderCase } from './types';

const EMPTY_VALUE =
  'Gives no entry, the value being empty. Values may be empty (E5).';
const DECODED_KEY = 'Decodes the key. Keys are never decoded (E4).';
const MEMBERS_180 = 'Allows 180 entries. We allow 64 (E9).';
const METADATA_SPACES =
  'Keeps the white space within the metadata. We remove OWS (E6).';

const numbered = (count: number): Entry[] =>
  Array.from({ length: count }, (_, i) => [`k${i}`, `v${i}`]);
const headerOf = (count: number): string =>
  numbered(count)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

export const phpHeaderCases: HeaderCase[] = [
  {
    name: 'Parser: three members',
    header: 'key1=value1,key2=value2,key3=value3',
    entries: [
      ['key1', 'value1'],
      ['key2', 'value2'],
      ['key3', 'value3'],
    ],
  },
  {
    name: 'Parser: encoded keys',
    header: '%6b%65%79%31=value1,%6b%65%79%32=value2',
    entries: [
      ['%6b%65%79%31', 'value1'],
      ['%6b%65%79%32', 'value2'],
    ],
    differs: DECODED_KEY,
  },
  { name: 'Parser: nothing', header: '', entries: [] },
  { name: 'Parser: empty members', header: ',,,,,', entries: [] },
  { name: 'Parser: no equal signs', header: 'key1,key2', entries: [] },
  { name: 'Parser: empty key', header: '=value', entries: [] },
  { name: 'Parser: @ in a key', header: '@foo=bar', entries: [] },
  { name: 'Parser: quotes in a value', header: 'foo="bar"', entries: [] },
  {
    name: 'Parser: no value',
    header: 'key1=',
    entries: [['key1', '']],
    differs: EMPTY_VALUE,
  },
  {
    name: 'Parser: 1024 members, more than 8192 bytes',
    header: headerOf(1024),
    entries: numbered(64),
    differs:
      'Gives no entry at all, the header being too long. We keep what fits (E9).',
  },
  {
    name: 'Parser: 500 members',
    header: headerOf(500),
    entries: numbered(64),
    differs: MEMBERS_180,
  },
  {
    name: 'Parser: 180 members',
    header: headerOf(180),
    entries: numbered(64),
    differs: MEMBERS_180,
  },
  {
    name: 'Parser: 181 members',
    header: headerOf(181),
    entries: numbered(64),
    differs: MEMBERS_180,
  },
  {
    name: 'Parser: 8192 bytes',
    header: `key=${'a'.repeat(8188)}`,
    entries: [['key', 'a'.repeat(8188)]],
  },
  {
    name: 'Parser: 8193 bytes',
    header: `key=${'a'.repeat(8189)}`,
    entries: [],
  },
  {
    name: 'Propagator: duplicate key',
    header: 'key=value1,key=value2',
    entries: [['key', 'value2']],
  },
  {
    name: 'Propagator: spaces before a key',
    header: '  key=value1',
    entries: [['key', 'value1']],
  },
  {
    name: 'Propagator: spaces after a key',
    header: 'key    =value1',
    entries: [['key', 'value1']],
  },
  {
    name: 'Propagator: key of spaces only',
    header: '    =value1',
    entries: [],
  },
  { name: 'Propagator: space in a key', header: 'k ey=value1', entries: [] },
  { name: 'Propagator: ? in a key', header: 'ke?y=value1', entries: [] },
  {
    name: 'Propagator: encoded = in a key',
    header: 'ke%3Dy=value1',
    entries: [['ke%3Dy', 'value1']],
    differs:
      'Decodes the key, and gives no entry. Keys are never decoded (E4).',
  },
  {
    name: 'Propagator: several invalid keys',
    header:
      'ke<y=value1, ;sss,key=value;meta1=value1;meta2=value2,ke(y=value;meta=val ',
    entries: [['key', 'value', 'meta1=value1;meta2=value2']],
  },
  {
    name: 'Propagator: spaces before a value',
    header: 'key=  value1',
    entries: [['key', 'value1']],
  },
  {
    name: 'Propagator: spaces after a value',
    header: 'key=value1  ',
    entries: [['key', 'value1']],
  },
  {
    name: 'Propagator: spaces before a property',
    header: 'key=value1      ;meta1=meta2',
    entries: [['key', 'value1', 'meta1=meta2']],
  },
  {
    name: 'Propagator: empty value with a property',
    header: 'key1=;metakey=metaval',
    entries: [['key1', '', 'metakey=metaval']],
    differs: EMPTY_VALUE,
  },
  {
    name: 'Propagator: value of spaces only',
    header: 'key1=   ',
    entries: [['key1', '']],
    differs: EMPTY_VALUE,
  },
  { name: 'Propagator: space in a value', header: 'key1=va lue', entries: [] },
  {
    name: 'Propagator: backslash in a value',
    header: 'key1=va\\lue',
    entries: [],
  },
  {
    name: 'Propagator: encoded values',
    header: 'key1=val1,key2=val2%3Aval3,key3=val4%40%23%24val5',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2:val3'],
      ['key3', 'val4@#$val5'],
    ],
  },
  {
    name: 'Propagator: of two, spaces before a value',
    header: 'key=  value1,key1=val',
    entries: [
      ['key', 'value1'],
      ['key1', 'val'],
    ],
  },
  {
    name: 'Propagator: of two, spaces after a value',
    header: 'key=value1      ,key1=val',
    entries: [
      ['key', 'value1'],
      ['key1', 'val'],
    ],
  },
  {
    name: 'Propagator: of two, an empty value with a property',
    header: 'key1=;metakey=metaval,key1=val',
    entries: [['key1', 'val']],
  },
  {
    name: 'Propagator: of two, a value of spaces only',
    header: 'key1=     ,key1=val',
    entries: [['key1', 'val']],
  },
  {
    name: 'Propagator: of two, a space in a value',
    header: 'key=valu e1,key1=val',
    entries: [['key1', 'val']],
  },
  {
    name: 'Propagator: of two, a backslash in a value',
    header: 'key=val\\ue1,key1=val',
    entries: [['key1', 'val']],
  },
  {
    name: 'Propagator: equal signs in properties',
    header: 'key1=val1;prop=1;prop2;prop3=2',
    entries: [['key1', 'val1', 'prop=1;prop2;prop3=2']],
  },
  { name: 'Propagator: blank header', header: '   ', entries: [] },
  {
    name: 'Propagator: properties',
    header: 'key=value;metadata-key=value;othermetadata',
    entries: [['key', 'value', 'metadata-key=value;othermetadata']],
  },
  {
    name: 'Propagator: white space everywhere',
    header:
      'key1= value1; metadata-key = value; othermetadata, key2 =value2 , key3 =\tvalue3 ; ',
    entries: [
      ['key1', 'value1', 'metadata-key=value;othermetadata'],
      ['key2', 'value2'],
      ['key3', 'value3'],
    ],
    differs: METADATA_SPACES,
  },
  {
    name: 'Propagator: some of it invalid',
    header:
      'key1= v;alsdf;-asdflkjasdf===asdlfkjadsf ,,a sdf9asdf-alue1; metadata-key = value; othermetadata, key2 =value2, key3 =\tvalue3 ; ',
    entries: [
      ['key1', 'v', 'alsdf;-asdflkjasdf===asdlfkjadsf'],
      ['key2', 'value2'],
      ['key3', 'value3'],
    ],
  },
];

export const phpEntriesCases: EntriesCase[] = [
  { name: 'Propagator: empty', entries: [], header: undefined },
  {
    name: 'Propagator: metadata',
    entries: [
      ['nometa', 'nometa-value'],
      ['meta', 'meta-value', 'somemetadata; someother=foo'],
    ],
    header: 'nometa=nometa-value,meta=meta-value;somemetadata;someother=foo',
    differs: METADATA_SPACES,
  },
  {
    name: 'Propagator: characters to encode',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2:val3'],
      ['key3', 'val4@#$val5'],
      ['key4', 'key=value', 'foo=bar=5'],
    ],
    header:
      'key1=val1,key2=val2:val3,key3=val4@#$val5,key4=key%3Dvalue;foo=bar=5',
    differs:
      'Also encodes characters that baggage-octet allows. We encode what I4 names.',
  },
];
