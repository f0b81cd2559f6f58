import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './root';

const indexOf = (packageName: string) =>
  join(ROOT, 'packages', packageName, 'src/index.ts');

let all: { program: ts.Program; checker: ts.TypeChecker } | undefined;

/** The sources of `node`, and so of all that it is made of. */
function sources() {
  if (all !== undefined) return all;
  const program = ts.createProgram([indexOf('node')], {
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

/**
 * The names of the options that an interface has, in all depth:
 * `egress.keys.included`. Of what is no group of options (functions, lists,
 * records, what the SDK has) the name alone.
 *
 * @param packageName the folder of the package that exports it
 */
export function optionNamesOf(
  packageName: string,
  interfaceName: string,
): string[] {
  const { program, checker } = sources();
  const file = program.getSourceFile(indexOf(packageName))!;
  const symbol = checker
    .getExportsOfModule(checker.getSymbolAtLocation(file)!)
    .find(({ name }) => name === interfaceName);
  if (symbol === undefined) throw new Error(`no ${interfaceName}`);
  const declared = checker.getDeclaredTypeOfSymbol(
    symbol.flags & ts.SymbolFlags.Alias
      ? checker.getAliasedSymbol(symbol)
      : symbol,
  );
  return namesIn(declared, checker, '');
}

function namesIn(
  type: ts.Type,
  checker: ts.TypeChecker,
  prefix: string,
): string[] {
  return checker.getPropertiesOfType(type).flatMap(property => {
    const name = prefix + property.name;
    const group = groupIn(checker.getTypeOfSymbol(property), checker);
    return group ? [name, ...namesIn(group, checker, `${name}.`)] : [name];
  });
}

/** The options that a property holds; undefined where it is one itself. */
function groupIn(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  const types = type.isUnion() ? type.types : [type];
  return types.find(
    part =>
      (part.flags & ts.TypeFlags.Object) !== 0 &&
      part.getCallSignatures().length === 0 &&
      !checker.isArrayLikeType(part) &&
      checker.getPropertiesOfType(part).length > 0 &&
      checker
        .getPropertiesOfType(part)
        .every(({ flags }) => (flags & ts.SymbolFlags.Optional) !== 0),
  );
}
