import type { Baggage, BaggageEntry } from '@opentelemetry/api';

/**
 * An entry as this package keeps it. Its list-member as it came, without OWS,
 * is there where the entry came with a header and was not changed (rule I5).
 */
export type StoredEntry = readonly [
  key: string,
  entry: BaggageEntry,
  text?: string,
];

/**
 * By which baggage of this package gives its entries, for reading only: these
 * are not copies. By a name and not by `instanceof`, because baggage may come
 * from another copy of this package (rule A9). The classes write the name out:
 * for a computed one bundlers keep the whole class, used or not.
 */
export const STORED_ENTRIES = '@otel-baggage/core stored entries';

/**
 * Baggage made or changed in code. Immutable: what it gives out are copies,
 * and what it takes in is copied.
 */
export class EntriesBaggage implements Baggage {
  /** @param entries by their keys; nobody else may have them */
  constructor(private readonly entries: ReadonlyMap<string, StoredEntry>) {}

  getEntry(key: string): BaggageEntry | undefined {
    const stored = this.entries.get(key);
    return stored && copyOf(stored[1]);
  }

  getAllEntries(): [string, BaggageEntry][] {
    return Array.from(this.entries, ([key, [, entry]]) => [key, copyOf(entry)]);
  }

  setEntry(key: string, entry: BaggageEntry): Baggage {
    const entries = new Map(this.entries);
    entries.set(key, [key, copyOf(entry)]);
    return new EntriesBaggage(entries);
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

  '@otel-baggage/core stored entries'(): Iterable<StoredEntry> {
    return this.entries.values();
  }
}

/** Without entries. */
export const EMPTY_BAGGAGE = /* @__PURE__ */ new EntriesBaggage(new Map());

export function copyOf({ value, metadata }: BaggageEntry): BaggageEntry {
  return metadata === undefined ? { value } : { value, metadata };
}
