/**
 * `node --import @otel-baggage/node/attach ... app.js`, or `--require`: adds
 * baggage to the SDK that somebody else starts, as the environment says.
 */
import { attachBaggage } from './add-baggage';

attachBaggage();

// Without an export the build takes this for CommonJS and makes every module
// that it needs an initialiser, which bundlers then drop.
export {};
