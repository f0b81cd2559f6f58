const bundle = (target, entry, filename, others) => ({
  name: filename,
  mode: 'production',
  target,
  entry,
  output: { filename, path: `${import.meta.dirname}/dist` },
  performance: false,
  ...others,
});

const path = `${import.meta.dirname}/dist`;
const forNode = entry => [
  bundle('node', `./${entry}.mjs`, `webpack-${entry}.cjs`),
  bundle('node', `./${entry}.mjs`, `webpack-${entry}.mjs`, {
    experiments: { outputModule: true },
    externals: [/^@opentelemetry\//],
    externalsType: 'module',
    output: { filename: `webpack-${entry}.mjs`, path, module: true },
  }),
];

export default [
  bundle('node', './service.mjs', 'webpack-service.cjs'),
  bundle('web', './page.mjs', 'webpack-page.js'),
  ...forNode('everything'),
  ...forNode('command'),
];
