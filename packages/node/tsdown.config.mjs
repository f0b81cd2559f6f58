import { createRequire } from 'node:module';
import { mergeConfig } from 'tsdown';
import base from '../../tsdown.base.mjs';
import { thirdPartyLicenses } from '../../scripts/third-party-licenses.mjs';

// Its ES modules. Those that Node.js gets are CommonJS, and what the build puts
// in the place of their `require` fails where a bundle has no `import.meta.url`.
const yaml = createRequire(import.meta.url)
  .resolve('yaml/package.json')
  .replace('package.json', 'browser/dist/index.js');

// The shims give `__filename` to the ESM build, for `register` alone.
export default mergeConfig(base, {
  entry: [
    'src/index.ts',
    'src/attach.ts',
    'src/register.ts',
    'src/internal.ts',
  ],
  platform: 'node',
  shims: true,
  deps: { onlyBundle: ['yaml'] },
  alias: { yaml },
  plugins: [thirdPartyLicenses()],
});
