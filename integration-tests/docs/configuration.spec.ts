import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_BAGGAGE_LIMITS, SENSITIVE_KEYS } from '@otel-baggage/core';
import { DEFAULT_MAX_DISTINCT_VALUES } from '@otel-baggage/metrics/internal';
import { VARIABLES, VIEW_VARIABLE } from '@otel-baggage/node/internal';
import { readMarkdownFiles } from './markdown-files';
import { tableRowsOf, type TableRow } from './markdown-tables';
import { documentedNumber, optionNamesOf } from './option-names';
import { ROOT } from './root';

const PAGE = 'docs/configuration.md';
const PAGE_OF_WARNINGS = 'packages/node/README.md';
const NAMED = /^`([\w.]+)`$/;
const VARIABLE = /\bOTEL_BAGGAGE_[A-Z_]*[A-Z]\b/g;

/** Groups of other options, which are described themselves. */
const GROUPS = ['ingress', 'egress', 'egress.keys'];
/** What one signal has of the options that are there for all. */
const OF_ONE_SIGNAL = /^(spans|logs|metrics)\.(\w+)$/;
/** In an example of what is not understood. */
const MISSPELT = ['OTEL_BAGGAGE_EGRES_HOSTS'];

const files = readMarkdownFiles();
const fileOf = (path: string) => files.find(file => file.path === path)!;
const rows = tableRowsOf(fileOf(PAGE).text);
const codes = [
  ...readFileSync(join(ROOT, 'packages/node/src/warn.ts'), 'utf8').matchAll(
    /\| '(OTEL_BAGGAGE_[A-Z_]+)'/g,
  ),
].map(([, code]) => code!);

/** The rows under a heading whose first cell is a name. */
function describedUnder(heading: string): TableRow[] {
  return rows.filter(
    row => row.heading === heading && NAMED.test(row.cells[0]!),
  );
}

function nameOf({ cells }: TableRow): string {
  return NAMED.exec(cells[0]!)![1]!;
}

test('V every variable is described, with its default, and no other', () => {
  const described = describedUnder('Environment variables').map(row => ({
    name: nameOf(row),
    defaultValue: row.cells[1]!.replaceAll('`', ''),
  }));
  expect(described).toEqual(
    VARIABLES.map(({ name, defaultValue }) => ({ name, defaultValue })),
  );
});

test('V every variable that is named anywhere exists', () => {
  const known = [
    ...VARIABLES.map(({ name }) => name),
    VIEW_VARIABLE,
    ...codes,
    ...MISSPELT,
  ];
  const named = files.flatMap(({ path, text }) =>
    [...text.matchAll(VARIABLE)].map(([name]) => ({ path, name })),
  );
  expect(named.length).toBeGreaterThan(VARIABLES.length);
  expect(named.filter(({ name }) => !known.includes(name))).toEqual([]);
});

test('D4 every code of a warning is described, and no other', () => {
  const described = tableRowsOf(fileOf(PAGE_OF_WARNINGS).text)
    .filter(({ heading }) => heading === 'Warnings')
    .filter(({ cells }) => NAMED.test(cells[0]!));
  expect(described.length).toBeGreaterThan(5);
  expect(described.map(nameOf)).toEqual(codes);
});

test('every option of withBaggage is described, and no other', () => {
  const shared = new Set(optionNamesOf('node', 'BaggageOptions'));
  const expected = [...shared].filter(name => {
    if (GROUPS.includes(name)) return false;
    const own = OF_ONE_SIGNAL.exec(name)?.[2];
    return own === undefined || !shared.has(own);
  });
  const described = describedUnder('Options of `withBaggage`').map(nameOf);
  expect(described.sort()).toEqual(expected.sort());
});

test.each([
  ['core', 'BaggageLimits', 'maxEntries', DEFAULT_BAGGAGE_LIMITS.maxEntries],
  ['core', 'BaggageLimits', 'maxBytes', DEFAULT_BAGGAGE_LIMITS.maxBytes],
  [
    'metrics',
    'BaggageMetricAttributesOptions',
    'maxDistinctValues',
    DEFAULT_MAX_DISTINCT_VALUES,
  ],
])(
  'the default limit is that of the code: %s, %s.%s',
  (packageName, interfaceName, option, limit) => {
    expect(documentedNumber(packageName, interfaceName, option)).toBe(limit);
    const row = describedUnder('Options of `withBaggage`').find(row =>
      nameOf(row).endsWith(option),
    );
    expect(row?.cells[1]).toBe(`\`${limit}\``);
  },
);

test('what one signal takes is said', () => {
  const own = optionNamesOf('node', 'BaggageOptions')
    .map(name => /^spans\.(\w+)$/.exec(name)?.[1])
    .filter(name => name !== undefined);
  expect(own.length).toBeGreaterThan(3);
  const [sentence] = /^Under `spans`[\s\S]*?\./m.exec(fileOf(PAGE).text) ?? [];
  for (const name of own) expect(sentence).toContain(`\`${name}\``);
});

test.each([
  ['core', 'BaggageLimits'],
  ['core', 'BaggageAttributesOptions'],
  ['propagator', 'BaggagePropagatorOptions'],
  ['propagator', 'BaggageTrustOptions'],
  ['metrics', 'BaggageMetricAttributesOptions'],
  ['metrics', 'BaggageViewsOptions'],
])('every option of a part is named: %s, %s', (packageName, interfaceName) => {
  const named = rows
    .filter(({ heading }) => heading === 'Options of the parts')
    .flatMap(({ cells }) => [...cells[1]!.matchAll(/`(\w+)`/g)])
    .map(([, name]) => name);
  const options = optionNamesOf(packageName, interfaceName).filter(
    name => !name.includes('.'),
  );
  expect(options.length).toBeGreaterThan(1);
  expect(options.filter(name => !named.includes(name))).toEqual([]);
});

test('T4 the list of sensitive keys is that of the code', () => {
  const list = fileOf('docs/security.md').blocks.find(
    ({ language }) => language === 'text',
  );
  expect(list?.code.trim().split(/\s+/)).toEqual([...SENSITIVE_KEYS]);
});
