import { propagation } from '@opentelemetry/api';
import { baggageEntryMetadataFromString } from '@opentelemetry/api';
import { DEFAULT_BAGGAGE_LIMITS } from '../src/header/constants';
import { baggageOfHeader, parseBaggage } from '../src/header/parse-baggage';
import {
  headerOfBaggage,
  serializeBaggage,
} from '../src/header/serialize-baggage';
import { cppEntriesCases, cppHeaderCases } from './cpp-sdk';
import { dotnetEntriesCases, dotnetHeaderCases } from './dotnet-sdk';
import { goEntriesCases, goHeaderCases } from './go-sdk';
import { javaEntriesCases, javaHeaderCases } from './java-sdk';
import { otherEntriesCases, otherHeaderCases } from './other-sdks';
import { phpEntriesCases, phpHeaderCases } from './php-sdk';
import { rubyEntriesCases, rubyHeaderCases } from './ruby-sdk';
import { listOf } from '@otel-baggage/test-support';
import type { EntriesCase, HeaderCase } from './types';
import { w3cEntriesCases, w3cHeaderCases } from './w3c';

const sources: [string, HeaderCase[], EntriesCase[]][] = [
  ['W3C Baggage', w3cHeaderCases, w3cEntriesCases],
  ['the Go SDK', goHeaderCases, goEntriesCases],
  ['the Java SDK', javaHeaderCases, javaEntriesCases],
  ['the PHP SDK', phpHeaderCases, phpEntriesCases],
  ['the C++ SDK', cppHeaderCases, cppEntriesCases],
  ['the Ruby SDK', rubyHeaderCases, rubyEntriesCases],
  ['the .NET SDK', dotnetHeaderCases, dotnetEntriesCases],
  ['the Rust and Python SDKs', otherHeaderCases, otherEntriesCases],
];

describe.each(sources)('the cases of %s', (_, headerCases, entriesCases) => {
  describe('E: a header is read', () => {
    test.each(headerCases.map(c => [c.name, c] as const))('%s', (_name, c) => {
      const { baggage } = parseBaggage(c.header);
      expect(listOf(baggage)).toEqual(c.entries);

      const extracted = baggageOfHeader(c.header, DEFAULT_BAGGAGE_LIMITS);
      expect(extracted === undefined ? [] : listOf(extracted)).toEqual(
        c.entries,
      );
    });
  });

  describe('I: entries are sent', () => {
    test.each(entriesCases.map(c => [c.name, c] as const))('%s', (_name, c) => {
      const baggage = c.entries.reduce(
        (made, [key, value, metadata]) =>
          made.setEntry(key, {
            value,
            metadata:
              metadata === undefined
                ? undefined
                : baggageEntryMetadataFromString(metadata),
          }),
        propagation.createBaggage(),
      );
      expect(serializeBaggage(baggage).header).toBe(c.header);
      expect(headerOfBaggage(baggage, DEFAULT_BAGGAGE_LIMITS)).toBe(c.header);
    });
  });
});
