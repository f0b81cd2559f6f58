import type { Baggage } from '@opentelemetry/api';

/** The baggage of a few requests at a time. */
const SLOTS = 4;

/**
 * Remembers what was made of the last few baggages. The spans and log records
 * of a request follow each other and share its baggage. A few slots, because
 * `WeakMap.set` of a fresh baggage costs more than making it again.
 */
export class RecentBaggage<T> {
  private readonly slots: { readonly baggage: Baggage; readonly made: T }[] =
    [];
  private next = 0;

  constructor(private readonly make: (baggage: Baggage) => T) {}

  /** What was made of this baggage, or is made now. Throws what `make` does. */
  get(baggage: Baggage): T {
    for (const slot of this.slots) {
      if (slot.baggage === baggage) return slot.made;
    }
    const made = this.make(baggage);
    this.slots[this.next] = { baggage, made };
    this.next = (this.next + 1) % SLOTS;
    return made;
  }
}
