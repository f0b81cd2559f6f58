import { mergeConfig } from 'tsdown';
import base from '../../tsdown.base.mjs';
import { inCommonJsBundles } from '../../scripts/in-commonjs-bundles.mjs';
import { thirdPartyLicenses } from '../../scripts/third-party-licenses.mjs';

/** What becomes a part of this package. Another one ends the build. */
const BUNDLED = [
  '@protobufjs/aspromise',
  '@protobufjs/base64',
  '@protobufjs/codegen',
  '@protobufjs/eventemitter',
  '@protobufjs/fetch',
  '@protobufjs/float',
  '@protobufjs/inquire',
  '@protobufjs/path',
  '@protobufjs/pool',
  '@protobufjs/utf8',
  'long',
  'protobufjs',
];

// The shims give `__dirname` to the ESM build, to find the page.
export default mergeConfig(base, {
  platform: 'node',
  shims: true,
  deps: { onlyBundle: BUNDLED },
  plugins: [thirdPartyLicenses(), inCommonJsBundles()],
});
