import type { Baggage, BaggageEntry } from '@opentelemetry/api';
import { propagation } from '@opentelemetry/api';
import { EntriesBaggage, type StoredEntry } from './entries-baggage';
import { ReceivedBaggage } from './received-baggage';

/**
 * The entries of any baggage, in its order, for reading only. Only baggage of
 * this package is trusted to say how an entry came (rules I5, I6).
 *
 * @throws what `getAllEntries` of a foreign baggage throws
 */
export function entriesOf(baggage: Baggage): Iterable<StoredEntry> {
  if (baggage instanceof ReceivedBaggage || baggage instanceof EntriesBaggage) {
    return baggage.storedEntries();
  }
  return mapOfApiBaggage(baggage) ?? pairsOf(baggage.getAllEntries());
}

function pairsOf(entries: readonly StoredEntry[]): StoredEntry[] {
  return entries.filter(Array.isArray).map(([key, entry]) => [key, entry]);
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
