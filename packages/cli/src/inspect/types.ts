import type { BaggageDropReason } from '@otel-baggage/core';
import type { BaggageSignal } from '@otel-baggage/node/internal';
import type { Range, ShownProperty } from '../mask';
import type { PeerLoss } from './peers';

/** An attribute that the environment makes of an entry. */
export interface EntryAttribute {
  signal: BaggageSignal;
  name: string;
  value: string;
}

/** One list-member of a header. */
export interface InspectedMember {
  /** Counted from 0. */
  position: number;
  /** Where it begins and ends, in characters of the header. */
  offset: number;
  end: number;
  /** The first character that makes it invalid, where one does. */
  fault: number | undefined;
  /** Where it has a valid one, and that may be shown. */
  key: string | undefined;
  /** Without white space around it. */
  bytes: number;
  /** Where it is dropped. */
  dropped: { reason: BaggageDropReason; text: string } | undefined;
  /** Where it is kept: what it holds, and what becomes of it. */
  entry: InspectedEntry | undefined;
}

/** The contents of a member, decoded and as it may be shown, and its result. */
export interface InspectedEntry {
  value: string;
  isMasked: boolean;
  properties: ShownProperty[];
  attributes: EntryAttribute[];
  /** Why it is not sent to the next service, where it is not. */
  notSent: string | undefined;
}

/** The result of a header in a service with the current environment. */
export interface HeaderInspection {
  header: string;
  /** The ranges of the header that are not shown. */
  hidden: readonly Range[];
  /** In the order of the header. */
  members: InspectedMember[];
  /** Where the text begins that is not looked at (rule E10). */
  unreadFrom: number | undefined;
  entries: number;
  bytes: number;
  maxEntries: number;
  maxBytes: number;
  /** The header to the next service as it may be shown, undefined where none is sent. */
  sent: string | undefined;
  /** The hosts that it is sent to, undefined for all. */
  sentTo: readonly string[] | undefined;
  /** The losses at other implementations. */
  lostBy: PeerLoss[];
}
