/**
 * `node --import @otel-baggage/node/register app.js`, or `--require`: starts the
 * SDK from the environment, with the auto-instrumentations and baggage.
 */
import { startSdk } from './start-sdk';

startSdk();
// As in `attach`.
export {};
