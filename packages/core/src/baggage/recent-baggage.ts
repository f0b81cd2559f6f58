import type { Baggage } from '@opentelemetry/api';
import { EntriesBaggage } from './entries-baggage';
import { ReceivedBaggage } from './received-baggage';

/** What one {@link RecentBaggage} remembers of a baggage. */
export interface Memo {
  readonly owner: object;
  made: unknown;
  readonly next: Memo | undefined;
}

/** The other baggage that is remembered: that of a few requests at a time. */
const SLOTS = 4;

/**
 * Remembers what was made of a baggage: with the baggage where it is of this
 * package, else of the last few. The spans and log records of a request share
 * its baggage, but much baggage is seen only once, and to keep what is made of
 * it costs more than to use it at once: it is kept from the second time on.
 * (`WeakMap.set` of a fresh baggage costs more than making it again.)
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
    if (
      baggage instanceof ReceivedBaggage ||
      baggage instanceof EntriesBaggage
    ) {
      return this.getOfOwn(baggage);
    }
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

  private getOfOwn(baggage: ReceivedBaggage | EntriesBaggage): T | undefined {
    for (let memo = baggage.memo; memo !== undefined; memo = memo.next) {
      if (memo.owner === this) return (memo.made ??= this.make(baggage)) as T;
    }
    baggage.memo = { owner: this, made: undefined, next: baggage.memo };
    return undefined;
  }
}
