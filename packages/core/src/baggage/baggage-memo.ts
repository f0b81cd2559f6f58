import { Given } from '../given';

/** The value that one {@link BaggageMemo} has made of a baggage. */
interface Made {
  readonly memo: object;
  made: unknown;
  readonly next: Made | undefined;
  /** Of this and those after it. */
  readonly count: number;
}

/** Processors and propagators of a process: with more the oldest are forgotten. */
const MAX_MEMOS = 32;

/**
 * Under which received baggage has room from the start: to give an object a
 * private field later takes as long as to look up a key.
 */
const MADE = '@otel-baggage/core made 1';

interface Roomy {
  /** null while it is empty */
  [MADE]: Made | null;
}

/**
 * A private field of any other baggage, also of the API's: it is seen by nobody, no
 * comparison or copy has it, and it goes with the baggage. A `WeakMap` costs
 * more to fill than most of what is made of a baggage.
 */
class Marked extends Given {
  #made: Made | undefined;

  private constructor(baggage: object, made: Made) {
    super(baggage);
    this.#made = made;
  }

  /** @param baggage whatever was set in its place */
  static madeOf(baggage: unknown): Made | undefined {
    if (typeof baggage !== 'object' || baggage === null) return undefined;
    try {
      const made = (baggage as Partial<Roomy>)[MADE];
      if (made === null) return undefined;
      // Mocks have whatever they are asked for.
      if (typeof made?.count === 'number') return made;
      return #made in baggage ? baggage.#made : undefined;
    } catch {
      return undefined; // A proxy of whoever can throw.
    }
  }

  static add(baggage: object, made: Made): void {
    try {
      if (MADE in baggage) (baggage as Roomy)[MADE] = made;
      else if (#made in baggage) baggage.#made = made;
      else new Marked(baggage, made);
    } catch {
      // It is behind a proxy; and later versions of JavaScript add no private
      // field to a sealed object.
    }
  }
}

/**
 * Remembers what was made of a baggage or of a part of it (its header, its
 * attributes, its entries) as long as that lives: the spans, log records and calls of a
 * request share it. Paid for by "inject again" and "reused" in the benchmark.
 */
export class BaggageMemo<T> {
  /** Returns the value made of this baggage; undefined where there is none. */
  get(baggage: object): T | undefined {
    return this.among(Marked.madeOf(baggage))?.made as T | undefined;
  }

  set(baggage: object, made: T): void {
    const all = Marked.madeOf(baggage);
    const known = this.among(all);
    if (known !== undefined) {
      known.made = made;
      return;
    }
    const next = all?.count === MAX_MEMOS ? undefined : all;
    const count = (next?.count ?? 0) + 1;
    Marked.add(baggage, { memo: this, made, next, count });
  }

  private among(made: Made | undefined): Made | undefined {
    while (made !== undefined && made.memo !== this) made = made.next;
    return made;
  }
}
