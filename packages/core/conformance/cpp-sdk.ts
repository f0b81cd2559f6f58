/**
 * The tables of the C++ SDK's tests.
 *
 * Source: the repository open-telemetry/opentelemetry-cpp at e35113804, below
 * `api/test/baggage`: `baggage_test.cc` ("Baggage") and
 * `propagation/baggage_propagator_test.cc` ("Propagator"). Its own `ToHeader` puts the
 * entry that was set last first.
 */
import type { Entry } from '@otel-baggage/test-support';
import type { EntriesCase, HeaderCase } from './types';

const DECODED_KEY = 'Decodes the key. Keys are never decoded (E4).';
const FORM =
  'Writes and reads a space as +, as an HTML form does. We send and read percent-encoding only (I4, E5).';
const IN_THE_VALUE =
  'Takes the properties as part of the value. We keep them apart (E6).';
const MEMBERS_180 = 'Allows 180 entries. We allow 64 (E9).';
const LONG_MEMBER =
  'Drops it: key and value may have 4096 bytes together there. We have no limit on a single member (E9).';

const numbered = (count: number): Entry[] =>
  Array.from({ length: count }, (_, i) => [`key${i}`, `value${i}`]);
const headerOf = (count: number): string =>
  numbered(count)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
const long = 'a'.repeat(4099);

export const cppHeaderCases: HeaderCase[] = [
  { name: 'Baggage: one member', header: 'k1=v1', entries: [['k1', 'v1']] },
  {
    name: 'Baggage: metadata',
    header: 'k1=V1,K2=v2;metadata,k3=v3',
    entries: [
      ['k1', 'V1'],
      ['K2', 'v2', 'metadata'],
      ['k3', 'v3'],
    ],
    differs: IN_THE_VALUE,
  },
  {
    name: 'Baggage: spaces',
    header: ',k1 =v1,k2=v2 ; metadata,',
    entries: [
      ['k1', 'v1'],
      ['k2', 'v2', 'metadata'],
    ],
    differs: IN_THE_VALUE,
  },
  {
    name: 'Baggage: encoded keys and values',
    header: '1a-2f%40foo=bar%251,a%2A%2Ffoo-_%2Fbar=bar+4',
    entries: [
      ['1a-2f%40foo', 'bar%1'],
      ['a%2A%2Ffoo-_%2Fbar', 'bar+4'],
    ],
    differs: `${DECODED_KEY} ${FORM}`,
  },
  {
    name: 'Baggage: colon in a value',
    header: 'field=foo:bar',
    entries: [['field', 'foo:bar']],
  },
  {
    name: 'Baggage: special characters in a value',
    header: 'mixed=a/b:c?d=e',
    entries: [['mixed', 'a/b:c?d=e']],
  },
  {
    name: 'Baggage: an invalid member',
    header: 'k1=v1,invalidmember,k2=v2',
    entries: [
      ['k1', 'v1'],
      ['k2', 'v2'],
    ],
  },
  { name: 'Baggage: a comma', header: ',', entries: [] },
  { name: 'Baggage: an equal sign', header: ',=,', entries: [] },
  { name: 'Baggage: nothing', header: '', entries: [] },
  { name: 'Baggage: no second hex digit', header: 'k1=%5zv', entries: [] },
  { name: 'Baggage: half a triplet', header: 'k1=%5', entries: [] },
  {
    name: 'Baggage: no triplet in a key',
    header: 'k%z2=v1',
    entries: [['k%z2', 'v1']],
    differs: DECODED_KEY,
  },
  {
    name: 'Baggage: encoded NUL in a key',
    header: 'k%00=v1',
    entries: [['k%00', 'v1']],
    differs: DECODED_KEY,
  },
  {
    name: 'Baggage: encoded DEL in a value',
    header: 'k=v%7f',
    entries: [['k', 'v\x7f']],
    differs:
      'Gives no entry: only printable ASCII is valid there. Any character may be encoded (E5).',
  },
  {
    name: 'Baggage: member of more than 4096 bytes',
    header: `1=${long}`,
    entries: [['1', long]],
    differs: LONG_MEMBER,
  },
  {
    name: 'Baggage: 180 members',
    header: headerOf(180),
    entries: numbered(64),
    differs: MEMBERS_180,
  },
  {
    name: 'Baggage: 181 members',
    header: headerOf(181),
    entries: numbered(64),
    differs: MEMBERS_180,
  },
  {
    name: 'Baggage: three members of 4096 bytes',
    header: [1, 2, 3].map(i => `${i}=${'a'.repeat(4094)}`).join(','),
    entries: [['1', 'a'.repeat(4094)]],
    differs:
      'Gives no entry at all, the header being too long. We keep what fits (E9).',
  },
  {
    name: 'Propagator: spaces',
    header: 'key1 =   val1,  key2 =val2   ',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2'],
    ],
  },
  {
    name: 'Propagator: property',
    header: 'key1=val1,key2=val2;prop=1',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2', 'prop=1'],
    ],
  },
  {
    name: 'Propagator: encoded commas',
    header: 'key%2C1=val1,key2=val2%2Cval3',
    entries: [
      ['key%2C1', 'val1'],
      ['key2', 'val2,val3'],
    ],
  },
  {
    name: 'Propagator: members without equal sign',
    header: 'key1=val1,key2=val2,a,val3',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2'],
    ],
  },
  {
    name: 'Propagator: empty value',
    header: 'key1=,key2=val2',
    entries: [
      ['key1', ''],
      ['key2', 'val2'],
    ],
  },
  { name: 'Propagator: no member', header: 'invalid_header', entries: [] },
  {
    name: 'Propagator: key and value of 2049 bytes each',
    header: `${'k'.repeat(2049)}=${'v'.repeat(2049)}`,
    entries: [['k'.repeat(2049), 'v'.repeat(2049)]],
    differs: LONG_MEMBER,
  },
];

export const cppEntriesCases: EntriesCase[] = [
  { name: 'Baggage: one entry', entries: [['k1', 'v1']], header: 'k1=v1' },
  {
    name: 'Baggage: empty value',
    entries: [
      ['k1', 'v1'],
      ['k2', 'v2'],
      ['k3', ''],
    ],
    header: 'k1=v1,k2=v2,k3=',
  },
  {
    name: 'Baggage: characters to encode',
    entries: [
      ['a*/foo-_/bar', 'bar 4'],
      ['1a-2f@foo', 'bar%1'],
    ],
    header: undefined,
    differs: 'Encodes the keys. A key that is no token is dropped (I3).',
  },
  {
    name: 'Baggage: space in a value',
    entries: [['foo1', 'bar 1', '  metadata ; ;;']],
    header: 'foo1=bar%201;metadata',
    differs: `${FORM} It sends the metadata as it is.`,
  },
  {
    name: 'Baggage: SUB as a value',
    entries: [
      ['k1', '\x1A'],
      ['k2', 'v2'],
    ],
    header: 'k1=%1A,k2=v2',
    differs:
      'Does not take it: only printable ASCII is valid there. Any character may be encoded (I4).',
  },
];
