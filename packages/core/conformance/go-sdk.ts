/**
 * The tables of the Go SDK's tests that concern a header, read or written.
 *
 * Source: the repository open-telemetry/opentelemetry-go at 736a14fcd, `baggage/baggage_test.go` and
 * `propagation/baggage_test.go` (names that begin with "propagation"). Its baggage has no order and
 * its tests sort what they compare, so that another order alone is no difference. Its properties are
 * objects: here they are the metadata string that `formatBaggageProperties` makes of them, unless the
 * name says "raw".
 */
import type { Entry } from '@otel-baggage/test-support';
import type { EntriesCase, HeaderCase } from './types';

const PROPERTY_DECODED =
  'Gives the property value decoded. Metadata keeps it as received (E6); parseBaggageProperties decodes it (C4).';
const ALL_DROPPED =
  'Gives no entry at all: a byte too many, commas and junk counted, drops everything. We drop only the members that do not fit, and only what is kept counts (E9).';

const range = (count: number): number[] => Array.from(Array(count).keys());
const codePoint = (character: string): string =>
  `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

const CONTROLS = range(0x20).map(code => String.fromCharCode(code));
const NOT_IN_A_KEY = [...CONTROLS, ...' ()<>@,;:\\"/[]?={}\x7f\x80'];
const NOT_IN_A_VALUE = [...CONTROLS, ...' ",;\\\x7f\x80'];

/** `k0=v0`, `k1=v1` ... */
const numbered = (count: number, prefix: string): Entry[] =>
  range(count).map(i => [`${prefix}${i}`, `v${i}`]);
/** `k00=v00`, `k01=v01` ... */
const fixedWidth = (count: number, prefix: string): Entry[] =>
  range(count).map(i => {
    const digits = String(i).padStart(2, '0');
    return [`${prefix}${digits}`, `v${digits}`];
  });
const headerOf = (entries: Entry[]): string =>
  entries.map(([key, value]) => `${key}=${value}`).join(',');

const HALF = 8192 / 2;

export const goHeaderCases: HeaderCase[] = [
  // TestValidateKeyChar. `=` and `,` are left out: in a header they end the key.
  ...NOT_IN_A_KEY.filter(character => !'=,'.includes(character)).map(
    (character): HeaderCase => ({
      name: `${codePoint(character)} in a key`,
      header: `a${character}b=1`,
      entries: [],
    }),
  ),
  // TestValidateValueChar. `,` and `;` are left out: in a header they end the value.
  ...NOT_IN_A_VALUE.filter(character => !',;'.includes(character)).map(
    (character): HeaderCase => ({
      name: `${codePoint(character)} in a value`,
      header: `k=a${character}b`,
      entries: [],
    }),
  ),

  // TestParseProperty
  { name: 'property: empty', header: 'k=v;', entries: [['k', 'v']] },
  { name: 'property: key', header: 'k=v;key', entries: [['k', 'v', 'key']] },
  {
    name: 'property: key, empty value',
    header: 'k=v;key=',
    entries: [['k', 'v', 'key=']],
  },
  {
    name: 'property: key, value',
    header: 'k=v;key=value',
    entries: [['k', 'v', 'key=value']],
  },
  {
    name: 'property: spaces outside',
    header: 'k=v; key=value ',
    entries: [['k', 'v', 'key=value']],
  },
  {
    name: 'property: spaces inside',
    header: 'k=v;key = value',
    entries: [['k', 'v', 'key=value']],
  },
  {
    name: 'property: spaces everywhere',
    header: 'k=v; key = value ',
    entries: [['k', 'v', 'key=value']],
  },
  {
    name: 'property: tab',
    header: 'k=v;\tkey=value',
    entries: [['k', 'v', 'key=value']],
  },
  {
    name: 'property: delimiters only',
    header: 'k=v;,;,',
    entries: [['k', 'v']],
    differs:
      'Refuses the three characters as one property. In a header the commas end the member, whose empty property is skipped (E2, E6).',
  },

  // TestNewKeyValueProperty and TestNewMember: what they take is encoded as in a header
  {
    name: 'property: bad triplet in the key is none',
    header: 'k=v;%zzzzz=value',
    entries: [['k', 'v', '%zzzzz=value']],
  },
  {
    name: 'property: bad triplet in the value',
    header: 'k=v;key=%zzzzz',
    entries: [],
  },
  {
    name: 'property: encoded UTF-8',
    header: 'k=v;key=%C4%85%C5%9B%C4%87',
    entries: [['k', 'v', 'key=%C4%85%C5%9B%C4%87']],
    differs: PROPERTY_DECODED,
  },
  { name: 'member: empty key and value', header: '=', entries: [] },
  {
    name: 'member: key, value, property',
    header: 'k=v;foo',
    entries: [['k', 'v', 'foo']],
  },
  {
    name: 'member: key is not decoded',
    header: '%3B=v;foo',
    entries: [['%3B', 'v', 'foo']],
  },
  {
    name: 'member: value is a semicolon',
    header: 'k=;;foo',
    entries: [['k', '', 'foo']],
    differs:
      'Refuses the semicolon as a value. In a header it ends the value, and the empty property is skipped (E6).',
  },
  { name: 'member: bad triplet', header: 'k=%zzzzz;foo', entries: [] },
  {
    name: 'member: value is decoded',
    header: 'k=%3B;foo',
    entries: [['k', ';', 'foo']],
  },

  // TestNewBaggageWithDuplicates
  {
    name: 'more duplicates of one key than entries allowed',
    header: range(65)
      .map(i => `a=${i}`)
      .join(','),
    entries: [['a', '64']],
  },

  // TestBaggageParse
  { name: 'parse: empty', header: '', entries: [] },
  { name: 'parse: empty value', header: 'foo=', entries: [['foo', '']] },
  { name: 'parse: no properties', header: 'foo=1', entries: [['foo', '1']] },
  { name: 'parse: plus', header: 'foo=1+1', entries: [['foo', '1+1']] },
  {
    name: 'parse: plus encoded',
    header: 'foo=1%2B1',
    entries: [['foo', '1+1']],
  },
  { name: 'parse: slash', header: 'foo=1/1', entries: [['foo', '1/1']] },
  {
    name: 'parse: slash encoded',
    header: 'foo=1%2F1',
    entries: [['foo', '1/1']],
  },
  { name: 'parse: equals', header: 'foo=1=1', entries: [['foo', '1=1']] },
  {
    name: 'parse: equals encoded',
    header: 'foo=1%3D1',
    entries: [['foo', '1=1']],
  },
  {
    name: 'parse: spaces and tabs',
    header: ' foo \t= 1\t\t ',
    entries: [['foo', '1']],
  },
  {
    name: 'parse: empty value with properties',
    header: 'foo=;state=on;red',
    entries: [['foo', '', 'state=on;red']],
  },
  {
    name: 'parse: properties',
    header: 'foo=1;state=on;red',
    entries: [['foo', '1', 'state=on;red']],
  },
  {
    name: 'parse: several equal signs in a value',
    header: 'foo=0=0=0',
    entries: [['foo', '0=0=0']],
  },
  {
    name: 'parse: two members with properties',
    header: 'foo=1;state=on;red,bar=2;yellow',
    entries: [
      ['foo', '1', 'state=on;red'],
      ['bar', '2', 'yellow'],
    ],
  },
  {
    name: 'parse: duplicate key',
    header: 'foo=1;state=on;red,foo=2',
    entries: [['foo', '2']],
  },
  {
    name: 'parse: value is an equal sign',
    header: 'key==',
    entries: [['key', '=']],
  },
  {
    name: 'parse: encoded ASCII',
    header: 'key1=val%252%2C',
    entries: [['key1', 'val%2,']],
  },
  {
    name: 'parse: encoded property',
    header: 'key1=;bar=val%252%2C',
    entries: [['key1', '', 'bar=val%252%2C']],
    differs: PROPERTY_DECODED,
  },
  {
    name: 'parse: encoded UTF-8',
    header: 'foo=%C4%85%C5%9B%C4%87',
    entries: [['foo', 'ąść']],
  },
  {
    name: 'parse: triplets in a key',
    header: 'a=b,%C4%85%C5%9B%C4%87=%C4%85%C5%9B%C4%87',
    entries: [
      ['a', 'b'],
      ['%C4%85%C5%9B%C4%87', 'ąść'],
    ],
  },
  {
    name: 'parse: triplets in a property',
    header:
      'a=b,%C4%85%C5%9B%C4%87=%C4%85%C5%9B%C4%87;%C4%85%C5%9B%C4%87=%C4%85%C5%9B%C4%87',
    entries: [
      ['a', 'b'],
      ['%C4%85%C5%9B%C4%87', 'ąść', '%C4%85%C5%9B%C4%87=%C4%85%C5%9B%C4%87'],
    ],
    differs: PROPERTY_DECODED,
  },
  {
    name: 'parse: empty member',
    header: 'foo=,,bar=',
    entries: [
      ['foo', ''],
      ['bar', ''],
    ],
    differs:
      'Keeps the same two but reports the empty member as an error. We skip it in silence (E2).',
  },
  { name: 'parse: no key', header: '=foo', entries: [] },
  { name: 'parse: no value', header: 'foo', entries: [] },
  { name: 'parse: invalid key', header: '\\=value', entries: [] },
  { name: 'parse: invalid value', header: 'foo=\\', entries: [] },
  { name: 'parse: lone percent in a value', header: 'key1=val%', entries: [] },
  { name: 'parse: property without key', header: 'foo=1;=v', entries: [] },
  {
    name: 'parse: property with invalid key',
    header: 'foo=1;key\\=v',
    entries: [],
  },
  {
    name: 'parse: property with invalid value',
    header: 'foo=1;key=\\',
    entries: [],
  },
  {
    name: 'parse: lone percent in a property',
    header: 'foo=1;key=val%',
    entries: [],
  },
  { name: 'parse: too large', header: 'k'.repeat(8193), entries: [] },
  {
    name: 'parse: 65 members',
    header: range(65)
      .map(i => `a${i}=`)
      .join(','),
    entries: range(64).map(i => [`a${i}`, '']),
  },
  {
    name: 'parse: 8192 bytes in three members',
    header: range(3)
      .map(i => `k${i}=${'v'.repeat(2727)}`)
      .join(','),
    entries: range(3).map(i => [`k${i}`, 'v'.repeat(2727)]),
  },
  {
    name: 'parse: triplets that are no UTF-8',
    header: 'k=aa%ffcc;p=d%fff',
    entries: [['k', 'aa\ufffdcc', 'p=d%fff']],
    differs: PROPERTY_DECODED,
  },

  // TestBaggageParseValue
  {
    name: 'value: triplet',
    header: 'k=aa%26cc',
    entries: [['k', 'aa&cc']],
  },
  {
    name: 'value: triplet that is no UTF-8',
    header: 'k=aa%ffcc',
    entries: [['k', 'aa\ufffdcc']],
  },
  {
    name: 'value: several triplets that are no UTF-8',
    header: 'k=aa%ffcc%fedd%fa',
    entries: [['k', 'aa\ufffdcc\ufffddd\ufffd']],
  },
  { name: 'value: raw', header: 'k=aacc', entries: [['k', 'aacc']] },

  // TestParseErrorCap, TestParseErrorCapAllInvalid, and the input of two benchmarks
  {
    name: '20 invalid members and a valid one',
    header: [...range(20).map(i => `bad${i}`), 'good=val'].join(','),
    entries: [['good', 'val']],
  },
  {
    name: '20 invalid members',
    header: range(20)
      .map(i => `bad${i}`)
      .join(','),
    entries: [],
  },
  {
    name: 'benchmark: a bit of everything',
    header:
      'userId=alice,serverNode = DF28 , isProduction = false,hasProp=stuff;propKey;propWValue=value, invalidUtf8=pr%ffo%ffp%fcValue',
    entries: [
      ['userId', 'alice'],
      ['serverNode', 'DF28'],
      ['isProduction', 'false'],
      ['hasProp', 'stuff', 'propKey;propWValue=value'],
      ['invalidUtf8', 'pr\ufffdo\ufffdp\ufffdValue'],
    ],
  },
  {
    name: 'benchmark: oversized',
    header: 'k=v,'.repeat(250_000),
    entries: [['k', 'v']],
    differs:
      'Gives no entry at all, a megabyte being too much. We look at the first 64 KiB (E10), and duplicates do not count (E9).',
  },

  // TestExtractValidBaggage
  {
    name: 'propagation: valid',
    header: 'key1=val1,key2=val2',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2'],
    ],
  },
  {
    name: 'propagation: spaces',
    header: 'key1 =   val1,  key2 =val2   ',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2'],
    ],
  },
  {
    name: 'propagation: properties',
    header: 'key1=val1,key2=val2;prop=1',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2', 'prop=1'],
    ],
  },
  {
    name: 'propagation: valid and invalid members',
    header: 'key1=val1,key2=val2,a,val3',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2'],
    ],
  },
  {
    name: 'propagation: no value',
    header: 'key1=,key2=val2',
    entries: [
      ['key1', ''],
      ['key2', 'val2'],
    ],
  },
  {
    name: 'propagation: encoded percent',
    header: 'key1=val%252',
    entries: [['key1', 'val%2']],
  },
  { name: 'propagation: empty', header: '', entries: [] },

  // TestExtractValidMultipleBaggageHeaders
  {
    name: 'propagation: two headers',
    header: ['key1=val1', 'key2=val2'],
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2'],
    ],
  },
  {
    name: 'propagation: two headers with the same key',
    header: ['key1=val1', 'key1=val2'],
    entries: [['key1', 'val2']],
  },
  {
    name: 'propagation: two headers, one empty',
    header: ['', 'key1=val1'],
    entries: [['key1', 'val1']],
  },
  {
    name: 'propagation: two headers, both empty',
    header: ['', ''],
    entries: [],
  },
  { name: 'propagation: no header', header: [], entries: [] },
  {
    name: 'propagation: one header with an invalid member',
    header: ['key1=val1,invalid-no-equals,key2=val2'],
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2'],
    ],
  },
  {
    name: 'propagation: three headers, one invalid',
    header: ['key1=val1', 'invalid-no-equals', 'key2=val2'],
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2'],
    ],
  },
  {
    name: 'propagation: 64 members',
    header: [headerOf(numbered(64, 'k'))],
    entries: numbered(64, 'k'),
  },
  {
    name: 'propagation: 65 members',
    header: [headerOf(numbered(65, 'k'))],
    entries: numbered(64, 'k'),
  },
  {
    name: 'propagation: 65 members in three headers',
    header: [
      headerOf(fixedWidth(32, 'a')),
      headerOf(fixedWidth(32, 'b')),
      headerOf(fixedWidth(1, 'c')),
    ],
    entries: [...fixedWidth(32, 'a'), ...fixedWidth(32, 'b')],
  },
  {
    name: 'propagation: 8192 bytes',
    header: [`k=${'v'.repeat(8190)}`],
    entries: [['k', 'v'.repeat(8190)]],
  },
  {
    name: 'propagation: 8193 bytes',
    header: [`k=${'v'.repeat(8191)}`],
    entries: [],
  },
  {
    name: 'propagation: two headers of 8192 bytes',
    header: [`k=${'v'.repeat(8190)}`, `y=${'v'.repeat(8190)}`],
    entries: [['k', 'v'.repeat(8190)]],
    differs: ALL_DROPPED,
  },
  {
    name: 'propagation: two headers, 8192 bytes with the comma',
    header: [`k=${'v'.repeat(HALF - 2)}`, `y=${'v'.repeat(HALF - 3)}`],
    entries: [
      ['k', 'v'.repeat(HALF - 2)],
      ['y', 'v'.repeat(HALF - 3)],
    ],
  },
  {
    name: 'propagation: 8192 bytes and empty headers between',
    header: [`k=${'v'.repeat(HALF - 2)}`, '', '', `y=${'v'.repeat(HALF - 3)}`],
    entries: [
      ['k', 'v'.repeat(HALF - 2)],
      ['y', 'v'.repeat(HALF - 3)],
    ],
    differs: ALL_DROPPED,
  },
  {
    name: 'propagation: 8192 bytes and an empty header before',
    header: ['', `k=${'v'.repeat(HALF - 2)}`, `y=${'v'.repeat(HALF - 3)}`],
    entries: [
      ['k', 'v'.repeat(HALF - 2)],
      ['y', 'v'.repeat(HALF - 3)],
    ],
    differs: ALL_DROPPED,
  },
  {
    name: 'propagation: two headers, 8193 bytes with the comma',
    header: [`k=${'v'.repeat(HALF - 2)}`, `y=${'v'.repeat(HALF - 2)}`],
    entries: [['k', 'v'.repeat(HALF - 2)]],
    differs: ALL_DROPPED,
  },
  {
    name: 'propagation: 1000 members in 100 headers',
    header: range(100).map(i =>
      headerOf(fixedWidth(10, `h${String(i).padStart(2, '0')}_k`)),
    ),
    entries: range(7)
      .flatMap(i => fixedWidth(10, `h0${i}_k`))
      .slice(0, 64),
    differs: ALL_DROPPED,
  },

  // TestExtractInvalidDistributedContextFromHTTPReq
  { name: 'propagation: no pair', header: 'header1', entries: [] },
  {
    name: 'propagation: no pair, earlier baggage',
    header: 'header2',
    entries: [],
  },
  { name: 'propagation: empty, earlier baggage', header: '', entries: [] },
  {
    name: 'propagation: properties, earlier baggage',
    header: 'key1=val1,key2=val2;prop=1',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2', 'prop=1'],
    ],
  },

  // TestExtractOversizedSingleBaggageHeader, TestExtractManyBaggageHeader, TestExtractInvalidBaggageReportsErrorOnce
  {
    name: 'propagation: one oversized member',
    header: `key=${'v'.repeat(8192)}`,
    entries: [],
  },
  {
    name: 'propagation: 100 headers of 19 KB together',
    header: range(100).map(i => `k${i}=${'v'.repeat(190)}`),
    entries: range(42).map(i => [`k${i}`, 'v'.repeat(190)]),
    differs: ALL_DROPPED,
  },
  {
    name: 'propagation: 10 invalid headers and a valid one',
    header: [...range(10).map(i => `bad${i}`), 'good=val'],
    entries: [['good', 'val']],
  },
  {
    name: 'propagation: one header with 10 invalid members and a valid one',
    header: [[...range(10).map(i => `bad${i}`), 'good=val'].join(',')],
    entries: [['good', 'val']],
  },
  {
    name: 'propagation: 64 members and an oversized one',
    header: [headerOf(fixedWidth(64, 'a')), `oversized=${'v'.repeat(8192)}`],
    entries: fixedWidth(64, 'a'),
    differs: ALL_DROPPED,
  },
  { name: 'propagation: invalid', header: 'invalid', entries: [] },
  { name: 'propagation: one invalid header', header: ['invalid'], entries: [] },
];

const ASCII = String.fromCharCode(...range(0x80));

export const goEntriesCases: EntriesCase[] = [
  // TestValidateKeyChar and TestValidateValueChar
  ...NOT_IN_A_KEY.map((character): EntriesCase => ({
    name: `${codePoint(character)} in a key`,
    entries: [[`a${character}b`, '1']],
    header: undefined,
  })),
  ...NOT_IN_A_VALUE.map((character): EntriesCase => ({
    name: `${codePoint(character)} in a value`,
    entries: [['k', `a${character}b`]],
    header: `k=a${encodeURIComponent(character)}b`,
  })),

  // TestNewKeyProperty, TestNewKeyValueProperty and TestNewKeyValuePropertyRaw, then written
  {
    name: 'property: key is a space',
    entries: [['k', 'v', ' ']],
    header: 'k=v',
  },
  { name: 'property: key', entries: [['k', 'v', 'key']], header: 'k=v;key' },
  {
    name: 'property: key is no token',
    entries: [['k', 'v', 'B% 💼']],
    header: 'k=v',
  },
  {
    name: 'property: key is a space, value',
    entries: [['k', 'v', ' =value']],
    header: 'k=v',
  },
  {
    name: 'property: value is a semicolon',
    entries: [['k', 'v', 'key=;']],
    header: 'k=v;key=',
    differs:
      'Refuses the semicolon as a value. In a metadata string it ends the property (I6).',
  },
  {
    name: 'property: bad triplet in the key is none',
    entries: [['k', 'v', '%zzzzz=value']],
    header: 'k=v;%zzzzz=value',
  },
  {
    name: 'property: bad triplet in the value',
    entries: [['k', 'v', 'key=%zzzzz']],
    header: 'k=v;key=%25zzzzz',
    differs: 'Refuses the value. We send the stray percent encoded (I6).',
  },
  {
    name: 'property: encoded UTF-8',
    entries: [['k', 'v', 'key=%C4%85%C5%9B%C4%87']],
    header: 'k=v;key=%C4%85%C5%9B%C4%87',
  },
  {
    name: 'property raw: key is empty, value a space',
    entries: [['k', 'v', '= ']],
    header: 'k=v',
  },
  {
    name: 'property raw: key is a space, value empty',
    entries: [['k', 'v', ' =']],
    header: 'k=v',
  },
  {
    name: 'property raw: key and value are spaces',
    entries: [['k', 'v', ' = ']],
    header: 'k=v',
  },
  {
    name: 'property raw: key is no token, value',
    entries: [['k', 'v', 'B% 💼=Witaj Świecie!']],
    header: 'k=v',
  },

  // TestNewBaggage, TestNewBaggageErrorTooManyBytes, TestNewBaggageErrorTooManyMembers
  { name: 'no entries', entries: [], header: undefined },
  { name: 'one entry, empty value', entries: [['k', '']], header: 'k=' },
  {
    name: 'too many bytes',
    entries: range(64).map(i => [String(i).padStart(128, 'k'), '']),
    header: range(63)
      .map(i => `${String(i).padStart(128, 'k')}=`)
      .join(','),
  },
  {
    name: 'too many members',
    entries: range(65).map(i => [String(i), '']),
    header: range(64)
      .map(i => `${i}=`)
      .join(','),
  },

  // TestBaggageString
  {
    name: 'string: empty value',
    entries: [['foo', '']],
    header: 'foo=',
  },
  { name: 'string: no properties', entries: [['foo', '1']], header: 'foo=1' },
  {
    name: 'string: every ASCII character',
    entries: [['foo', ASCII]],
    header:
      'foo=%00%01%02%03%04%05%06%07%08%09%0A%0B%0C%0D%0E%0F%10%11%12%13%14%15%16%17%18%19%1A%1B%1C%1D%1E%1F' +
      "%20!%22#$%25&'()*%2B%2C-./0123456789:%3B<%3D>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[%5C]^_`abcdefghijklmnopqrstuvwxyz{|}~%7F",
    differs: 'Leaves + and = as they are. We encode both (I4).',
  },
  {
    name: 'string: UTF-8',
    entries: [['foo', 'ąść']],
    header: 'foo=%C4%85%C5%9B%C4%87',
  },
  {
    name: 'string: property value is a space',
    entries: [['foo', '', 'bar=%20']],
    header: 'foo=;bar=%20',
  },
  {
    name: 'string: property value is a space, raw',
    entries: [['foo', '', 'bar= ']],
    header: 'foo=;bar=',
    differs:
      'Sends the space as %20, taking a property as an object. In a metadata string it is OWS, no part of the value (I6, E3).',
  },
  {
    name: 'string: plus',
    entries: [['foo', '1+1']],
    header: 'foo=1%2B1',
    differs: 'Sends foo=1+1. We encode the plus (I4).',
  },
  {
    name: 'string: equal',
    entries: [['foo', '1=1']],
    header: 'foo=1%3D1',
    differs: 'Sends foo=1=1. We encode the equal sign (I4).',
  },
  {
    name: 'string: empty value with properties',
    entries: [['foo', '', 'state=on;red']],
    header: 'foo=;state=on;red',
  },
  {
    name: 'string: properties',
    entries: [['foo', '1', 'state=on;red;z=z=z']],
    header: 'foo=1;state=on;red;z=z=z',
  },
  {
    name: 'string: two members with properties',
    entries: [
      ['foo', '1', 'state=on;red'],
      ['bar', '2', 'yellow'],
    ],
    header: 'foo=1;state=on;red,bar=2;yellow',
  },
  {
    name: 'string: keys that are no tokens, raw',
    entries: [
      ['ąść', 'B% 💼', 'ąść-1=B% 💼-1;ąść-2'],
      ['foo', 'B% 💼-2', 'ąść=B% 💼-3;foo-1=B% 💼-4;foo-2'],
    ],
    header: 'foo=B%25%20%F0%9F%92%BC-2;foo-1=B%25%20%F0%9F%92%BC-4;foo-2',
  },

  // TestMemberValidation, TestNewMemberRaw, TestBaggageUTF8, TestMemberString
  {
    name: 'member: empty key and value',
    entries: [['', '']],
    header: undefined,
  },
  {
    name: 'member: value is no Unicode',
    entries: [['k', '\ud800']],
    header: 'k=%EF%BF%BD',
    differs:
      'Refuses a value that is no UTF-8. What JavaScript has in its place, a lone surrogate, becomes U+FFFD (I4).',
  },
  { name: 'member: backslash', entries: [['k', '\\']], header: 'k=%5C' },
  {
    name: 'member: key, value, property',
    entries: [['k', 'v', 'foo']],
    header: 'k=v;foo',
  },
  {
    name: 'keys are case sensitive, one no token',
    entries: [
      ['ąść', 'B% 💼'],
      ['a', 'a'],
      ['A', 'A'],
    ],
    header: 'a=a,A=A',
  },
  {
    name: 'member to string',
    entries: [['key', 'value']],
    header: 'key=value',
  },
  {
    name: 'member to string, encoded',
    entries: [['key', '; ']],
    header: 'key=%3B%20',
  },

  // The inputs of BenchmarkValueEscape
  {
    name: 'benchmark: nothing to escape',
    entries: [['k', 'value']],
    header: 'k=value',
  },
  {
    name: 'benchmark: nothing but characters to escape',
    entries: [['k', ' ;,%']],
    header: 'k=%20%3B%2C%25',
  },
  {
    name: 'benchmark: long value',
    entries: [['k', 'Hello world!'.repeat(20)]],
    header: `k=${'Hello%20world!'.repeat(20)}`,
  },

  // TestInjectBaggageToHTTPReq and TestBaggageInjectExtractRoundtrip
  {
    name: 'propagation: two values',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2'],
    ],
    header: 'key1=val1,key2=val2',
  },
  {
    name: 'propagation: comma in a value',
    entries: [['key2', 'val3,4']],
    header: 'key2=val3%2C4',
  },
  {
    name: 'propagation: properties',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2', 'prop=1'],
    ],
    header: 'key1=val1,key2=val2;prop=1',
  },
  {
    name: 'propagation: equal sign, comma and percent, round trip',
    entries: [
      ['key1', 'val3=4'],
      ['key2', 'mess,me%up'],
    ],
    header: 'key1=val3%3D4,key2=mess%2Cme%25up',
  },
];
