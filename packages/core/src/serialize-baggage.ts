import type { Baggage, BaggageEntry } from '@opentelemetry/api';
import type { StoredEntry } from './entries-baggage';
import { isBaggageKey } from './grammar';
import { joinWithinLimits, resolveLimits, type Member } from './limits';
import { encodeValue } from './percent-encoding';
import { serializeMetadata } from './properties';
import { ReceivedBaggage } from './received-baggage';
import { storedEntriesOf } from './stored-entries';
import type {
  BaggageDropReason,
  BaggageLimits,
  DropListener,
  DroppedMember,
  ResolvedBaggageLimits,
  SerializedBaggage,
} from './types';

/**
 * Writes the `baggage` header: W3C Baggage 3.3, rules I1 to I8. The result
 * always matches `baggage-string`.
 *
 * @param baggage of this package, of the API, or any that implements the
 *   API's interface; never throws because of what it holds
 * @param limits in entries and bytes
 * @returns the header, and what was left out and why
 * @throws TypeError for a limit that is no positive integer
 */
export function serializeBaggage(
  baggage: Baggage,
  limits?: BaggageLimits,
): SerializedBaggage {
  const dropped: DroppedMember[] = [];
  const header = writeMembers(
    baggage,
    resolveLimits(limits),
    (reason, position, bytes, key) =>
      dropped.push({ position, key, bytes, reason }),
  );
  return { header, dropped };
}

/**
 * {@link serializeBaggage} for the propagator: no report where nobody
 * listens, and the outcome remembered where nothing was dropped.
 */
export function injectBaggage(
  baggage: Baggage,
  limits: ResolvedBaggageLimits,
  onDrop?: DropListener,
): string | undefined {
  if (baggage instanceof ReceivedBaggage) {
    const text = baggage.toBaggageString();
    if (text.length <= limits.maxBytes && baggage.size <= limits.maxEntries) {
      return text;
    }
    return writeMembers(baggage, limits, onDrop);
  }

  const known = recall(baggage, limits);
  if (known !== undefined) return known;

  let dropped = false;
  const header = writeMembers(baggage, limits, (...drop) => {
    dropped = true;
    onDrop?.(...drop);
  });
  if (!dropped && header !== undefined) remember({ baggage, limits, header });
  return header;
}

interface Serialized {
  baggage: Baggage;
  limits: ResolvedBaggageLimits;
  header: string;
}

/**
 * What was sent last, because a request's baggage is sent with each of its
 * outgoing calls. A few slots: `WeakMap.set` costs as much as serializing.
 */
const recent: Serialized[] = [];
const RECENT_SLOTS = 4;
let nextSlot = 0;

function recall(
  baggage: Baggage,
  limits: ResolvedBaggageLimits,
): string | undefined {
  for (const known of recent) {
    if (known.baggage === baggage && known.limits === limits) {
      return known.header;
    }
  }
  return undefined;
}

function remember(serialized: Serialized): void {
  recent[nextSlot] = serialized;
  nextSlot = (nextSlot + 1) % RECENT_SLOTS;
}

function writeMembers(
  baggage: Baggage,
  limits: ResolvedBaggageLimits,
  onDrop?: DropListener,
): string | undefined {
  const members: Member[] = [];
  entriesOf(baggage).forEach(([key, stored], position) => {
    const member = memberOf(key, stored, position, onDrop);
    if (member !== undefined) members.push(member);
  });
  return joinWithinLimits(members, limits, onDrop) || undefined;
}

function entriesOf(baggage: Baggage): [string, StoredEntry][] {
  try {
    return storedEntriesOf(baggage);
  } catch {
    return []; // no list of entries: nothing that can be sent (I1, I8)
  }
}

function memberOf(
  key: string,
  { entry, text }: StoredEntry,
  position: number,
  onDrop?: DropListener,
): Member | undefined {
  if (text !== undefined) return { key, text, position };
  if (!isBaggageKey(key)) {
    onDrop?.('invalid_key', position, String(key).length);
    return undefined;
  }
  const drop = (reason: BaggageDropReason) =>
    onDrop?.(reason, position, key.length, key);
  try {
    const value = encodeValue(String(entry.value));
    return { key, text: `${key}=${value}${properties(entry, drop)}`, position };
  } catch {
    drop('invalid_value');
    return undefined;
  }
}

/** `*( ";" property )` of an entry's metadata. */
function properties(
  { metadata }: BaggageEntry,
  drop: (reason: BaggageDropReason) => void,
): string {
  if (metadata == null) return '';
  let text: string;
  try {
    text = String(metadata);
  } catch {
    drop('invalid_metadata');
    return '';
  }
  const legal = serializeMetadata(text, () => drop('invalid_property'));
  return legal === '' ? '' : `;${legal}`;
}
