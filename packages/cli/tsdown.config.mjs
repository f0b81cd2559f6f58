import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'tsdown';

/**
 * The packages that become a part of the program, so that who installs it
 * gets nothing but OpenTelemetry and the packages of this repository. Another
 * one ends the build.
 */
const BUNDLED = [
  '@colors/colors',
  'ansi-regex',
  'cli-table3',
  'commander',
  'emoji-regex',
  'is-fullwidth-code-point',
  'string-width',
  'strip-ansi',
];

export default defineConfig({
  entry: ['src/main.ts'],
  format: ['esm'],
  platform: 'node',
  target: 'node20.19',
  fixedExtension: true,
  sourcemap: true,
  clean: true,
  logLevel: 'warn',
  deps: { onlyBundle: BUNDLED },
  plugins: [thirdPartyLicenses(), inCommonJsBundles()],
});

/** Puts the licences of all packages whose code is in the program beside it. */
function thirdPartyLicenses() {
  return {
    name: 'third-party-licenses',
    generateBundle(_options, bundle) {
      const folders = new Set();
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        for (const id of output.moduleIds) {
          const folder = /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id);
          if (folder !== null) folders.add(folder[0]);
        }
      }
      this.emitFile({
        type: 'asset',
        fileName: 'THIRD-PARTY-LICENSES.txt',
        source: [...folders].sort().map(licenseIn).join('\n'),
      });
    },
  };
}

/**
 * What the program requires are modules of Node.js. A bundle in CommonJS that
 * somebody makes of it has no `import.meta.url`, and webpack takes
 * `createRequire` for its own.
 */
function inCommonJsBundles() {
  return {
    name: 'in-commonjs-bundles',
    renderChunk: code =>
      code.replace(
        'createRequire(import.meta.url)',
        'process.getBuiltinModule',
      ),
  };
}

function licenseIn(folder) {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence file`);
  const text = readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}\n\n${'-'.repeat(78)}\n`;
}
