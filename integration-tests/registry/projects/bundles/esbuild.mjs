import { build } from 'esbuild';

const common = { bundle: true, minify: true };

await build({
  ...common,
  entryPoints: ['service.mjs'],
  platform: 'node',
  outfile: 'dist/esbuild-service.cjs',
});
await build({
  ...common,
  entryPoints: ['page.mjs'],
  outfile: 'dist/esbuild-page.js',
});
