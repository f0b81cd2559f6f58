import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './root';

/** The packages whose index people import. */
export const LIBRARIES = [
  'core',
  'propagator',
  'span-processor',
  'log-record-processor',
  'metrics',
  'node',
] as const;

const indexOf = (packageName: string) =>
  join(ROOT, 'packages', packageName, 'src/index.ts');

let all: { program: ts.Program; checker: ts.TypeChecker } | undefined;

/** The sources of all of them, read once. */
function sources() {
  if (all !== undefined) return all;
  const program = ts.createProgram(LIBRARIES.map(indexOf), {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    types: [],
    paths: {
      '@otel-baggage/*/internal': [join(ROOT, 'packages/*/src/internal')],
      '@otel-baggage/*': [join(ROOT, 'packages/*/src')],
    },
  });
  all = { program, checker: program.getTypeChecker() };
  return all;
}

export function typeChecker(): ts.TypeChecker {
  return sources().checker;
}

/**
 * What a package exports, where it is declared.
 *
 * @param packageName its folder
 */
export function exportsOf(packageName: string): ts.Symbol[] {
  const { program, checker } = sources();
  const file = program.getSourceFile(indexOf(packageName))!;
  return checker
    .getExportsOfModule(checker.getSymbolAtLocation(file)!)
    .map(symbol =>
      symbol.flags & ts.SymbolFlags.Alias
        ? checker.getAliasedSymbol(symbol)
        : symbol,
    );
}
