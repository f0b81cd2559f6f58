import type { Baggage } from '@opentelemetry/api';
import { EntriesBaggage, type StoredEntry } from './entries-baggage';
import { ReceivedBaggage } from './received-baggage';

/**
 * The entries of any baggage, in its order. Only baggage of this package
 * knows how an entry came: no other object is trusted to say it (rule I6).
 *
 * @throws whatever `getAllEntries` of a foreign baggage throws
 */
export function storedEntriesOf(baggage: Baggage): [string, StoredEntry][] {
  if (baggage instanceof ReceivedBaggage || baggage instanceof EntriesBaggage) {
    return baggage.storedEntries();
  }
  return baggage.getAllEntries().map(([key, entry]) => [key, { entry }]);
}
