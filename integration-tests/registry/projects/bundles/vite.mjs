import { build } from 'vite';

for (const entry of ['everything', 'command']) {
  const bundle = (format, extension) =>
    build({
      configFile: false,
      logLevel: 'error',
      // For a service that is deployed without node_modules.
      ssr: { noExternal: true },
      build: {
        ssr: `${entry}.mjs`,
        emptyOutDir: false,
        rolldownOptions: {
          output: { format, entryFileNames: `vite-${entry}.${extension}` },
        },
      },
    });
  await bundle('cjs', 'cjs');
  await bundle('es', 'mjs');
}
