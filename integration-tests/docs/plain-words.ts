/** A pattern that plain English does without, and its replacement. */
export interface Pattern {
  pattern: RegExp;
  instead: string;
}

/** The start of a text, of a sentence, a table cell or a list item. */
const START = String.raw`(?:^\s*|[.!?:;|]\s+|\n\n|\n *[-*\d.]+ )`;

/** In prose: documentation, comments and messages. */
export const PATTERNS: readonly Pattern[] = [
  {
    // A question may, and so may "What a tool does:" of a list.
    pattern: new RegExp(
      `${START}(?:What|Who|Whose|Whoever|Whatever)\\b(?![^.!?|\\n]*(?:\\n[^.!?|\\n]+)*\\?)`,
    ),
    instead: 'name the actor or the thing as the subject',
  },
  {
    pattern:
      /(?<![Tt]here )\b(?:is|are|was|were) no (?!longer\b|more\b|such\b|one\b|need\b|doubt\b)[a-z]/,
    instead: 'is not a …',
  },
  { pattern: /\bborders?\b/i, instead: 'trust boundary' },
  { pattern: /\btraps?\b/i, instead: 'caveat' },
  { pattern: /\bwrong calls?\b/i, instead: 'invalid usage' },
  { pattern: /\bmistake of this program\b/i, instead: 'internal error' },
  { pattern: /\b(?:move|moving) over\b/i, instead: 'migrate' },
  { pattern: /\bto the letter\b/i, instead: 'strictly' },
  {
    pattern: /\b(?:everybody|whoever|anybody|all) who (?:is|are) called\b/i,
    instead: 'every downstream service',
  },
  {
    pattern: /\bis not known, and not used\b/i,
    instead: 'unknown variable, ignored',
  },
  { pattern: /\bis none that\b/i, instead: 'unsupported …' },
  {
    pattern: /\b(?:header|series|line|entry|member|copy) more\b/i,
    instead: 'additional …',
  },
  { pattern: /\bthere are [a-z]+, [a-z]+/i, instead: 'expected one of: …' },
  { pattern: /\bFor who\b/, instead: 'If you …' },
  { pattern: /\bby who\b/, instead: 'name the receiver' },
  {
    pattern: /\b(?:somebody|others|other processors) (?:wants?|to say)\b/i,
    instead: 'name the actor',
  },
  { pattern: /\bnames no key\b/i, instead: 'matches none of these keys' },
];

/** The number of a rule, as `docs/rules.md` has them. */
export const RULE_NUMBER = /\b(?:E1[0-2]|[EICAMRVTD]\d[a-z]?)\b/;

/** A text that people read, with the place where it begins. */
export interface Prose {
  file: string;
  /** Counted from 1. */
  line: number;
  text: string;
  /** Rule numbers are not for its readers. */
  isPublic: boolean;
}

/** `file:line "what is there" -> instead`, for each place that is found. */
export function findingsIn({ file, line, text, isPublic }: Prose): string[] {
  const patterns = isPublic
    ? [...PATTERNS, { pattern: RULE_NUMBER, instead: 'say the rule in words' }]
    : PATTERNS;
  return patterns.flatMap(({ pattern, instead }) =>
    [...text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map(found => {
      const before = text.slice(0, found.index + found[0].length);
      const at = line + before.split('\n').length - 1;
      const around = text
        .slice(Math.max(0, found.index - 10), found.index + 50)
        .replace(/\s+/g, ' ');
      return `${file}:${at} "${around}" -> ${instead}`;
    }),
  );
}
