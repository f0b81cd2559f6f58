import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';

for (const entry of ['everything', 'command']) {
  const common = {
    input: `${entry}.mjs`,
    plugins: [nodeResolve({ preferBuiltins: true }), commonjs(), json()],
  };
  const whole = await rollup(common);
  await whole.write({
    format: 'cjs',
    file: `dist/rollup-${entry}.cjs`,
    inlineDynamicImports: true,
  });
  const ours = await rollup({ ...common, external: [/^@opentelemetry\//] });
  await ours.write({
    format: 'es',
    file: `dist/rollup-${entry}.mjs`,
    inlineDynamicImports: true,
  });
}
