import type { Baggage, DiagLogger } from '@opentelemetry/api';
import { diag } from '@opentelemetry/api';
import { type KeyMatcher, SENSITIVE_KEYS } from '@otel-baggage/core';
import {
  compileSensitivePatterns,
  detach,
  displayKey,
} from '@otel-baggage/core/internal';

/** So many keys are warned of, and then no more: they may come from outside. */
const MAX_WARNINGS = 100;

/** The baggages that are all looked at, and what part of the later ones. */
const ALL_UP_TO = 1000;
const ONE_IN = 1024;

/** Warns once of each key that looks sensitive, never with a value (rule T4). */
export class SensitiveKeyWarnings {
  private readonly logger: DiagLogger;
  private readonly isSensitive = compileSensitivePatterns(SENSITIVE_KEYS);
  private readonly warned = new Set<string>();
  private seen = 0;

  /** @param namespace the package that speaks */
  constructor(namespace: string) {
    this.logger = diag.createComponentLogger({ namespace });
  }

  /**
   * Looks for sensitive keys in a baggage that passes. A guard against
   * accidents, so that a part of a busy service's baggage is enough. Never
   * throws.
   *
   * @param isSent which keys pass, all by default
   */
  watch(baggage: Baggage, isSent?: KeyMatcher): void {
    const before = this.seen++;
    if (before >= ALL_UP_TO && before % ONE_IN !== 0) return;
    try {
      for (const [key] of baggage.getAllEntries()) {
        if (this.isSensitive(key) && isSent?.(key) !== false) {
          this.warn(
            key,
            'looks sensitive, and is sent to every downstream service',
          );
        }
      }
    } catch {
      // Foreign baggage that cannot be read is not sent either (rule I8).
    }
  }

  /** Says it, unless it has been said of this key. */
  warn(key: string, what: string): void {
    const shown = displayKey(key);
    if (this.warned.size === MAX_WARNINGS || this.warned.has(shown)) return;
    this.warned.add(detach(shown));
    this.logger.warn(`the baggage entry ${shown} ${what}`);
  }
}
