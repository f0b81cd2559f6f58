import type {
  Baggage,
  BaggageEntry,
  BaggageEntryMetadata,
} from '@opentelemetry/api';
import { BaggageStringWriter } from './baggage-string-writer';
import { baggageOfHeader } from './parse-baggage';
import { isBaggageKey } from '../syntax/grammar';
import type { KeyMatcher } from '../keys/key-pattern';
import { exceededLimit, resolveLimits } from './limits';
import { encodeValue } from '../syntax/percent-encoding';
import { serializeMetadata } from '../syntax/properties';
import { BaggageMemo } from '../baggage/baggage-memo';
import { STORED_ENTRIES } from '../baggage/entries-baggage';
import { ReceivedBaggage } from '../baggage/received-baggage';
import { forEachEntry } from '../baggage/entries-of';
import type {
  BaggageLimits,
  DropListener,
  DropReasonListener,
  DroppedMember,
  ResolvedBaggageLimits,
  SerializedBaggage,
} from '../types';

/**
 * Serializes baggage to the value of a `baggage` header (W3C Baggage 3.3). The
 * result always matches `baggage-string`: values are percent-encoded, entries that
 * cannot be sent are dropped whole. Never throws because of what the baggage holds.
 *
 * @param baggage of this package, of the API, or any that implements the API's
 *   interface
 * @param limits in entries and bytes
 * @param isAllowed tells which keys are sent, by default all; the others do not
 *   count towards the limits
 * @returns the header, undefined where no entry can be sent, and each dropped
 *   entry with its position, key, bytes and reason
 * @throws TypeError for a limit that is not a positive integer
 * @example
 * const { header } = serializeBaggage(createBaggage({ 'user.tier': 'gold plus' }));
 * // 'user.tier=gold%20plus'
 */
export function serializeBaggage(
  baggage: Baggage,
  limits?: BaggageLimits,
  isAllowed?: KeyMatcher,
): SerializedBaggage {
  const dropped: DroppedMember[] = [];
  const { text } = writeMembers(
    baggage,
    resolveLimits(limits),
    (reason, position, bytes, key) =>
      dropped.push({ position, key, bytes, reason }),
    isAllowed,
  );
  return { header: text || undefined, dropped };
}

/**
 * {@link serializeBaggage} for the propagator: no report where nobody
 * listens, and the outcome remembered where nothing was dropped but what is
 * not allowed.
 *
 * @param isAllowed which keys are sent, all by default (rule T2). Others do
 *   not count towards the limits.
 * @param onSend is told of a baggage that is sent, but not again where its header
 *   is remembered
 */
export function headerOfBaggage(
  baggage: Baggage,
  limits: ResolvedBaggageLimits,
  onDrop?: DropListener,
  isAllowed?: KeyMatcher,
  onSend?: (baggage: Baggage) => void,
): string | undefined {
  if (baggage instanceof ReceivedBaggage) {
    const allowed = isAllowed
      ? baggage.onlyAllowed(isAllowed, onDrop)
      : baggage;
    const header = allowed && receivedHeader(allowed, limits, onDrop);
    if (header !== undefined) onSend?.(baggage);
    return header;
  }

  const known = sent.get(baggage);
  if (known?.limits === limits && known.isAllowed === isAllowed) {
    return known.header;
  }
  const writer = writeMembers(baggage, limits, onDrop, isAllowed);
  if (writer.text === '') return undefined;
  onSend?.(baggage);
  if (writer.dropped === 0) {
    sent.set(baggage, { limits, isAllowed, header: writer.text });
  }
  return writer.text;
}

interface Sent {
  readonly limits: ResolvedBaggageLimits;
  readonly isAllowed: KeyMatcher | undefined;
  readonly header: string;
}

/** A request's baggage is sent with each of its outgoing calls. */
const sent = /* @__PURE__ */ new BaggageMemo<Sent>();

/**
 * Puts what somebody else wrote into a header behind the entries of a baggage
 * (rule I2): by the grammar, what is allowed, without the keys that are there,
 * within the limits.
 *
 * @param own a baggage-string; undefined where there are no entries
 * @param others the header's value, or the values of several header fields
 * @returns undefined where nothing can be sent
 */
export function appendHeader(
  own: string | undefined,
  others: unknown,
  limits: ResolvedBaggageLimits,
  onDrop?: DropReasonListener,
  isAllowed?: KeyMatcher,
): string | undefined {
  const received = baggageOfHeader(others, limits, onDrop, isAllowed);
  if (received === undefined) return own;
  if (own === undefined) return received.toBaggageString();

  const before = new ReceivedBaggage(own);
  const writer = new BaggageStringWriter(limits, onDrop, own);
  received[STORED_ENTRIES]().forEach(([key, , text], position) => {
    if (before.getEntry(key) === undefined) writer.add(text!, position, key);
  });
  return writer.text;
}

function receivedHeader(
  baggage: ReceivedBaggage,
  limits: ResolvedBaggageLimits,
  onDrop?: DropListener,
): string | undefined {
  const text = baggage.toBaggageString();
  if (exceededLimit(limits, baggage.size, text.length) === undefined) {
    return text;
  }
  return writeMembers(baggage, limits, onDrop).text || undefined;
}

/**
 * Writes the list-members of the entries that can be sent.
 *
 * @param onKeep gets each with its list-member, unless a part of it was dropped:
 *   that is reported when it is sent
 */
export function writeMembers(
  baggage: Baggage,
  limits: ResolvedBaggageLimits,
  onDrop?: DropListener,
  isAllowed?: KeyMatcher,
  onKeep?: (key: string, entry: BaggageEntry, member?: string) => void,
): BaggageStringWriter {
  const writer = new BaggageStringWriter(limits, onDrop);
  let position = 0;
  try {
    forEachEntry(baggage, (key, entry, text) => {
      const { dropped } = writer;
      const member = text ?? memberOf(key, entry, position, writer);
      if (member !== undefined) {
        if (isAllowed !== undefined && !isAllowed(key)) {
          onDrop?.('not_allowed', position, member.length, key);
        } else {
          const isWhole = writer.dropped === dropped;
          if (writer.add(member, position, key)) {
            onKeep?.(key, entry, isWhole ? member : undefined);
          }
        }
      }
      position++;
    });
  } catch {
    // No list of entries: no more that can be sent (I1, I8).
  }
  return writer;
}

/** `key "=" value *( ";" property )`, or undefined where it was dropped. */
function memberOf(
  key: string,
  entry: BaggageEntry,
  position: number,
  writer: BaggageStringWriter,
): string | undefined {
  if (!isBaggageKey(key)) {
    const bytes = typeof key === 'string' ? (key as string).length : 0;
    writer.drop('invalid_key', position, bytes);
    return undefined;
  }
  try {
    const { value, metadata } = entry;
    const member = `${key}=${encodeValue(String(value))}`;
    if (metadata == null) return member;
    const properties = propertiesOf(key, metadata, position, writer);
    return properties === '' ? member : `${member};${properties}`;
  } catch {
    writer.drop('invalid_value', position, key.length, key);
    return undefined;
  }
}

/** `property *( ";" property )`, or nothing. */
function propertiesOf(
  key: string,
  metadata: BaggageEntryMetadata,
  position: number,
  writer: BaggageStringWriter,
): string {
  try {
    return serializeMetadata(String(metadata), bytes =>
      writer.drop('invalid_property', position, bytes, key),
    );
  } catch {
    writer.drop('invalid_metadata', position, 0, key);
    return '';
  }
}
