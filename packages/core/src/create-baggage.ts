import type {
  Baggage,
  BaggageEntry,
  BaggageEntryMetadata,
} from '@opentelemetry/api';
import { baggageEntryMetadataFromString, diag } from '@opentelemetry/api';
import { displayKey } from './diagnostics';
import { EntriesBaggage, type StoredEntry } from './entries-baggage';
import { resolveLimits } from './limits';
import { serializeBaggage } from './serialize-baggage';
import { entriesOf } from './entries-of';
import type { BaggageDropReason, BaggageLimits } from './types';

/** An entry as a person writes it: the value, or the value with metadata. */
export type BaggageEntryInput =
  | string
  | {
      value: string;
      /** Properties, as a string (`ttl=60;internal`) or as the API has them. */
      metadata?: string | BaggageEntryMetadata;
    };

/** What {@link createBaggage} takes. Rule C2. */
export type BaggageInput =
  | Baggage
  | Readonly<Record<string, BaggageEntryInput>>
  | Iterable<readonly [key: string, entry: BaggageEntryInput]>;

/**
 * Makes baggage of what a person has at hand (rule C2). A key that is no
 * `token` and what does not fit the limits are left out, which `diag.warn`
 * says once, with the key and never the value.
 *
 * @param entries a record, an iterable of pairs, or a `Baggage`
 * @param limits in entries and bytes
 * @returns an immutable baggage that works with all of the API's
 *   `propagation`
 * @throws TypeError for a limit that is no positive integer, and for entries
 *   of another shape (rule D3)
 */
export function createBaggage(
  entries: BaggageInput = {},
  limits?: BaggageLimits,
): Baggage {
  const resolved = resolveLimits(limits);
  const baggage = EntriesBaggage.of(storedEntriesFrom(entries));
  const dropped = serializeBaggage(baggage, resolved).dropped.filter(
    ({ reason }) => REASONS_TO_LEAVE_OUT.has(reason),
  );
  if (dropped.length === 0) return baggage;

  const stored = [...baggage.storedEntries()];
  const leftOut = new Map(
    dropped.map(({ position, reason }) => [stored[position]![0], reason]),
  );
  diag
    .createComponentLogger({ namespace: '@otel-baggage/core' })
    .warn(`createBaggage left out ${listed(leftOut)}`);
  return EntriesBaggage.of(stored.filter(([key]) => !leftOut.has(key)));
}

/** So many keys are named in one message. */
const MAX_NAMED_KEYS = 16;

function listed(leftOut: ReadonlyMap<string, BaggageDropReason>): string {
  const named = Array.from(leftOut)
    .slice(0, MAX_NAMED_KEYS)
    .map(([key, reason]) => `${displayKey(key)} (${reason})`)
    .join(', ');
  const more = leftOut.size - MAX_NAMED_KEYS;
  return more > 0 ? `${named} and ${more} more` : named;
}

const REASONS_TO_LEAVE_OUT: ReadonlySet<string> = new Set([
  'invalid_key',
  'invalid_value',
  'max_entries',
  'max_bytes',
]);

function storedEntriesFrom(input: BaggageInput): Iterable<StoredEntry> {
  if (typeof input !== 'object' || input === null) {
    throw new TypeError(
      'baggage must be a record, an iterable of pairs or a Baggage',
    );
  }
  if (isBaggage(input)) return entriesOf(input);
  const pairs = Symbol.iterator in input ? [...input] : Object.entries(input);
  return pairs.map(pair => {
    if (!Array.isArray(pair)) {
      throw new TypeError('an iterable of baggage entries must give pairs');
    }
    const [key, entry] = pair as [string, BaggageEntryInput];
    return [key, entryOf(key, entry)];
  });
}

function isBaggage(input: object): input is Baggage {
  return typeof (input as Baggage).getAllEntries === 'function';
}

function entryOf(key: string, input: BaggageEntryInput): BaggageEntry {
  if (typeof input === 'string') return { value: input };
  if (typeof input?.value !== 'string') {
    throw new TypeError(
      `the value of the baggage entry ${displayKey(key)} must be a string`,
    );
  }
  const { value, metadata } = input;
  if (metadata === undefined) return { value };
  return {
    value,
    metadata:
      typeof metadata === 'string'
        ? baggageEntryMetadataFromString(metadata)
        : metadata,
  };
}
