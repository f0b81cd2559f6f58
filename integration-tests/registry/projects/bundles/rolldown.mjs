import { build } from 'rolldown';

for (const entry of ['everything', 'command']) {
  const common = { input: `${entry}.mjs`, platform: 'node' };
  await build({
    ...common,
    output: {
      format: 'cjs',
      file: `dist/rolldown-${entry}.cjs`,
      codeSplitting: false,
    },
  });
  await build({
    ...common,
    external: [/^@opentelemetry\//],
    output: {
      format: 'esm',
      file: `dist/rolldown-${entry}.mjs`,
      codeSplitting: false,
    },
  });
}
