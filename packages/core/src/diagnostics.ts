import type { DiagLogger } from '@opentelemetry/api';
import { diag } from '@opentelemetry/api';
import { isBaggageKey } from './grammar';

const INTERVAL_MS = 60_000;
const MAX_KEY_LENGTH = 64;

/**
 * A key as it may be shown (rule D2): 64 characters of it at most, and only
 * where it is a valid one. Never throws.
 */
export function displayKey(key: unknown): string {
  if (!isBaggageKey(key)) return 'an invalid key';
  if (key.length <= MAX_KEY_LENGTH) return `"${key}"`;
  return `"${key.slice(0, MAX_KEY_LENGTH)}…"`;
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

  /** @param namespace the package that speaks, as `@otel-baggage/propagator` */
  constructor(namespace: string) {
    this.logger = diag.createComponentLogger({ namespace });
  }

  /**
   * Counts one more. Never throws.
   *
   * @param reason from a closed set; what is counted by
   * @param message what happened, without any value (rule D2)
   * @param level the method of `diag` that says it
   */
  report(
    reason: string,
    message: string,
    level: 'debug' | 'warn' | 'error' = 'warn',
  ): void {
    const now = Date.now();
    const tally = this.tallies.get(reason) ?? { count: 0, saidAt: -Infinity };
    this.tallies.set(reason, tally);
    tally.count++;
    // A clock that was set back must not silence it.
    if (Math.abs(now - tally.saidAt) < INTERVAL_MS) return;
    this.logger[level](`${message} (${tally.count} since last said)`);
    tally.count = 0;
    tally.saidAt = now;
  }
}
