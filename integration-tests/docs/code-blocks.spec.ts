import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { compileBlocks } from './compile-blocks';
import { readMarkdownFiles } from './markdown-files';
import { ROOT } from './root';
import { runBlocks, type Outcome } from './run-blocks';
import type { CodeBlock } from './types';

/** `console.log(...); // what it prints` */
const PRINTED = /console\.log\(.*\); \/\/ (.+)$/gm;

const CHECKED = ['js', 'ts', 'sh', 'text', 'json', 'yaml'];
/** Diagrams. */
const SHOWN = ['mermaid'];
const PART_OF = 'part of';
const RUN_BY = 'run by';
/** Made by scripts/set-ups-table.mjs, which set-ups.spec.ts checks. */
const OUTPUT_OF = 'output of';
const NOTES = ['prelude', PART_OF, RUN_BY, OUTPUT_OF];

const blocks = readMarkdownFiles().flatMap(file => file.blocks);
const titled = (wanted: readonly CodeBlock[]) =>
  wanted.map(block => [`${block.file}:${block.line}`, block] as const);
const inLanguage = (...languages: string[]) =>
  blocks.filter(({ language }) => languages.includes(language));

test('every block has a language that is checked, or says whose part it is', () => {
  const unchecked = blocks.filter(
    ({ language, notes }) =>
      ![...CHECKED, ...SHOWN].includes(language) &&
      !notes.has(PART_OF) &&
      !notes.has(RUN_BY),
  );
  expect(titled(unchecked)).toEqual([]);
});

test('no block has a note that means nothing', () => {
  const unknown = blocks.filter(({ notes }) =>
    [...notes.keys()].some(note => !NOTES.includes(note)),
  );
  expect(titled(unknown)).toEqual([]);
});

test.each(titled(blocks.filter(({ notes }) => notes.has(PART_OF))))(
  '%s is a part of the file that it names',
  (_title, { code, notes }) => {
    const file = readFileSync(join(ROOT, notes.get(PART_OF)!), 'utf8');
    expect(dense(file)).toContain(dense(withoutImports(code)));
  },
);

test.each(titled(blocks.filter(({ notes }) => notes.has(RUN_BY))))(
  '%s is run by the spec that it names',
  (_title, { notes }) => {
    const spec = notes.get(RUN_BY)!;
    expect(readFileSync(join(ROOT, spec), 'utf8')).toContain(spec);
  },
);

describe('programs', () => {
  const here = inLanguage('js', 'ts').filter(
    ({ notes }) => !notes.has(PART_OF),
  );
  const run = here.filter(({ notes }) => !notes.has(RUN_BY));
  let problems: string[][];
  let outcomes: Outcome[];

  beforeAll(async () => {
    problems = compileBlocks(here);
    outcomes = await runBlocks(run);
  }, 300_000);

  test('there are some', () => {
    expect(here.length).toBeGreaterThan(30);
  });

  test.each(titled(here))('%s compiles', (_title, block) => {
    expect(problems[here.indexOf(block)]).toEqual([]);
  });

  test.each(titled(run))(
    '%s runs, and prints what it says',
    (_title, block) => {
      const outcome = outcomes[run.indexOf(block)]!;
      expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
      const printed = [...block.code.matchAll(PRINTED)].map(([, text]) => text);
      if (block.output !== undefined) printed.push(block.output.trim());
      expect(outcome.stdout.trim()).toBe(printed.join('\n'));
    },
  );
});

test('JSON and YAML parse', () => {
  for (const { code } of inLanguage('json')) {
    expect(() => JSON.parse(code)).not.toThrow();
  }
  for (const { code } of inLanguage('yaml')) {
    expect(() => parseYaml(code)).not.toThrow();
  }
});

function withoutImports(code: string): string {
  return code.replace(/^(const .* = require\(.*\);|import .*;)\n/gm, '');
}

function dense(text: string): string {
  return text.replace(/\s+/g, '');
}
