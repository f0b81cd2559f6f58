import type { Baggage, BaggageEntry } from '@opentelemetry/api';
import { propagation } from '@opentelemetry/api';
import { STORED_ENTRIES, type StoredEntry } from './entries-baggage';

interface OwnBaggage extends Baggage {
  [STORED_ENTRIES](): Iterable<StoredEntry>;
}

/** @param text the list-member as it came, of baggage of this package */
type VisitEntry = (key: string, entry: BaggageEntry, text?: string) => void;

/**
 * Visits the entries of any baggage, in its order, for reading only. Only
 * baggage of this package, of whichever copy, is trusted to say how an entry
 * came (rules I5, I6 and A9).
 *
 * @throws what `getAllEntries` of a foreign baggage throws
 */
export function forEachEntry(baggage: Baggage, visit: VisitEntry): void {
  if (isOwn(baggage)) {
    for (const [key, entry, text] of baggage[STORED_ENTRIES]()) {
      visit(key, entry, text);
    }
    return;
  }
  const map = mapOfApiBaggage(baggage);
  // Half the time of its iterator.
  if (map !== undefined) map.forEach((entry, key) => visit(key, entry));
  else for (const [key, entry] of pairsOf(baggage)) visit(key, entry);
}

/** The entry of a key, for reading only: baggage in general gives copies. */
export function entryOf(
  baggage: Baggage,
  key: string,
): BaggageEntry | undefined {
  const map = mapOfApiBaggage(baggage);
  return map === undefined ? baggage.getEntry(key) : map.get(key);
}

/** All entries, for reading only. */
export function entriesOf(
  baggage: Baggage,
): Iterable<readonly [string, BaggageEntry]> {
  return mapOfApiBaggage(baggage) ?? baggage.getAllEntries();
}

function isOwn(baggage: Baggage): baggage is OwnBaggage {
  return typeof (baggage as Partial<OwnBaggage>)[STORED_ENTRIES] === 'function';
}

function pairsOf(baggage: Baggage): readonly [string, BaggageEntry][] {
  return baggage.getAllEntries().filter(Array.isArray);
}

const ApiBaggage = /* @__PURE__ */ classOfApiBaggage();

function classOfApiBaggage(): unknown {
  return propagation.createBaggage().constructor;
}

/**
 * The map within the API's own baggage, whose `getAllEntries` takes as long as
 * all the rest of serializing it. It is private: where it is not there, or is
 * no map, `getAllEntries` is called all the same.
 */
function mapOfApiBaggage(
  baggage: Baggage,
): Map<string, BaggageEntry> | undefined {
  if (baggage.constructor !== ApiBaggage) return undefined;
  const { _entries } = baggage as unknown as { _entries: unknown };
  return _entries instanceof Map ? _entries : undefined;
}
