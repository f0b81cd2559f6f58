import { readMarkdownFiles } from './markdown-files';
import { findingsIn, PATTERNS } from './plain-words';
import {
  programPaths,
  proseOfMarkdown,
  proseOfProgram,
  readProgram,
} from './prose';

const pages = readMarkdownFiles().flatMap(proseOfMarkdown);
const programs = programPaths().flatMap(path =>
  proseOfProgram(path, readProgram(path)),
);

test('the pages are in plain words', () => {
  expect(pages.length).toBeGreaterThan(500);
  expect(pages.flatMap(findingsIn)).toEqual([]);
});

test('comments and messages are in plain words', () => {
  expect(programs.length).toBeGreaterThan(500);
  expect(programs.flatMap(findingsIn)).toEqual([]);
});

describe('the check finds', () => {
  const found = (text: string) =>
    findingsIn({ file: 'a.md', line: 7, text, isPublic: true });

  test.each([
    'What came in goes out as it was.',
    'It goes out. Who reads it drops it.',
    'Whose destination is unknown gets nothing',
    'a: What is not known',
    'x is no valid host',
    'the entries are no token',
    'the borders that are set',
    'a trap for readers',
    'is a wrong call',
    'A mistake of this program',
    'moving over from upstream',
    'carries it to the letter of the document',
    'everybody who is called gets it',
    'x is not known, and not used',
    'the URL is none that can be probed',
    'adds a series more of each metric',
    'there are a, b',
    'For who knows spans',
    'to be dropped by who reads it',
    'Whether somebody wants a record',
    'names no key of these',
    'a member is dropped (rule E4)',
    'see T3a',
  ])('%s', text => {
    expect(found(text)).not.toEqual([]);
  });

  test('with the line', () => {
    expect(found('Fine.\nAs it is no token.')).toEqual([
      'a.md:8 "ne. As it is no token." -> is not a …',
    ]);
  });

  test('in comments and messages of programs', () => {
    const program = [
      '// What is here stays.',
      'warn(`x is no token`);',
      '/**',
      ' * A list.',
      ' * Who reads it knows.',
      ' */',
      'const a = 1; // a trap',
    ].join('\n');
    const findings = proseOfProgram('a.ts', program).flatMap(findingsIn);
    expect(findings.map(finding => finding.split(' ')[0])).toEqual([
      'a.ts:1',
      'a.ts:5',
      'a.ts:7',
      'a.ts:2',
    ]);
  });
});

describe('the check leaves', () => {
  test.each([
    'What does it cost?',
    'Who gets our baggage?',
    'a value that is no longer held',
    'there is no such key',
    'an E-mail, 3E4',
  ])('%s', text => {
    expect(findingsIn({ file: 'a.md', line: 1, text, isPublic: true })).toEqual(
      [],
    );
  });
});

test('each pattern says what to write', () => {
  expect(PATTERNS.every(({ instead }) => instead !== '')).toBe(true);
});
