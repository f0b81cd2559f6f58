// What OpenTelemetry of other languages understood of headers and what it sent
// on, as scripts/record-languages.mjs has recorded it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseBaggage } from '@otel-baggage/core';
import { lossesOf } from '../../packages/cli/src/inspect/peers';

interface Recording {
  /** The commit, or the version of Debian's package. */
  source: string;
  exchanges: {
    header: string;
    entries: [key: string, value: string][];
    sent: string | null;
  }[];
}

const LANGUAGES = {
  python: 'OpenTelemetry Python',
  php: 'OpenTelemetry PHP',
  cpp: 'OpenTelemetry C++',
  java: 'OpenTelemetry Java',
  go: 'OpenTelemetry Go',
};
/** They write a space as `+`. */
const SPACE_IS_PLUS = ['python', 'php', 'cpp'];

/** Debian's Go is of 2021, and lost a header with so long an entry. */
const OLD_GO = 'a=1,e=x{4096}';

const read = (file: string) =>
  JSON.parse(readFileSync(join(__dirname, file), 'utf8'));
const headers: string[] = read('headers.json');

/** `x{4096}` stands for so many. */
const expand = (text: string) =>
  text.replace(/x\{(\d+)\}/, (_, count) => 'x'.repeat(Number(count)));

describe.each(Object.entries(LANGUAGES))('%s', (language, name) => {
  const { source, exchanges }: Recording = read(`recorded/${language}.json`);

  test('all headers are recorded, and from which source', () => {
    expect(exchanges.map(({ header }) => header)).toEqual(headers);
    expect(source).toMatch(/^(?:[0-9a-f]{9}|\d+\.\d+\.\d+-\d+)$/);
  });

  test.each(exchanges)(
    'it loses of $header what `inspect` says',
    ({ header, entries }) => {
      const { baggage, dropped } = parseBaggage(expand(header));
      expect(dropped).toEqual([]);
      const keys = baggage.getAllEntries().map(([key]) => key);
      const isUnderstood = (key: string) =>
        entries.some(([theirs]) => theirs === key || theirs === decoded(key));
      const lost = lossesOf(expand(header))
        .filter(({ peer }) => peer === name)
        .flatMap(({ losesAll, keys: some }) => (losesAll ? keys : some));
      if (language === 'go' && header === OLD_GO) lost.push(...keys);
      expect(keys.filter(key => !isUnderstood(key))).toEqual(lost);
    },
  );

  test.each(exchanges)(
    'E5 what it sends on of $header is what it understood',
    ({ entries, sent }) => {
      const { baggage, dropped } = parseBaggage(expand(sent ?? ''));
      expect(dropped).toEqual([]);
      const values = baggage.getAllEntries().map(([, { value, metadata }]) =>
        // Properties are a part of the value there.
        language === 'cpp' && metadata ? `${value};${metadata}` : value,
      );
      const theirs = entries.map(([, value]) => {
        const text = expand(value);
        return SPACE_IS_PLUS.includes(language)
          ? text.replace(/ /g, '+')
          : text;
      });
      expect(values.sort()).toEqual(theirs.sort());
    },
  );
});

function decoded(key: string): string {
  return /%(?![\da-f]{2})/i.test(key) ? key : decodeURIComponent(key);
}
