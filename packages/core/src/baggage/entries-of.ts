import type { Baggage, BaggageEntry } from '@opentelemetry/api';
import { propagation } from '@opentelemetry/api';
import { STORED_ENTRIES, type StoredEntry } from './entries-baggage';

interface OwnBaggage extends Baggage {
  [STORED_ENTRIES](): Iterable<StoredEntry>;
}

/**
 * The entries of any baggage, in its order, for reading only. Only baggage of
 * this package, of whichever copy, is trusted to say how an entry came (rules
 * I5, I6 and A9).
 *
 * @throws what `getAllEntries` of a foreign baggage throws
 */
export function entriesOf(baggage: Baggage): Iterable<StoredEntry> {
  if (isOwn(baggage)) return baggage[STORED_ENTRIES]();
  return mapOfApiBaggage(baggage) ?? pairsOf(baggage.getAllEntries());
}

function isOwn(baggage: Baggage): baggage is OwnBaggage {
  return typeof (baggage as Partial<OwnBaggage>)[STORED_ENTRIES] === 'function';
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
