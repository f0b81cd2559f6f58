import type { AttributeValue, Baggage } from '@opentelemetry/api';

/** How much baggage is accepted, made and sent. */
export interface BaggageLimits {
  /**
   * The most entries, a positive integer.
   *
   * @default 64
   */
  maxEntries?: number;
  /**
   * The most bytes of the baggage-string that the entries make: keys, `=`,
   * values as encoded, `;` and metadata, and the commas between them.
   *
   * @default 8192
   */
  maxBytes?: number;
}

/** {@link BaggageLimits} with the defaults filled in. */
export type ResolvedBaggageLimits = Readonly<Required<BaggageLimits>>;

/**
 * Why a list-member, or a part of it, was left out.
 *
 * - `invalid_key`: the key is not a `token`, or no `=` follows it
 * - `invalid_value`: a character outside `baggage-octet`, or a `%` without two
 *   hex digits; in code, a value that cannot be made a string
 * - `invalid_property`: when parsing, the member is dropped with it; when
 *   serializing, the property alone is
 * - `invalid_metadata`: its `toString` threw; the entry is sent without
 * - `duplicate_key`: a later member with the same key replaced it
 * - `max_entries`, `max_bytes`: it did not fit
 * - `max_input`: it lies behind, or across, the end of the raw input that is
 *   looked at
 * - `not_allowed`: the key is not let in or out
 */
export type BaggageDropReason =
  | 'invalid_key'
  | 'invalid_value'
  | 'invalid_property'
  | 'invalid_metadata'
  | 'duplicate_key'
  | 'max_entries'
  | 'max_bytes'
  | 'max_input'
  | 'not_allowed';

/** A member, or a part of one, that was dropped. Holds no value. */
export interface DroppedMember {
  /** Which list-member, counted from 0; empty members do not count. */
  position: number;
  /**
   * Parsing only: where the member begins, in characters of the
   * baggage-string (several headers are joined by one comma each).
   */
  offset?: number;
  /** The member's key, where that is a valid one. */
  key?: string;
  /** The member's length in bytes, without the OWS around it. */
  bytes: number;
  reason: BaggageDropReason;
}

/** Where an entry stood in the header. Holds no value. */
export interface KeptMember {
  /** Which list-member, counted from 0; empty members do not count. */
  position: number;
  /** Where the member begins, as in {@link DroppedMember}. */
  offset: number;
  key: string;
  /** The bytes that it takes of `maxBytes`, without its comma. */
  bytes: number;
}

/** The result of `parseBaggage`. */
export interface ParsedBaggage {
  /** The entries that were kept; empty where there were none. */
  baggage: Baggage;
  /** The members that the entries are made of, in the order of these. */
  kept: KeptMember[];
  /** The members that were dropped, in the order in which that was noticed. */
  dropped: DroppedMember[];
}

/** The result of `serializeBaggage`. */
export interface SerializedBaggage {
  /** The baggage-string, or undefined where nothing can be sent. */
  header: string | undefined;
  /** The dropped members, in the order in which they were found. */
  dropped: DroppedMember[];
}

/** Called for each thing left out. Must not throw. */
export type DropListener = (
  reason: BaggageDropReason,
  position: number,
  bytes: number,
  key?: string,
) => void;

/** A {@link DropListener} that counts: nobody makes strings of keys for it. */
export type DropReasonListener = (reason: BaggageDropReason) => void;

/** One property of an entry's metadata. W3C Baggage 3.3.1, `property`. */
export interface BaggageProperty {
  /** A `token`. */
  key: string;
  /** The decoded value; absent where the property is a key alone. */
  value?: string;
}

/** An entry as it goes onto a span, log record or measurement. */
export interface BaggageAttribute {
  readonly name: string;
  readonly value: AttributeValue;
}
