import ts from 'typescript';
import { exportsOf, LIBRARIES, typeChecker } from './published-types';

/** The number of a rule, as `docs/rules.md` has them. */
const RULE = /\b(?:[EICAMRVTD]\d+[a-z]?)\b/;
/** As `Reads`. */
const VERB = /^[A-Z][a-z]+s\b/;

/** A doc comment that people see in their editor. */
interface DocComment {
  name: string;
  text: string;
  isFunction: boolean;
}

const comments = LIBRARIES.flatMap(packageName =>
  exportsOf(packageName).flatMap(symbol =>
    commentsOf(symbol, `${packageName}: ${symbol.name}`),
  ),
);

function commentsOf(symbol: ts.Symbol, name: string): DocComment[] {
  const [declaration] = symbol.declarations ?? [];
  const { Private } = ts.ModifierFlags;
  if (!declaration || ts.getCombinedModifierFlags(declaration) & Private) {
    return [];
  }
  const { Function, Method } = ts.SymbolFlags;
  const own: DocComment = {
    name,
    text: textOf(symbol),
    isFunction: (symbol.flags & (Function | Method)) !== 0,
  };
  const members = [...(symbol.members?.values() ?? [])];
  return [
    own,
    ...members.flatMap(member => commentsOf(member, `${name}.${member.name}`)),
  ];
}

function textOf(symbol: ts.Symbol): string {
  const comment = symbol.getDocumentationComment(typeChecker());
  const tags = symbol.getJsDocTags(typeChecker());
  return [comment, ...tags.map(({ text }) => text)]
    .map(ts.displayPartsToString)
    .join('\n');
}

test('what is exported is documented in words, not by the numbers of rules', () => {
  expect(comments.length).toBeGreaterThan(100);
  const numbered = comments.filter(({ text }) => RULE.test(text));
  expect(numbered.map(({ name }) => name)).toEqual([]);
});

test('the doc comment of a function begins with a verb', () => {
  const functions = comments.filter(({ isFunction }) => isFunction);
  expect(functions.length).toBeGreaterThan(20);
  const others = functions.filter(({ text }) => !VERB.test(text));
  expect(others.map(({ name, text }) => `${name}: ${text}`)).toEqual([]);
});

test('an exported function or class has an example', () => {
  const { Function, Class } = ts.SymbolFlags;
  const without = LIBRARIES.flatMap(packageName =>
    exportsOf(packageName)
      .filter(({ flags }) => (flags & (Function | Class)) !== 0)
      .filter(symbol => !hasExample(symbol))
      .map(({ name }) => `${packageName}: ${name}`),
  );
  expect(without).toEqual([]);
});

/** On the function or class itself, or on its constructor. */
function hasExample(symbol: ts.Symbol): boolean {
  const constructor = symbol.members?.get('__constructor' as ts.__String);
  return [symbol, constructor].some(commented =>
    commented
      ?.getJsDocTags(typeChecker())
      .some(({ name }) => name === 'example'),
  );
}
