import { mergeConfig } from 'tsdown';
import base from '../../tsdown.base.mjs';

// The shims give `__filename` to the ESM build.
export default mergeConfig(base, {
  entry: ['src/index.ts', 'src/register.ts'],
  platform: 'node',
  shims: true,
});
