import type {
  Baggage,
  BaggageEntry,
  BaggageEntryMetadata,
} from '@opentelemetry/api';
import { baggageEntryMetadataFromString } from '@opentelemetry/api';
import { displayKey, RepeatedWarnings } from './diagnostics';
import { EntriesBaggage, type StoredEntry } from './baggage/entries-baggage';
import { resolveLimits } from './header/limits';
import { writeMembers } from './header/serialize-baggage';
import { forEachEntry } from './baggage/entries-of';
import type { BaggageDropReason, BaggageLimits } from './types';

/**
 * The value of an entry: numbers, bigints and booleans become text, `undefined`
 * and `null` leave the entry out.
 */
export type BaggageValueInput =
  string | number | bigint | boolean | null | undefined;

/** An entry as a person writes it: the value, or the value with metadata. */
export type BaggageEntryInput =
  | BaggageValueInput
  | {
      value: BaggageValueInput;
      /** Properties, as a string (`ttl=60;internal`) or as the API has them. */
      metadata?: string | BaggageEntryMetadata;
    };

/** The entries that {@link createBaggage} takes. */
export type BaggageInput =
  | Baggage
  | Readonly<Record<string, BaggageEntryInput>>
  | Iterable<readonly [key: string, entry: BaggageEntryInput]>;

/**
 * Makes baggage from a record, an iterable of pairs or other baggage. Drops entries
 * that cannot be sent: a key that is not a `token`, a value that is not text,
 * entries that do not fit the limits. Logs their keys, never their values, through
 * `diag.warn`, each message at most once a minute. Ignores entries whose value is
 * `undefined` or `null`.
 *
 * @param entries a record, an iterable of pairs, or a `Baggage`; never throws
 *   because of what it holds
 * @param limits in entries and bytes
 * @returns an immutable baggage that works with all of the API's
 *   `propagation`
 * @throws TypeError for a limit that is not a positive integer
 * @example
 * createBaggage({ 'tenant.id': 'acme', 'cart.items': 3, 'user.tier': undefined });
 */
export function createBaggage(
  entries: BaggageInput = {},
  limits?: BaggageLimits,
): Baggage {
  const resolved = resolveLimits(limits);
  const leftOut: LeftOut = new Map();
  const given = storedEntriesFrom(entries, leftOut);
  const kept = new Map<string, StoredEntry>();
  const keys = [...given.keys()];
  // Encoded once here, and not with each request.
  writeMembers(
    new EntriesBaggage(given),
    resolved,
    (reason, position) => {
      if (!OF_A_PART.has(reason)) leftOut.set(keys[position], reason);
    },
    undefined,
    (key, entry, text) => kept.set(key, [key, entry, text]),
  );
  if (leftOut.size > 0) warnOf(leftOut);
  return new EntriesBaggage(kept);
}

/** Why an entry is left out, by its key, which can be anything. */
type LeftOut = Map<unknown, BaggageDropReason>;

/** Why a part of an entry is dropped, and the rest sent. */
const OF_A_PART: ReadonlySet<BaggageDropReason> = /* @__PURE__ */ new Set([
  'invalid_property',
  'invalid_metadata',
]);

/** So many keys are named in one message. */
const MAX_NAMED_KEYS = 16;

const warnings = /* @__PURE__ */ new RepeatedWarnings('@otel-baggage/core');

function warnOf(leftOut: LeftOut): void {
  const named = Array.from(leftOut)
    .slice(0, MAX_NAMED_KEYS)
    .map(([key, reason]) =>
      reason === 'invalid_metadata'
        ? `the metadata of ${displayKey(key)} (${reason})`
        : `${displayKey(key)} (${reason})`,
    )
    .join(', ');
  const more = leftOut.size - MAX_NAMED_KEYS;
  warnings.warn(
    `createBaggage left out ${more > 0 ? `${named} and ${more} more` : named}`,
  );
}

function storedEntriesFrom(
  input: BaggageInput,
  leftOut: LeftOut,
): Map<string, StoredEntry> {
  const stored = new Map<string, StoredEntry>();
  const add = (key: string, entry: unknown, text?: string) => {
    const made = entryOf(entry, () => leftOut.set(key, 'invalid_metadata'));
    if (made === INVALID) leftOut.set(key, 'invalid_value');
    else if (made !== undefined) stored.set(key, [key, made, text]);
  };
  try {
    if (input == null) return stored;
    if (typeof input !== 'object') {
      warnings.warn(`${EXPECTED}, got a ${typeof input}; ignored`);
    } else if (isBaggage(input)) {
      forEachEntry(input, add);
    } else if (Symbol.iterator in input) {
      for (const pair of input as Iterable<unknown>) {
        if (Array.isArray(pair)) add(pair[0], pair[1]);
        else warnings.warn(`${EXPECTED}; ignored what is not a pair`);
      }
    } else {
      const keys = Object.keys(input);
      if (keys.length === 0 && !isRecord(input)) {
        warnings.warn(`${EXPECTED}, got an object without entries`);
      }
      for (const key of keys) add(key, valueOf(input, key));
    }
  } catch {
    warnings.warn('createBaggage could not read all entries: they threw');
  }
  return stored;
}

/** Not so a promise that was not awaited, or a date. */
function isRecord(input: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(input);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const EXPECTED =
  'createBaggage: expected a record, an iterable of [key, entry] pairs or a Baggage';

function isBaggage(input: object): input is Baggage {
  return typeof (input as Baggage).getAllEntries === 'function';
}

const INVALID = /* @__PURE__ */ Symbol('invalid');

/** Reads a property; a getter that throws has no value. */
function valueOf(input: object, key: string): unknown {
  try {
    return (input as Record<string, unknown>)[key];
  } catch {
    return INVALID;
  }
}

/** The entry, or undefined where there is no value. */
function entryOf(
  input: unknown,
  onInvalidMetadata: () => void,
): BaggageEntry | typeof INVALID | undefined {
  if (typeof input !== 'object' || input === null) {
    const value = textOf(input);
    return typeof value === 'string' ? { value } : value;
  }
  try {
    const { value, metadata } = input as { value: unknown; metadata?: unknown };
    // An object that is not an entry, such as a list or a date, has no `value`.
    const text = 'value' in input ? textOf(value) : INVALID;
    if (typeof text !== 'string') return text;
    if (metadata == null) return { value: text };
    const made = metadataOf(metadata);
    if (made !== undefined) return { value: text, metadata: made };
    onInvalidMetadata();
    return { value: text };
  } catch {
    return INVALID;
  }
}

function textOf(value: unknown): string | typeof INVALID | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return value == null ? undefined : INVALID;
  }
}

/**
 * Text at once: what a query string or a body brings as an object can have a
 * `toString` that is not a function, and would throw when it is called later.
 */
function metadataOf(metadata: unknown): BaggageEntryMetadata | undefined {
  try {
    return baggageEntryMetadataFromString(String(metadata));
  } catch {
    return undefined;
  }
}
