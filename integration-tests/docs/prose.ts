import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { MarkdownFile } from './markdown-file';
import type { Prose } from './plain-words';
import { ROOT } from './root';

/** As no path of an icon has it. */
const WORD = /[a-z]{3}/;
const MADE = new Set(['node_modules', 'dist', 'coverage']);
const PROGRAM =
  /^(?:packages\/[^/]+\/(?:src|page)|examples)\/.*\.(?:ts|tsx|mts|mjs|js)$/;
/** Tests, and the package that only tests use. */
const NOT_READ = /\.spec\.ts$|\/test-data\/|^packages\/test-support\//;
const NEWEST = /^## Unreleased\n[\s\S]*?(?=^## |$(?![\s\S]))/m;

/** The paragraphs, headings and table cells of a page; of a changelog, the newest. */
export function proseOfMarkdown({
  path,
  paragraphs,
  text,
}: MarkdownFile): Prose[] {
  const lastLine =
    path === 'CHANGELOG.md'
      ? NEWEST.exec(text)![0].split('\n').length + 2
      : Infinity;
  return paragraphs
    .filter(({ line }) => line <= lastLine)
    .map(paragraph => ({
      file: path,
      isPublic: path !== 'docs/rules.md',
      line: paragraph.line,
      text: paragraph.isHeading
        ? labelled(withoutCode(paragraph.text))
        : withoutCode(paragraph.text),
    }));
}

/**
 * The comments and the messages of a program.
 *
 * @param path from the root of the repository
 */
export function proseOfProgram(path: string, text: string): Prose[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const comments = commentsIn(source).map(({ pos, end, isDoc }) => ({
    file: path,
    line: lineOf(source, pos),
    text: withoutCode(withoutMarks(text.slice(pos, end))),
    // Others may say which rule a line is for.
    isPublic: isDoc && path.startsWith('examples/'),
  }));
  return [...comments, ...messagesIn(source)];
}

/** Paths of the programs whose comments and messages people read. */
export function programPaths(): string[] {
  return ['packages', 'examples']
    .flatMap(folder => pathsBelow(folder))
    .filter(path => PROGRAM.test(path) && !NOT_READ.test(path));
}

function pathsBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap(
    entry => {
      const path = `${folder}/${entry.name}`;
      if (entry.isFile()) return [path];
      return entry.isDirectory() && !MADE.has(entry.name)
        ? pathsBelow(path)
        : [];
    },
  );
}

export function readProgram(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

interface Comment extends ts.TextRange {
  isDoc: boolean;
}

/** Lines of `//` that follow each other are one comment. */
function commentsIn(source: ts.SourceFile): Comment[] {
  const { text } = source;
  const found = new Map<number, Comment>();
  const visit = (node: ts.Node) => {
    const ranges = [
      ...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
    ];
    for (const { pos, end } of ranges) {
      found.set(pos, { pos, end, isDoc: text.startsWith('/**', pos) });
    }
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  const comments: Comment[] = [];
  for (const comment of [...found.values()].sort((a, b) => a.pos - b.pos)) {
    const before = comments.at(-1);
    const isNext =
      before !== undefined &&
      text.startsWith('//', before.pos) &&
      text.startsWith('//', comment.pos) &&
      /^\n[ \t]*$/.test(text.slice(before.end, comment.pos));
    if (isNext) before.end = comment.end;
    else comments.push(comment);
  }
  return comments;
}

/** Literals of more than one word. */
function messagesIn(source: ts.SourceFile): Prose[] {
  const messages: Prose[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const text = ts.isStringLiteralLike(node)
        ? node.text
        : node
            .getText(source)
            .slice(1, -1)
            .replace(/\$\{[^}]*\}/g, 'x');
      if (text.includes(' ') && WORD.test(text)) {
        const line = lineOf(source, node.getStart(source));
        messages.push({
          file: source.fileName,
          line,
          text: labelled(withoutCode(text)),
          // The command shows the rules of docs/rules.md in its tables.
          isPublic: !source.fileName.startsWith('packages/cli/'),
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return messages;
}

function lineOf(source: ts.SourceFile, position: number): number {
  return source.getLineAndCharacterOfPosition(position).line + 1;
}

function withoutMarks(comment: string): string {
  return comment
    .replace(/^[ \t]*(?:\/\*\*?|\*\/|\*|\/\/) ?/gm, '')
    .replace(/\s*\*\/$/, '');
}

/** A label such as "What came in" is not a sentence. */
function labelled(text: string): string {
  return /[.:;]/.test(text) ? text : text.replace(/^Wh(?:at|o|ose)\b/, 'The');
}

/** Leaves one letter in the place of code. */
function withoutCode(text: string): string {
  return text
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`\n]+`/g, 'x')
    .replace(/\]\([^)]*\)/g, ']');
}
