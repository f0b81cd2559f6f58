import ts from 'typescript';
import { exportsOf, typeChecker } from './published-types';

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
  return namesIn(interfaceOf(packageName, interfaceName), typeChecker(), '');
}

/**
 * The number that the doc comment of an option gives as its default.
 *
 * @param packageName the folder of the package that exports the interface
 */
export function documentedNumber(
  packageName: string,
  interfaceName: string,
  option: string,
): number {
  const tags = interfaceOf(packageName, interfaceName)
    .getProperty(option)!
    .getJsDocTags(typeChecker());
  const tag = tags.find(({ name }) => name === 'default');
  return Number(ts.displayPartsToString(tag?.text));
}

function interfaceOf(packageName: string, interfaceName: string): ts.Type {
  const symbol = exportsOf(packageName).find(
    ({ name }) => name === interfaceName,
  );
  if (symbol === undefined) throw new Error(`no ${interfaceName}`);
  return typeChecker().getDeclaredTypeOfSymbol(symbol);
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
