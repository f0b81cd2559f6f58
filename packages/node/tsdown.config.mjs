import { mergeConfig } from 'tsdown';
import base from '../../tsdown.base.mjs';

// The shims give `__filename` to the ESM build.
export default mergeConfig(base, {
  entry: ['src/index.ts', 'src/register.ts'],
  platform: 'node',
  shims: true,
  plugins: [inCommonJsBundles()],
});

/** A bundle in CommonJS that is made of the ESM build has no `import.meta.url`. */
function inCommonJsBundles() {
  const eager = 'fileURLToPath(import.meta.url)';
  return {
    name: 'in-commonjs-bundles',
    renderChunk: code =>
      code.replace(eager, `import.meta.url ? ${eager} : process.execPath`),
  };
}
