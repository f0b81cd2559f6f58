import { log } from './log';

/** Milliseconds that the exporters get to send what they hold. */
const SHUTDOWN_TIMEOUT_MS = 10_000;

const SIGNAL = 'SIGTERM';

/** A provider of the SDK, as `NodeSDK` keeps it. */
interface Flushable {
  forceFlush?(): Promise<void>;
}

/** A started `NodeSDK`. Its providers are private, and not all are there. */
export interface StartedSdk {
  shutdown(): Promise<void>;
  _tracerProvider?: Flushable;
  _meterProvider?: Flushable;
  _loggerProvider?: Flushable;
}

/**
 * Sends out what the SDK holds before the process ends, and changes nothing
 * else about its end:
 *
 * - with nothing left to do (`beforeExit`) the SDK is shut down, and the exit
 *   code stays;
 * - on SIGTERM, an application with a handler of its own keeps the SDK for the
 *   requests that it still answers: only what is there is sent. Without one
 *   the SDK is shut down, and the signal then ends the process as it would
 *   have. Either takes 10 seconds at most.
 */
export function shutDownWithProcess(sdk: StartedSdk): void {
  process.once('beforeExit', () => {
    void inTime(() => sdk.shutdown());
  });
  process.once(SIGNAL, () => {
    if (process.listenerCount(SIGNAL) > 0) {
      void inTime(() => flush(sdk));
    } else {
      void inTime(() => sdk.shutdown()).then(() =>
        process.kill(process.pid, SIGNAL),
      );
    }
  });
}

async function flush(sdk: StartedSdk): Promise<void> {
  await Promise.all([
    sdk._tracerProvider?.forceFlush?.(),
    sdk._meterProvider?.forceFlush?.(),
    sdk._loggerProvider?.forceFlush?.(),
  ]);
}

async function inTime(send: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>(resolve => {
    timer = setTimeout(resolve, SHUTDOWN_TIMEOUT_MS);
  });
  try {
    await Promise.race([send(), timeout]);
  } catch (error) {
    log.error('not all telemetry could be sent', error);
  } finally {
    clearTimeout(timer);
  }
}
