import { mergeConfig } from 'tsdown';
import base from '../../tsdown.base.mjs';
import { thirdPartyLicenses } from '../../scripts/third-party-licenses.mjs';

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
  plugins: [thirdPartyLicenses()],
});
