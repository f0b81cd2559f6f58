import { mergeConfig } from 'tsdown';
import base from '../../tsdown.base.mjs';

export default mergeConfig(base, {
  entry: ['src/index.ts', 'src/internal.ts'],
});
