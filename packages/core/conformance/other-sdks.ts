/**
 * What the tests of the Rust and Python SDKs add to the tables of Go and Java.
 *
 * Sources: the repository open-telemetry/opentelemetry-rust at 84301aef6,
 * `opentelemetry-sdk/src/propagation/baggage.rs` and `opentelemetry/src/baggage.rs` ("Rust"); the
 * repository open-telemetry/opentelemetry-python at 0a5d76b65,
 * `opentelemetry-api/tests/propagators/test_w3cbaggagepropagator.py` ("Python") and
 * `opentelemetry-api/tests/util/test_re.py` ("Python, environment": headers of an exporter, which are
 * written in baggage's format). Values that are no strings there are here the strings they become.
 */
import type { Entry } from '@otel-baggage/test-support';
import type { EntriesCase, HeaderCase } from './types';

const range = (count: number): number[] => Array.from(Array(count).keys());
const padded = (index: number): string => String(index).padStart(3, '0');
const headerOf = (entries: Entry[]): string =>
  entries.map(([key, value]) => `${key}=${value}`).join(',');

const QUOTE_PLUS =
  'Encodes as an HTML form does, a space as +. We send and read percent-encoding only (I4, E5).';
const LONG_MEMBER =
  'Drops it: a single member may have 4096 bytes there. We have no limit on a single member (E9, I7).';
const ENTRIES_180 = 'Allows 180 entries. We allow 64 (E9, I7).';
const MORE_ENCODED =
  'Also encodes characters that baggage-octet allows. We encode what I4 names.';

/** The input of the Python case with 181 entries, the one at index 2 as given. */
const oneOf181 = (third: string): string =>
  range(181)
    .map(i => (i === 2 ? third : `key${i}=value${i}`))
    .join(',');

export const otherHeaderCases: HeaderCase[] = [
  {
    name: 'Rust: encoded comma',
    header: 'key1=val1,key2=val2%2Cval3',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2,val3'],
    ],
  },
  {
    name: 'Rust: property without value',
    header: 'key1=val1,key2=val2;prop1',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2', 'prop1'],
    ],
  },
  {
    name: 'Rust: longer than 8192 bytes, many small members',
    header: headerOf(range(1000).map(i => [`k${i}`, `v${i}`])),
    entries: range(64).map(i => [`k${i}`, `v${i}`]),
    differs:
      'Gives no entry at all, the header being too long. We keep what fits (E9).',
  },
  {
    name: 'Rust: 96 members',
    header: range(96)
      .map(i => `k${padded(i)}=v`)
      .join(','),
    entries: range(64).map(i => [`k${padded(i)}`, 'v']),
  },
  {
    name: 'Python: spaces',
    header: 'key1 =   val1,  key2 =val2   ',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2'],
    ],
    differs: 'Gives no entry at all. OWS is allowed there (E3).',
  },
  {
    name: 'Python: several properties',
    header: 'key1=val1,key2=val2;prop=1;prop2;prop3=2',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2', 'prop=1;prop2;prop3=2'],
    ],
    differs:
      'Takes the properties as part of the value, not knowing metadata. We keep them apart (E6).',
  },
  {
    name: 'Python: encoded values',
    header: 'key1=val1,key2=val2%3Aval3,key3=val4%40%23%24val5',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2:val3'],
      ['key3', 'val4@#$val5'],
    ],
  },
  { name: 'Python: only an equal sign and spaces', header: ' = ', entries: [] },
  {
    name: 'Python: value too long',
    header: `key1=${'s'.repeat(8193)}`,
    entries: [],
  },
  {
    name: 'Python: not ASCII',
    header: 'key1=val1,key2=test\u00e9',
    entries: [['key1', 'val1']],
  },
  {
    name: 'Python: not ASCII, too long in bytes only',
    header: `key1=${'\u00e9'.repeat(8192)}`,
    entries: [],
  },
  {
    name: 'Python: 181 members',
    header: range(181)
      .map(i => `key${i}=val`)
      .join(','),
    entries: range(64).map(i => [`key${i}`, 'val']),
    differs: ENTRIES_180,
  },
  {
    name: 'Python: member of more than 4096 bytes',
    header: `key1=value1,key2=${'s'.repeat(4097)},key3=value3`,
    entries: [
      ['key1', 'value1'],
      ['key2', 's'.repeat(4097)],
      ['key3', 'value3'],
    ],
    differs: LONG_MEMBER,
  },
  {
    name: 'Python: triplet in a value',
    header: 'keykey=value%5Evalue',
    entries: [['keykey', 'value^value']],
  },
  {
    name: 'Python: triplet in a key',
    header: 'key%23key=value%23value',
    entries: [['key%23key', 'value#value']],
    differs: 'Decodes the key. Keys are never decoded (E4).',
  },
  {
    name: 'Python: 181 members, one too long',
    header: oneOf181(`key2=value${'s'.repeat(4097)}`),
    entries: range(64).map(i =>
      i === 2 ? ['key2', `value${'s'.repeat(4097)}`] : [`key${i}`, `value${i}`],
    ),
    differs: `${LONG_MEMBER} ${ENTRIES_180}`,
  },
  {
    name: 'Python: 181 members, one without equal sign',
    header: oneOf181('key2xvalue2'),
    entries: range(65)
      .filter(i => i !== 2)
      .map(i => [`key${i}`, `value${i}`]),
    differs: `${ENTRIES_180} The invalid one counts there, but not with us (E9).`,
  },
  {
    name: 'Python: plus, as it is sent there for a space',
    header: 'key=val+ue',
    entries: [['key', 'val+ue']],
    differs: QUOTE_PLUS,
  },
  {
    name: 'Python: pluses and triplets, as they are sent there',
    header: 'key%2Fkey=value%2Fvalue,transaction=string+with+spaces',
    entries: [
      ['key%2Fkey', 'value/value'],
      ['transaction', 'string+with+spaces'],
    ],
    differs: `${QUOTE_PLUS} Keys are never decoded (E4).`,
  },

  { name: 'Python, environment: no key', header: '=value', entries: [] },
  {
    name: 'Python, environment: closing brace in a key',
    header: '}key=value',
    entries: [],
  },
  {
    name: 'Python, environment: at sign and parentheses in a key',
    header: '@key()=value',
    entries: [],
  },
  {
    name: 'Python, environment: slash in a key',
    header: '/key=value',
    entries: [],
  },
  {
    name: 'Python, environment: backslash in a value',
    header: 'name=\\',
    entries: [],
  },
  {
    name: 'Python, environment: quote in a value',
    header: 'name=value"',
    entries: [],
  },
  {
    name: 'Python, environment: semicolon',
    header: 'name=;value',
    entries: [['name', '', 'value']],
    differs:
      'Refuses it: an exporter header has no metadata. In baggage it is a property (E6).',
  },
  {
    name: 'Python, environment: empty value',
    header: 'name=',
    entries: [['name', '']],
  },
  {
    name: 'Python, environment: equal signs around the value',
    header: 'name===value=',
    entries: [['name', '==value=']],
  },
  {
    name: 'Python, environment: encoded spaces inside',
    header: 'key=value%20with%20space',
    entries: [['key', 'value with space']],
  },
  {
    name: 'Python, environment: triplet in a key',
    header: 'key%21=value',
    entries: [['key%21', 'value']],
    differs: 'Decodes the key. Keys are never decoded (E4).',
  },
  {
    name: 'Python, environment: encoded spaces outside',
    header: '%20key%20=%20value%20',
    entries: [['%20key%20', ' value ']],
    differs:
      'Decodes the key and trims both after decoding. Keys are never decoded (E4), and an encoded space is no OWS (E3).',
  },
  {
    name: 'Python, environment: upper case',
    header: 'Key=Value',
    entries: [['Key', 'Value']],
    differs: 'Lowers the case of the key. Keys are case sensitive (E4).',
  },
  {
    name: 'Python, environment: valid and invalid',
    header: 'name1=value1,invalidName, name2 =   value2   , name3=value3==',
    entries: [
      ['name1', 'value1'],
      ['name2', 'value2'],
      ['name3', 'value3=='],
    ],
  },
  {
    name: 'Python, environment: mostly invalid',
    header:
      '=name=valu3; key1; key2, content  =  application, red=\tvelvet; cake',
    entries: [
      ['content', 'application'],
      ['red', 'velvet', 'cake'],
    ],
    differs:
      'Refuses the last one: an exporter header has no metadata. In baggage it has a property (E6).',
  },
  {
    name: 'Python, environment: space inside a value',
    header: 'key=value othervalue',
    entries: [],
  },
  {
    name: 'Python, environment: space inside a value, liberal',
    header: 'key=value Other_Value==',
    entries: [],
    differs: 'Accepts it where asked to be liberal. We are not (E5).',
  },
];

/** 2730 letters: three such keys have 8190 bytes, and 8195 with their equal signs and commas. */
const THIRD = Math.floor(8192 / 3);
/** As a value beside a key of one letter: 4096 bytes with the equal sign. */
const HALF_MINUS_2 = 'x'.repeat(8192 / 2 - 2);

export const otherEntriesCases: EntriesCase[] = [
  {
    name: 'Rust: comma and equal sign',
    entries: [
      ['key1', 'val1,val2'],
      ['key2', 'val3=4'],
    ],
    header: 'key1=val1%2Cval2,key2=val3%3D4',
  },
  {
    name: 'Rust: boolean and numbers',
    entries: [
      ['key1', 'true'],
      ['key2', '123'],
      ['key3', '123.567'],
    ],
    header: 'key1=true,key2=123,key3=123.567',
  },
  {
    name: 'Rust: arrays',
    entries: [
      ['key1', '[true,false]'],
      ['key2', '[123,456]'],
      ['key3', '["val1","val2"]'],
    ],
    header:
      'key1=[true%2Cfalse],key2=[123%2C456],key3=[%22val1%22%2C%22val2%22]',
  },
  {
    name: 'Rust: metadata',
    entries: [
      ['key1', 'val1', 'prop1'],
      ['key2', 'val2'],
      ['key3', 'val3', 'anykey=anyvalue'],
    ],
    header: 'key1=val1;prop1,key2=val2,key3=val3;anykey=anyvalue',
  },
  {
    name: 'Rust: key is an emoji',
    entries: [['🚫', 'not ascii key']],
    header: undefined,
  },
  { name: 'Rust: key is empty', entries: [['', '1']], header: undefined },
  {
    name: 'Rust: key is not ASCII',
    entries: [['Grüße', '1']],
    header: undefined,
  },
  {
    name: 'Rust: key with parentheses',
    entries: [['(example)', '1']],
    header: undefined,
  },
  {
    name: 'Rust: space in a value',
    entries: [['k', 'test_ 123']],
    header: 'k=test_%20123',
  },
  {
    name: 'Rust: nothing to encode',
    entries: [['k', 'Hello123']],
    header: 'k=Hello123',
  },
  {
    name: 'Rust: ampersand and equal sign',
    entries: [['k', 'This & That = More']],
    header: 'k=This%20&%20That%20%3D%20More',
    differs: MORE_ENCODED,
  },
  {
    name: 'Rust: emoji',
    entries: [['k', 'Unicode: 😊']],
    header: 'k=Unicode:%20%F0%9F%98%8A',
    differs: MORE_ENCODED,
  },
  {
    name: 'Rust: Latin letters that are not ASCII',
    entries: [['k', 'Non-ASCII: áéíóú']],
    header: 'k=Non-ASCII:%20%C3%A1%C3%A9%C3%AD%C3%B3%C3%BA',
    differs: MORE_ENCODED,
  },
  {
    name: 'Rust: unsafe characters',
    entries: [['k', 'Unsafe: ~!@#$%^&*()_+{}[];:\'\\"<>?,./']],
    header: "k=Unsafe:%20~!@#$%25^&*()_%2B{}[]%3B:'%5C%22<>?%2C./",
    differs: MORE_ENCODED,
  },
  {
    name: 'Rust: emoji at the start',
    entries: [['k', '🚀Unicode:']],
    header: 'k=%F0%9F%9A%80Unicode:',
    differs: MORE_ENCODED,
  },
  {
    name: 'Rust: Greek letters',
    entries: [['k', 'ΑΒΓ']],
    header: 'k=%CE%91%CE%92%CE%93',
  },
  {
    name: 'Rust: 65 entries',
    entries: range(65).map(i => [`key${i}`, `key${i}`]),
    header: headerOf(range(64).map(i => [`key${i}`, `key${i}`])),
  },
  {
    name: 'Rust: four keys of 2730 bytes',
    entries: [...'abcd'].map(letter => [letter.repeat(THIRD), '']),
    header: `${'a'.repeat(THIRD)}=,${'b'.repeat(THIRD)}=`,
    differs:
      'Keeps three: equal signs and commas do not count there. We count the bytes of the header (I7, E9).',
  },
  {
    name: 'Rust: two large entries and a small one',
    entries: [
      ['a', HALF_MINUS_2],
      ['b', HALF_MINUS_2],
      ['c', '!'],
    ],
    header: `a=${HALF_MINUS_2},c=!`,
    differs:
      'Keeps all three: equal signs and commas do not count there. With us the second does not fit, the third does (I7, E9).',
  },
  {
    name: 'Rust: empty value, metadata',
    entries: [['foo', '', 'red;state=on']],
    header: 'foo=;red;state=on',
  },
  {
    name: 'Rust: equal signs in the metadata',
    entries: [['foo', '1', 'red;state=on;z=z=z']],
    header: 'foo=1;red;state=on;z=z=z',
  },
  {
    name: 'Python: space in a value',
    entries: [['key', 'val ue']],
    header: 'key=val%20ue',
    differs: QUOTE_PLUS,
  },
  {
    name: 'Python: space in a key',
    entries: [['key key', 'value value']],
    header: undefined,
    differs:
      'Encodes the key as it does the value. A key that is no token is dropped, never encoded (I3).',
  },
  {
    name: 'Python: slash in a key',
    entries: [['key/key', 'value/value']],
    header: undefined,
    differs:
      'Encodes the key as it does the value. A key that is no token is dropped, never encoded (I3).',
  },
  {
    name: 'Python: spaces, round trip',
    entries: [['transaction', 'string with spaces']],
    header: 'transaction=string%20with%20spaces',
    differs: QUOTE_PLUS,
  },
  {
    name: 'Python: 190 entries',
    entries: range(190).map(i => [`key${i}`, `val${i}`]),
    header: headerOf(range(64).map(i => [`key${i}`, `val${i}`])),
    differs: ENTRIES_180,
  },
  {
    name: 'Python: entry of more than 4096 bytes',
    entries: [
      ['key1', 'val1'],
      ['big', 'x'.repeat(4096)],
      ['key3', 'val3'],
    ],
    header: `key1=val1,big=${'x'.repeat(4096)},key3=val3`,
    differs: LONG_MEMBER,
  },
  {
    name: 'Python: 50 entries of 10 KB together',
    entries: range(50).map(i => [`k${padded(i)}`, 'v'.repeat(200)]),
    header: headerOf(range(39).map(i => [`k${padded(i)}`, 'v'.repeat(200)])),
  },
  {
    name: 'Python: two entries of more than 4096 bytes',
    entries: [
      ['big1', 'x'.repeat(4096)],
      ['big2', 'x'.repeat(4096)],
    ],
    header: `big1=${'x'.repeat(4096)}`,
    differs:
      'Sends nothing: a single member may have 4096 bytes there. With us the first one fits, the second does not (I7).',
  },
  {
    name: 'Python: upper-case letter in a key',
    entries: [
      ['Test1', 'value1'],
      ['test2', 'value2'],
    ],
    header: 'Test1=value1,test2=value2',
  },
];
