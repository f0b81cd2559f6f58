import { defineConfig } from 'tsdown';
import { inCommonJsBundles } from '../../scripts/in-commonjs-bundles.mjs';
import { thirdPartyLicenses } from '../../scripts/third-party-licenses.mjs';

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
  // They give `__filename` to the program, to find what it loads.
  shims: true,
  clean: true,
  logLevel: 'warn',
  deps: { onlyBundle: BUNDLED },
  plugins: [thirdPartyLicenses(), inCommonJsBundles()],
});
