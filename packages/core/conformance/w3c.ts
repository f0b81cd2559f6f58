/**
 * The examples of the W3C Baggage document and the cases of its reference implementation.
 *
 * Source: the repository w3c/baggage at 9af80f4, `baggage/HTTP_HEADER_FORMAT.md` ("Document")
 * and `test/test_baggage.py` ("Baggage", "BaggageEntry", "Limits").
 */
import type { Entry } from '@otel-baggage/test-support';
import type { EntriesCase, HeaderCase } from './types';

/** The value of the reference implementation's percent-encoding cases. */
const AWKWARD = '\t "\';=asdf!@#$%^&*()';
/** The same as the reference implementation encodes it: all but letters, digits and `_.-~/`. */
const AWKWARD_ENCODED = '%09%20%22%27%3B%3Dasdf%21%40%23%24%25%5E%26%2A%28%29';

export const w3cHeaderCases: HeaderCase[] = [
  {
    name: 'Document: example with 3 list-members',
    header:
      'key1=value1;property1;property2, key2 = value2, key3=value3; propertyKey=propertyValue',
    entries: [
      ['key1', 'value1', 'property1;property2'],
      ['key2', 'value2'],
      ['key3', 'value3', 'propertyKey=propertyValue'],
    ],
  },
  {
    name: 'Document: single header',
    header: 'userId=alice,serverNode=DF%2028,isProduction=false',
    entries: [
      ['userId', 'alice'],
      ['serverNode', 'DF 28'],
      ['isProduction', 'false'],
    ],
  },
  {
    name: 'Document: characters outside baggage-octet',
    header: 'userId=Am%C3%A9lie,serverNode=DF%2028,isProduction=false',
    entries: [
      ['userId', 'Amélie'],
      ['serverNode', 'DF 28'],
      ['isProduction', 'false'],
    ],
  },
  {
    name: 'Document: split into multiple headers',
    header: ['userId=alice', 'serverNode=DF%2028,isProduction=false'],
    entries: [
      ['userId', 'alice'],
      ['serverNode', 'DF 28'],
      ['isProduction', 'false'],
    ],
  },
  {
    name: 'Document: spaces around keys and values',
    header: ['userId =   alice', 'serverNode = DF%2028, isProduction = false'],
    entries: [
      ['userId', 'alice'],
      ['serverNode', 'DF 28'],
      ['isProduction', 'false'],
    ],
  },
  {
    name: 'Document: use case, data sent to a single node',
    header: 'serverNode=DF%2028',
    entries: [['serverNode', 'DF 28']],
  },
  {
    name: 'Document: use case, annotated logs',
    header: 'userId=alice',
    entries: [['userId', 'alice']],
  },
  {
    name: 'Document: use case, non-production requests',
    header: 'isProduction=false',
    entries: [['isProduction', 'false']],
  },
  {
    name: 'Baggage: simple',
    header: 'SomeKey=SomeValue',
    entries: [['SomeKey', 'SomeValue']],
  },
  {
    name: 'Baggage: multiple',
    header: 'SomeKey=SomeValue;SomeProp,SomeKey2=SomeValue2;ValueProp=PropVal',
    entries: [
      ['SomeKey', 'SomeValue', 'SomeProp'],
      ['SomeKey2', 'SomeValue2', 'ValueProp=PropVal'],
    ],
  },
  {
    name: 'Baggage: multiple, OWS',
    header:
      'SomeKey \t = \t SomeValue \t ; \t SomeProp \t , \t SomeKey2 \t = \t SomeValue2 \t ; \t ValueProp \t = \t PropVal',
    entries: [
      ['SomeKey', 'SomeValue', 'SomeProp'],
      ['SomeKey2', 'SomeValue2', 'ValueProp=PropVal'],
    ],
  },
  {
    name: 'Baggage: multiple, key-value property',
    header:
      'SomeKey=SomeValue;SomePropKey=SomePropValue,SomeKey2=SomeValue2;SomePropKey2=SomePropValue2',
    entries: [
      ['SomeKey', 'SomeValue', 'SomePropKey=SomePropValue'],
      ['SomeKey2', 'SomeValue2', 'SomePropKey2=SomePropValue2'],
    ],
  },
  {
    name: 'Baggage: multiple, key-value property, OWS',
    header:
      'SomeKey \t = \t SomeValue \t ; \t SomePropKey=SomePropValue \t , \t SomeKey2 \t = \t SomeValue2 \t ; \t SomePropKey2 \t = \t SomePropValue2',
    entries: [
      ['SomeKey', 'SomeValue', 'SomePropKey=SomePropValue'],
      ['SomeKey2', 'SomeValue2', 'SomePropKey2=SomePropValue2'],
    ],
  },
  {
    name: 'BaggageEntry: simple',
    header: 'SomeKey=SomeValue',
    entries: [['SomeKey', 'SomeValue']],
  },
  {
    name: 'BaggageEntry: multiple equals',
    header: 'SomeKey=SomeValue=equals',
    entries: [['SomeKey', 'SomeValue=equals']],
  },
  {
    name: 'BaggageEntry: percent-encoded',
    header: `SomeKey=${AWKWARD_ENCODED}`,
    entries: [['SomeKey', AWKWARD]],
  },
  {
    name: 'BaggageEntry: property',
    header: 'SomeKey=SomeValue;SomeProp',
    entries: [['SomeKey', 'SomeValue', 'SomeProp']],
  },
  {
    name: 'BaggageEntry: multiple properties',
    header: 'SomeKey=SomeValue;SomeProp;SecondProp=PropValue',
    entries: [['SomeKey', 'SomeValue', 'SomeProp;SecondProp=PropValue']],
  },
  {
    name: 'BaggageEntry: multiple properties of one name',
    header:
      'SomeKey=SomeValue;SomeProp;SomeProp=PropValue;SomeProp=AnotherPropValue',
    entries: [
      [
        'SomeKey',
        'SomeValue',
        'SomeProp;SomeProp=PropValue;SomeProp=AnotherPropValue',
      ],
    ],
  },
  {
    name: 'BaggageEntry: key-value property',
    header: 'SomeKey=SomeValue;SomePropKey=SomePropValue',
    entries: [['SomeKey', 'SomeValue', 'SomePropKey=SomePropValue']],
  },
  {
    name: 'BaggageEntry: simple, OWS',
    header: 'SomeKey \t = \t SomeValue \t ',
    entries: [['SomeKey', 'SomeValue']],
  },
  {
    name: 'BaggageEntry: percent-encoded, OWS',
    header: `SomeKey \t = \t ${AWKWARD_ENCODED} \t `,
    entries: [['SomeKey', AWKWARD]],
  },
  {
    name: 'BaggageEntry: property, OWS',
    header: 'SomeKey \t = \t SomeValue \t ; \t SomeProp',
    entries: [['SomeKey', 'SomeValue', 'SomeProp']],
  },
  {
    name: 'BaggageEntry: multiple properties, OWS',
    header:
      'SomeKey \t = \t SomeValue \t ; \t SomeProp \t ; \t SecondProp \t = \t PropValue',
    entries: [['SomeKey', 'SomeValue', 'SomeProp;SecondProp=PropValue']],
  },
  {
    name: 'BaggageEntry: key-value property, OWS',
    header:
      'SomeKey \t = \t SomeValue \t ; \t SomePropKey \t = \t SomePropValue',
    entries: [['SomeKey', 'SomeValue', 'SomePropKey=SomePropValue']],
  },
  {
    name: 'BaggageEntry: percent-encoded property',
    header: `SomeKey=SomeValue;SomePropKey=${AWKWARD_ENCODED}`,
    entries: [['SomeKey', 'SomeValue', `SomePropKey=${AWKWARD_ENCODED}`]],
    differs:
      'Gives the property value decoded. Metadata keeps it as received (E6); parseBaggageProperties decodes it (C4).',
  },
  {
    name: 'BaggageEntry: property without value is not decoded',
    header: 'SomeKey=SomeValue;ValueProp%20%09%20%3D%20%09%20PropVal',
    entries: [
      ['SomeKey', 'SomeValue', 'ValueProp%20%09%20%3D%20%09%20PropVal'],
    ],
  },
];

const members = (count: number, entry: (index: number) => Entry): Entry[] =>
  Array.from({ length: count }, (_, index) => entry(index));

export const w3cEntriesCases: EntriesCase[] = [
  {
    name: 'Document: single header',
    entries: [
      ['userId', 'alice'],
      ['serverNode', 'DF 28'],
      ['isProduction', 'false'],
    ],
    header: 'userId=alice,serverNode=DF%2028,isProduction=false',
  },
  {
    name: 'Document: characters outside baggage-octet',
    entries: [
      ['userId', 'Amélie'],
      ['serverNode', 'DF 28'],
      ['isProduction', 'false'],
    ],
    header: 'userId=Am%C3%A9lie,serverNode=DF%2028,isProduction=false',
  },
  {
    name: 'BaggageEntry: percent-encoded, to string',
    entries: [['SomeKey', AWKWARD]],
    header: "SomeKey=%09%20%22'%3B%3Dasdf!@#$%25^&*()",
    differs: `Sends ${AWKWARD_ENCODED}: the document allows to encode more than needed, we encode what I4 names. A value that came in so and was not changed goes out so (I5).`,
  },
  {
    name: 'BaggageEntry: percent-encoded property, to string',
    entries: [['SomeKey', 'SomeValue', `SomePropKey=${AWKWARD_ENCODED}`]],
    header: `SomeKey=SomeValue;SomePropKey=${AWKWARD_ENCODED}`,
  },
  {
    name: 'Limits: at least 64 entries',
    entries: members(64, i => [`key${i}`, 'value']),
    header: members(64, i => [`key${i}`, 'value'])
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
  },
  {
    name: 'Limits: one entry of 8192 bytes',
    entries: [['a', '0123456789'.repeat(819)]],
    header: `a=${'0123456789'.repeat(819)}`,
  },
  {
    name: 'Limits: 512 entries of 8191 bytes together',
    entries: members(512, i => [String(i).padStart(3, '0'), '0123456789a']),
    header: members(64, i => [String(i).padStart(3, '0'), '0123456789a'])
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
    differs:
      'Sends all 512, having no limit. We send the first 64 (I7): the document demands no more where either of its two conditions is not met.',
  },
];
