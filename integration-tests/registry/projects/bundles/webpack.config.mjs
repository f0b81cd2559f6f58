const bundle = (target, entry, filename) => ({
  name: target,
  mode: 'production',
  target,
  entry,
  output: { filename, path: `${import.meta.dirname}/dist` },
  performance: false,
});

export default [
  bundle('node', './service.mjs', 'webpack-service.cjs'),
  bundle('web', './page.mjs', 'webpack-page.js'),
];
