/**
 * `node --import @otel-baggage/node/register app.js`, or `--require` for a
 * CommonJS application: starts NodeSDK from the environment, with the
 * auto-instrumentations and baggage.
 */
import { startFromEnvironment } from './start-from-environment';

startFromEnvironment();

// Without it the build takes this for CommonJS and makes every module that it
// needs an initialiser, which bundlers then drop.
export {};
