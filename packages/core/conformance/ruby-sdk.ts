/**
 * The tables of the Ruby SDK's tests.
 *
 * Source: the repository open-telemetry/opentelemetry-ruby at 6629eb940,
 * `api/test/opentelemetry/baggage/propagation/text_map_propagator_test.rb`. Values that are no
 * strings there are here the strings they become.
 */
import type { Entry } from '@otel-baggage/test-support';
import type { EntriesCase, HeaderCase } from './types';

export const rubyHeaderCases: HeaderCase[] = [
  {
    name: 'two members',
    header: 'key1=val1,key2=val2',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2'],
    ],
  },
  {
    name: 'spaces',
    header: ' key1  =  val1,  key2=val2 ',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2'],
    ],
  },
  {
    name: 'properties',
    header: 'key1=val1,key2=val2;prop1=propval1;prop2=propval2',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2', 'prop1=propval1;prop2=propval2'],
    ],
  },
  {
    name: 'encoded keys and values',
    header: 'key%3A1=val1%2C1,key%3A2=val2%2C2',
    entries: [
      ['key%3A1', 'val1,1'],
      ['key%3A2', 'val2,2'],
    ],
    differs: 'Decodes the keys. Keys are never decoded (E4).',
  },
  { name: 'no header', header: [], entries: [] },
  { name: 'empty header', header: '', entries: [] },
  {
    name: 'blank header',
    header: '   ',
    entries: [],
    differs:
      'Replaces the earlier baggage with an empty one. We keep what was there (E11).',
  },
];

const padded = (letter: string, index: number): string =>
  letter + String(index).padStart(48, '0');
/** Each is 100 bytes long with its comma. */
const of100Bytes: Entry[] = Array.from({ length: 82 }, (_, i) => [
  padded('k', i),
  padded('v', i),
]);

export const rubyEntriesCases: EntriesCase[] = [
  {
    name: 'two entries',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2'],
    ],
    header: 'key1=val1,key2=val2',
  },
  {
    name: 'numbers',
    entries: [
      ['key1', '1'],
      ['key2', '3.14'],
    ],
    header: 'key1=1,key2=3.14',
  },
  {
    name: 'booleans',
    entries: [
      ['key1', 'true'],
      ['key2', 'false'],
    ],
    header: 'key1=true,key2=false',
  },
  { name: 'no baggage', entries: [], header: undefined },
  {
    name: 'properties',
    entries: [
      ['key1', 'val1'],
      ['key2', 'val2', 'prop1=propval1;prop2=propval2'],
    ],
    header: 'key1=val1,key2=val2;prop1=propval1;prop2=propval2',
  },
  {
    name: '181 entries',
    entries: Array.from({ length: 181 }, (_, i) => [`k${i}`, `v${i}`]),
    header: Array.from({ length: 64 }, (_, i) => `k${i}=v${i}`).join(','),
    differs: 'Allows 180 entries. We allow 64 (I7).',
  },
  {
    name: 'entry of more than 4096 bytes',
    entries: [
      ['key1', 'x'.repeat(4092)],
      ['key2', 'val2'],
    ],
    header: `key1=${'x'.repeat(4092)},key2=val2`,
    differs:
      'Drops it: a single member may have 4096 bytes there. We have no limit on a single member (I7).',
  },
  {
    name: '82 entries of 100 bytes',
    entries: of100Bytes,
    header: of100Bytes
      .slice(0, 64)
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
    differs: 'Sends 81 of them, in 8099 bytes. We allow 64 entries (I7).',
  },
];
