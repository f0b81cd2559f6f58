import { setTimeout } from 'node:timers/promises';
import { diag } from '@opentelemetry/api';
import { registered } from './api/registry';

/** Milliseconds that the exporters get to send what they hold. */
const TIMEOUT_MS = 10_000;
const UNREFERENCED = { ref: false };
const SIGNAL = 'SIGTERM';

/** An SDK that has been started. */
export interface Stoppable {
  shutdown(): Promise<void>;
}

/** A provider of the SDK; the API does not know that it can be flushed. */
interface Flushable {
  getDelegate?(): Flushable;
  forceFlush?(): Promise<void>;
}

/**
 * Sends out what the SDK holds before the process ends, and changes nothing
 * else about its end. With nothing left to do the SDK is shut down, and the exit
 * code stays. On SIGTERM, an application with a handler of its own keeps the SDK
 * for the requests that it still answers; without one the SDK is shut down, and
 * the signal then ends the process. Either takes 10 seconds at most.
 */
export function shutDownWithProcess(sdk: Stoppable): void {
  const shutDown = () => inTime(sdk.shutdown());
  process.once('beforeExit', shutDown);
  process.once(SIGNAL, () => {
    if (process.listenerCount(SIGNAL) > 0) void inTime(flush());
    else void shutDown().then(() => process.kill(process.pid, SIGNAL));
  });
}

async function flush(): Promise<void> {
  const kinds = ['trace', 'metrics', 'logs'] as const;
  const providers = kinds.map(kind => registered(kind) as Flushable);
  await Promise.all(
    providers.map(provider =>
      (provider?.getDelegate?.() ?? provider)?.forceFlush?.(),
    ),
  );
}

async function inTime(sent: Promise<void>): Promise<void> {
  try {
    await Promise.race([sent, setTimeout(TIMEOUT_MS, undefined, UNREFERENCED)]);
  } catch (error) {
    diag.error('@otel-baggage/node: not all telemetry could be sent', error);
  }
}
