import type { Baggage, BaggageEntry } from '@opentelemetry/api';

/** An entry as this package keeps it. */
export interface StoredEntry {
  readonly entry: BaggageEntry;
  /**
   * Where the entry came with a header and was not changed: its list-member
   * as it came, without OWS (rule I5).
   */
  readonly text?: string;
}

/**
 * Baggage made or changed in code. Immutable: what it gives out are copies,
 * and what it takes in is copied.
 */
export class EntriesBaggage implements Baggage {
  constructor(private readonly entries: ReadonlyMap<string, StoredEntry>) {}

  getEntry(key: string): BaggageEntry | undefined {
    const stored = this.entries.get(key);
    return stored && copyOf(stored.entry);
  }

  getAllEntries(): [string, BaggageEntry][] {
    return Array.from(this.entries, ([key, { entry }]) => [key, copyOf(entry)]);
  }

  setEntry(key: string, entry: BaggageEntry): Baggage {
    return this.with([[key, { entry: copyOf(entry) }]]);
  }

  removeEntry(key: string): Baggage {
    return this.removeEntries(key);
  }

  removeEntries(...keys: string[]): Baggage {
    const entries = new Map(this.entries);
    for (const key of keys) entries.delete(key);
    return new EntriesBaggage(entries);
  }

  clear(): Baggage {
    return EMPTY_BAGGAGE;
  }

  /** A baggage with these entries too. */
  with(added: Iterable<readonly [string, StoredEntry]>): EntriesBaggage {
    const entries = new Map(this.entries);
    for (const [key, stored] of added) entries.set(key, stored);
    return new EntriesBaggage(entries);
  }

  /** For reading only: these are not copies. */
  storedEntries(): [string, StoredEntry][] {
    return [...this.entries];
  }
}

/** Without entries. */
export const EMPTY_BAGGAGE = /* @__PURE__ */ new EntriesBaggage(new Map());

function copyOf({ value, metadata }: BaggageEntry): BaggageEntry {
  return metadata === undefined ? { value } : { value, metadata };
}
