import type { Baggage } from '@opentelemetry/api';

/** The baggage of a few requests at a time. */
const SLOTS = 4;

/**
 * Remembers what was made of the last few baggages. The spans and log records
 * of a request follow each other and share its baggage, but much baggage is
 * seen only once, and to keep what is made of it costs more than to use it at
 * once: it is kept from the second time on. A few slots, because
 * `WeakMap.set` of a fresh baggage costs more than making it again.
 */
export class RecentBaggage<T> {
  private readonly baggages: Baggage[] = [];
  private readonly made: (T | undefined)[] = [];
  private next = 0;

  constructor(private readonly make: (baggage: Baggage) => T) {}

  /**
   * What was made of this baggage; undefined when it is seen for the first
   * time. Throws what `make` does.
   */
  get(baggage: Baggage): T | undefined {
    for (let slot = 0; slot < this.baggages.length; slot++) {
      if (this.baggages[slot] === baggage) {
        return (this.made[slot] ??= this.make(baggage));
      }
    }
    this.baggages[this.next] = baggage;
    this.made[this.next] = undefined;
    this.next = (this.next + 1) % SLOTS;
    return undefined;
  }
}
