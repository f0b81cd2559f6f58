import type { Baggage, Context } from '@opentelemetry/api';
import { context as contextApi, propagation } from '@opentelemetry/api';
import { createBaggage, type BaggageInput } from './create-baggage';
import {
  EMPTY_BAGGAGE,
  EntriesBaggage,
  type StoredEntry,
} from './baggage/entries-baggage';
import { entriesOf } from './baggage/entries-of';
import type { BaggageLimits } from './types';

/**
 * The baggage of a context, the active one by default; empty where there is
 * none, never undefined (rule C3). Never throws.
 */
export function getBaggage(context: Context = contextApi.active()): Baggage {
  return propagation.getBaggage(context) ?? EMPTY_BAGGAGE;
}

/**
 * The value of a baggage entry, or undefined where there is none (rule C4a).
 * Never throws.
 *
 * @param context by default the active one
 * @example
 * const tenant = getBaggageValue('tenant.id') ?? 'unknown';
 */
export function getBaggageValue(
  key: string,
  context: Context = contextApi.active(),
): string | undefined {
  try {
    return getBaggage(context).getEntry(key)?.value;
  } catch {
    return undefined; // A foreign baggage can throw.
  }
}

/**
 * A context, made of the active one by default, whose baggage has these
 * entries too; they override those of the same key (rule C3). They come first:
 * where not all fits into a header (rule I7), it is what was there before that
 * is left out, such as the entries of a caller who sends too many. Entries
 * that came with a header and are not overridden keep their encoding (rule I5).
 * Never throws because of an entry (rule C2a).
 *
 * @param entries as `createBaggage` takes them
 * @param limits in entries and bytes, for the entries that are added
 * @throws TypeError for a limit that is no positive integer
 */
export function contextWithBaggage(
  entries: BaggageInput,
  context: Context = contextApi.active(),
  limits?: BaggageLimits,
): Context {
  const added = createBaggage(entries, limits);
  const others = readableEntriesOf(getBaggage(context)).filter(
    ([key, entry]) => entry != null && added.getEntry(key) === undefined,
  );
  const baggage = EntriesBaggage.of([...entriesOf(added), ...others]);
  return propagation.setBaggage(context, baggage);
}

/** Of a foreign baggage that throws, none. */
function readableEntriesOf(baggage: Baggage): StoredEntry[] {
  try {
    return Array.from(entriesOf(baggage));
  } catch {
    return [];
  }
}

/** A context, made of the active one by default, without baggage (rule C3). */
export function contextWithoutBaggage(
  context: Context = contextApi.active(),
): Context {
  return propagation.deleteBaggage(context);
}

/**
 * Runs a function in the active context with these entries added to its
 * baggage (rule C3): {@link contextWithBaggage} and the API's
 * `context.with`. What the function awaits keeps the baggage. The function runs
 * whatever the entries are (rule C2a).
 *
 * @param entries as `createBaggage` takes them
 * @returns what the function returns
 * @throws what the function throws
 */
export function runWithBaggage<T>(entries: BaggageInput, fn: () => T): T {
  return contextApi.with(contextWithBaggage(entries), fn);
}
