import { defineConfig } from 'tsdown';

/** ESM and CommonJS, each with its own types, from one entry. */
export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  dts: true,
  sourcemap: true,
  fixedExtension: true,
  platform: 'neutral',
  target: 'es2022',
  clean: true,
  logLevel: 'warn',
});
