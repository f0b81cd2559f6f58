/**
 * Loads the packages' sources in a process without jest: types are removed,
 * and `@otel-baggage/X` is the source of `packages/X`.
 */
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const ts = require('typescript');

const packages = join(__dirname, '../../..');

require.extensions['.ts'] = (module, fileName) => {
  const { outputText } = ts.transpileModule(readFileSync(fileName, 'utf8'), {
    fileName,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
    },
  });
  module._compile(outputText, fileName);
};

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => {
  const [, name] = /^@otel-baggage\/([^/]+)$/.exec(request) ?? [];
  return resolveFilename(
    name === undefined ? request : join(packages, name, 'src/index.ts'),
    ...rest,
  );
};
