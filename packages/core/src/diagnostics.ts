import type { Counter, DiagLogger, MeterProvider } from '@opentelemetry/api';
import { ROOT_CONTEXT, diag } from '@opentelemetry/api';
import { detach } from './detach';
import { expected } from './options';
import { isToken } from './syntax/grammar';

const INTERVAL_MS = 60_000;
const MAX_KEY_LENGTH = 64;

/**
 * A key as it may be shown (rule D2): 64 characters of it at most, and only
 * where it is a valid one. Never throws.
 */
export function displayKey(key: unknown): string {
  if (!isToken(key)) return 'an invalid key';
  if (key.length <= MAX_KEY_LENGTH) return `"${key}"`;
  return `"${key.slice(0, MAX_KEY_LENGTH)}…"`;
}

/** Where something was dropped. */
export type DropSignal = 'propagation' | 'spans' | 'logs' | 'metrics';

/** A meter provider, or a function that returns one when it is first needed. */
export type MeterProviderSource = MeterProvider | (() => MeterProvider);

/** Self-observation, an option of all parts; off by default. */
export interface SelfObservationOptions {
  /**
   * Where to count what is dropped: in the counter `otel_baggage.dropped`, by
   * `otel_baggage.signal` (`propagation`, `spans`, `logs`, `metrics`) and
   * `otel_baggage.reason`. A function is called when there is something to
   * count for the first time, as for the global provider, which is registered
   * after the parts are made: `() => metrics.getMeterProvider()`.
   */
  meterProvider?: MeterProviderSource;
}

/** So many messages are remembered. */
const MAX_MESSAGES = 100;

/**
 * Warns through the API's `diag`, of the same at most once a minute (rule D1).
 * Messages that name keys can be many: of further ones nothing is said until
 * the minute is over.
 */
export class RepeatedWarnings {
  private readonly saidAt = new Map<string, number>();

  /** @param namespace the package that speaks */
  constructor(private readonly namespace: string) {}

  /** @param message what happened, without any value (rule D2) */
  warn(message: string): void {
    const now = Date.now();
    const last = this.saidAt.get(message);
    if (last !== undefined && Math.abs(now - last) < INTERVAL_MS) return;
    if (this.saidAt.size >= MAX_MESSAGES) this.forget(now);
    if (this.saidAt.size >= MAX_MESSAGES) return;
    this.saidAt.set(detach(message), now);
    diag.createComponentLogger({ namespace: this.namespace }).warn(message);
  }

  private forget(now: number): void {
    for (const [message, saidAt] of this.saidAt) {
      if (Math.abs(now - saidAt) >= INTERVAL_MS) this.saidAt.delete(message);
    }
  }
}

interface Tally {
  /** Since it was last said. */
  count: number;
  /** When it was last said, in milliseconds since the epoch. */
  saidAt: number;
}

/**
 * Says through the API's `diag` what was dropped: each reason at most once a
 * minute, with its count since the last time (rule D1).
 */
export class DropDiagnostics {
  private readonly logger: DiagLogger;
  private readonly tallies = new Map<string, Tally>();
  private meterProvider: MeterProviderSource | undefined;
  private counter: Counter | undefined;

  /** @param namespace the package that speaks, as `@otel-baggage/propagator` */
  constructor(
    private readonly namespace: string,
    private readonly signal: DropSignal,
  ) {
    this.logger = diag.createComponentLogger({ namespace });
  }

  /**
   * Counts there too from now on.
   *
   * @throws TypeError for anything but a meter provider or a function (rule D3)
   */
  countWith(meterProvider: MeterProviderSource | undefined): void {
    if (
      meterProvider !== undefined &&
      typeof meterProvider !== 'function' &&
      typeof meterProvider?.getMeter !== 'function'
    ) {
      throw expected(
        'meterProvider',
        'a MeterProvider or a function that returns one',
        meterProvider,
      );
    }
    this.meterProvider = meterProvider;
  }

  /**
   * Counts one more, or several. Never throws.
   *
   * @param reason from a closed set; what is counted by
   * @param message what happened, without any value (rule D2)
   * @param level the method of `diag` that says it
   */
  report(
    reason: string,
    message: string,
    level: 'debug' | 'warn' | 'error' = 'warn',
    count = 1,
  ): void {
    this.count(reason, count);
    const now = Date.now();
    const tally = this.tallies.get(reason) ?? { count: 0, saidAt: -Infinity };
    this.tallies.set(reason, tally);
    tally.count += count;
    // A clock that was set back must not silence it.
    if (Math.abs(now - tally.saidAt) < INTERVAL_MS) return;
    // The first of them is what is said; the others are since then.
    const since = count - 1;
    this.logger[level](`${message} (${tally.count - since} since last said)`);
    tally.count = since;
    tally.saidAt = now;
  }

  private count(reason: string, count: number): void {
    if (this.meterProvider === undefined) return;
    try {
      this.counter ??= this.createCounter(this.meterProvider);
      const attributes = {
        'otel_baggage.signal': this.signal,
        'otel_baggage.reason': reason,
      };
      // Not the active context: its baggage would come back to a view of ours.
      this.counter.add(count, attributes, ROOT_CONTEXT);
    } catch {
      this.meterProvider = undefined; // it does not work
    }
  }

  private createCounter(source: MeterProviderSource): Counter {
    const provider = typeof source === 'function' ? source() : source;
    return provider
      .getMeter(this.namespace)
      .createCounter('otel_baggage.dropped', {
        description: 'Dropped baggage members and attributes.',
        unit: '{drop}',
      });
  }
}
