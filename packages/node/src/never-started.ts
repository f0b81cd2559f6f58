import { KINDS, onNextRegistration, registered } from './api/registry';
import { warn } from './warn';

/** Milliseconds after which a process that goes on is told. */
const PATIENCE_MS = 10_000;
const NEVER_STARTED =
  'withBaggage was called, and no OpenTelemetry SDK was started, so there is no telemetry and no baggage. Give its result to new NodeSDK(...) and call start(), or to startNodeSdk(...)';

let isWatching = false;

/** Warns where no SDK is started before the process ends, or within ten seconds. */
export function warnIfNeverStarted(): void {
  if (isWatching || KINDS.some(kind => registered(kind))) return;
  isWatching = true;
  let isStarted = false;
  onNextRegistration(() => (isStarted = true));
  const check = () => {
    if (!isStarted) warn('OTEL_BAGGAGE_NEVER_STARTED', NEVER_STARTED);
  };
  setTimeout(check, PATIENCE_MS).unref();
  process.once('beforeExit', check);
}
