import type { Baggage, BaggageEntry, Context } from '@opentelemetry/api';
import { context as contextApi, propagation } from '@opentelemetry/api';
import { createBaggage, type BaggageInput } from './create-baggage';
import {
  copyOf,
  EMPTY_BAGGAGE,
  EntriesBaggage,
  type StoredEntry,
} from './baggage/entries-baggage';
import { forEachEntry } from './baggage/entries-of';
import type { BaggageLimits } from './types';

/**
 * Returns the baggage of a context; empty where it has none. Never throws.
 *
 * @param context by default the active one
 * @example
 * for (const [key, { value }] of getBaggage().getAllEntries()) {
 *   console.log(key, value);
 * }
 */
export function getBaggage(context: Context = contextApi.active()): Baggage {
  return propagation.getBaggage(context) ?? EMPTY_BAGGAGE;
}

/**
 * Returns the value of a baggage entry, or undefined where there is none. Never
 * throws.
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
 * Adds entries to the baggage of a context, and overrides those of the same key.
 * The added entries come first: where not all fit into a header, those that were
 * there before are dropped, such as the entries of a caller who sends too many.
 * Entries of a received header that are not overridden keep their encoding. Never
 * throws because of an entry.
 *
 * @param entries as `createBaggage` takes them
 * @param context by default the active one
 * @param limits in entries and bytes, for the entries that are added
 * @returns a new context
 * @throws TypeError for a limit that is not a positive integer
 * @example
 * const withTenant = contextWithBaggage({ 'tenant.id': 'acme' });
 * context.with(withTenant, () => fetch('http://orders/'));
 */
export function contextWithBaggage(
  entries: BaggageInput,
  context: Context = contextApi.active(),
  limits?: BaggageLimits,
): Context {
  const added = createBaggage(entries, limits);
  const before = propagation.getBaggage(context);
  return propagation.setBaggage(
    context,
    before === undefined ? added : withOthers(added, before),
  );
}

/** @param others of whoever; where they throw there are no more */
function withOthers(added: Baggage, others: Baggage): Baggage {
  const all = new Map<string, StoredEntry>();
  const add = (key: string, entry: BaggageEntry, text?: string) => {
    if (entry != null && !all.has(key))
      all.set(key, [key, copyOf(entry), text]);
  };
  forEachEntry(added, add);
  try {
    forEachEntry(others, add);
  } catch {
    // Foreign baggage can throw; the entries before that are kept.
  }
  return new EntriesBaggage(all);
}

/**
 * Makes a context without baggage, for a request that must not carry any.
 *
 * @param context that is copied, by default the active one
 * @example
 * context.with(contextWithoutBaggage(), () => fetch('https://example.com/'));
 */
export function contextWithoutBaggage(
  context: Context = contextApi.active(),
): Context {
  return propagation.deleteBaggage(context);
}

/**
 * Runs a function in the active context with entries added to its baggage:
 * {@link contextWithBaggage} and the API's `context.with`. The baggage stays
 * active in all that the function awaits. The function runs whatever the entries are.
 *
 * @param entries as `createBaggage` takes them
 * @returns what the function returns
 * @throws what the function throws
 * @example
 * runWithBaggage({ 'tenant.id': 'acme' }, () => fetch('http://orders/'));
 */
export function runWithBaggage<T>(entries: BaggageInput, fn: () => T): T {
  return contextApi.with(contextWithBaggage(entries), fn);
}
