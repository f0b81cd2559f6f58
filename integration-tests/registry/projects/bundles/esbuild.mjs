import { build } from 'esbuild';

const common = { bundle: true, minify: true };
const forNode = { ...common, platform: 'node' };

await build({
  ...forNode,
  entryPoints: ['service.mjs'],
  outfile: 'dist/esbuild-service.cjs',
});
await build({
  ...common,
  entryPoints: ['page.mjs'],
  outfile: 'dist/esbuild-page.js',
});

for (const entry of ['everything', 'command']) {
  await build({
    ...forNode,
    entryPoints: [`${entry}.mjs`],
    outfile: `dist/esbuild-${entry}.cjs`,
  });
  // As many set-ups have it: what is CommonJS stays outside.
  await build({
    ...forNode,
    entryPoints: [`${entry}.mjs`],
    external: ['@opentelemetry/*'],
    format: 'esm',
    outfile: `dist/esbuild-${entry}.mjs`,
  });
}
