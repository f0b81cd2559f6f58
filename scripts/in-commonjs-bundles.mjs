/**
 * A plugin for the build: what is required are modules of Node.js. A bundle in
 * CommonJS that somebody makes of a package has no `import.meta.url`, and
 * webpack takes `createRequire` for its own.
 */
export function inCommonJsBundles() {
  return {
    name: 'in-commonjs-bundles',
    renderChunk: code =>
      code
        .replace('createRequire(import.meta.url)', 'process.getBuiltinModule')
        .replace(
          'fileURLToPath(import.meta.url)',
          "fileURLToPath(import.meta.url || 'file:///')",
        ),
  };
}
