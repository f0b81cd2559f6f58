/**
 * `node --import @otel-baggage/node/register app.js`, or `--require` for a
 * CommonJS application: starts the SDK from the environment, with the
 * auto-instrumentations and baggage. Where one is started already, baggage is
 * added to that.
 */
import { startSdk } from './start-sdk';

startSdk();

// As in `attach`.
export {};
