import { BaggageStringWriter } from './baggage-string-writer';
import { RAW_INPUT_FACTOR } from './constants';
import { EMPTY_BAGGAGE } from '../baggage/entries-baggage';
import {
  EQUALS,
  SEMICOLON,
  countMembers,
  isBaggageStringWithoutOws,
  skipOws,
  skipOwsBack,
  skipToken,
  skipValue,
} from '../syntax/grammar';
import type { KeyMatcher } from '../keys/key-pattern';
import { resolveLimits } from './limits';
import { ReceivedBaggage } from '../baggage/received-baggage';
import type {
  BaggageDropReason,
  BaggageLimits,
  DropListener,
  DroppedMember,
  KeptMember,
  ParsedBaggage,
  ResolvedBaggageLimits,
} from '../types';

/**
 * Reads the `baggage` header: W3C Baggage 3.3, rules E1 to E10.
 *
 * @param header the header's value, as text or as bytes, or the values of
 *   several header fields; anything else is skipped
 * @param limits in entries and bytes
 * @param isAllowed which keys are accepted, all by default (rule T1). What is
 *   not takes no room within the limits.
 * @returns the entries, and what was left out and why; never throws because
 *   of a header
 * @throws TypeError for a limit that is no positive integer
 */
export function parseBaggage(
  header: unknown,
  limits?: BaggageLimits,
  isAllowed?: KeyMatcher,
): ParsedBaggage {
  const resolved = resolveLimits(limits);
  const kept: KeptMember[] = [];
  const dropped: DroppedMember[] = [];
  const baggage = parseMembers(
    joinHeaders(header, resolved),
    resolved,
    (reason, position, bytes, key, offset) =>
      dropped.push({ position, offset, key, bytes, reason }),
    isAllowed,
    ({ position, offset, key, text }) =>
      kept.push({ position, offset, key, bytes: text.length }),
  );
  return { baggage: baggage ?? EMPTY_BAGGAGE, kept, dropped };
}

/**
 * {@link parseBaggage} for the propagator: undefined where no member is valid
 * and allowed, and no report where nobody listens.
 *
 * @param isAllowed which keys are accepted, all by default (rule T1). What is
 *   not takes no room within the limits.
 */
export function extractBaggage(
  header: unknown,
  limits: ResolvedBaggageLimits,
  onDrop?: DropListener,
  isAllowed?: KeyMatcher,
): ReceivedBaggage | undefined {
  const raw = joinHeaders(header, limits);
  // The header that a well-behaved peer sends needs no second look. (One
  // expression over the whole is two thirds of the time of the loop below.)
  if (
    raw.length <= limits.maxBytes &&
    raw.length <= LONGEST_AT_ONCE &&
    isBaggageStringWithoutOws(raw) &&
    hasAtMost(limits.maxEntries, raw)
  ) {
    const received = new ReceivedBaggage(raw);
    return isAllowed ? received.onlyAllowed(isAllowed, onDrop) : received;
  }
  return parseMembers(raw, limits, onDrop, isAllowed);
}

/**
 * An expression needs a stack as long as its input, and throws where that has
 * no more room: from some megabytes on, for limits that allow as much.
 */
const LONGEST_AT_ONCE = 1 << 16;

/** The shortest members, `a=`, and their commas. */
const SHORTEST_MEMBER = 3;

function hasAtMost(maxEntries: number, text: string): boolean {
  return (
    text.length < maxEntries * SHORTEST_MEMBER ||
    countMembers(text) <= maxEntries
  );
}

function rawLimit({ maxBytes }: ResolvedBaggageLimits): number {
  return maxBytes * RAW_INPUT_FACTOR;
}

/**
 * One baggage-string (rule E1), cut one character after what is looked at
 * (rule E10), which tells whether there was more.
 */
function joinHeaders(header: unknown, limits: ResolvedBaggageLimits): string {
  const bound = rawLimit(limits) + 1;
  if (typeof header === 'string') {
    return header.length > bound ? header.slice(0, bound) : header;
  }
  if (isBytes(header)) return textOfBytes(header, bound);
  if (!Array.isArray(header)) return '';

  let joined = '';
  let first = true;
  // Each but the first costs at least its comma, so their number is bounded.
  for (let i = 0; i < header.length && i <= bound; i++) {
    const value: unknown = header[i];
    const text = isBytes(value) ? textOfBytes(value, bound) : value;
    if (typeof text !== 'string') continue;
    joined += first ? '' : ',';
    joined += text.slice(0, bound - joined.length);
    first = false;
    if (joined.length >= bound) break;
  }
  return joined;
}

/** Of Node and of browsers; the types of neither are here. */
declare const TextDecoder: new (
  label: string,
  options: { ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

/** Not by `instanceof`: they may come from another realm. */
export function isBytes(value: unknown): value is Uint8Array {
  return (
    ArrayBuffer.isView(value) && (value as Uint8Array).BYTES_PER_ELEMENT === 1
  );
}

/** As many clients of message brokers have it: UTF-8, up to a bound. */
export function textOfBytes(bytes: Uint8Array, bound = Infinity): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  // At most three bytes make one character of UTF-16.
  return decoder.decode(bytes.subarray(0, bound * 3)).slice(0, bound);
}

/** A valid list-member, and where it stood. */
interface Member {
  key: string;
  /** `key "=" value *( ";" property )`, without OWS. */
  text: string;
  position: number;
  offset: number;
}

/** The index loop: rules E2 to E10, member by member. */
function parseMembers(
  raw: string,
  limits: ResolvedBaggageLimits,
  onDrop?: DropListener,
  isAllowed?: KeyMatcher,
  onKeep?: (member: Member) => void,
): ReceivedBaggage | undefined {
  const bound = Math.min(raw.length, rawLimit(limits));
  const members = new Map<string, Member>();
  let position = 0;
  let start = 0;

  while (start < bound) {
    let end = raw.indexOf(',', start);
    if (end === -1) end = raw.length;
    if (end > bound) break;

    const offset = skipOws(raw, start, end);
    if (offset < end) {
      const member = readMember(raw, offset, end, position, onDrop);
      if (member === undefined) {
        // dropped, and said
      } else if (isAllowed === undefined || isAllowed(member.key)) {
        keep(member, members, onDrop);
      } else {
        const { key, text } = member;
        onDrop?.('not_allowed', position, text.length, key, offset);
      }
      position++;
    }
    start = end + 1;
  }
  if (raw.length > bound) {
    onDrop?.('max_input', position, raw.length - start, undefined, start);
  }

  const writer = new BaggageStringWriter(limits, onDrop);
  for (const member of members.values()) {
    const { text, position, key, offset } = member;
    if (writer.add(text, position, key, offset)) onKeep?.(member);
  }
  return writer.text === '' ? undefined : new ReceivedBaggage(writer.text);
}

/** The last valid member of a key wins, in the place of the first (E8). */
function keep(
  member: Member,
  members: Map<string, Member>,
  onDrop?: DropListener,
): void {
  const replaced = members.get(member.key);
  if (replaced !== undefined) {
    const { position, text, key, offset } = replaced;
    onDrop?.('duplicate_key', position, text.length, key, offset);
  }
  members.set(member.key, member);
}

/** `key OWS "=" OWS value *( OWS ";" OWS property )`, from `start` on. */
function readMember(
  raw: string,
  start: number,
  end: number,
  position: number,
  onDrop?: DropListener,
): Member | undefined {
  const invalid = (reason: BaggageDropReason, key?: string) => {
    const bytes = skipOwsBack(raw, start, end) - start;
    onDrop?.(reason, position, bytes, key, start);
    return undefined;
  };

  const keyEnd = skipToken(raw, start, end);
  const equals = skipOws(raw, keyEnd, end);
  if (keyEnd === start || equals === end || raw.charCodeAt(equals) !== EQUALS) {
    return invalid('invalid_key');
  }
  const key = raw.slice(start, keyEnd);

  const valueStart = skipOws(raw, equals + 1, end);
  const valueEnd = skipValue(raw, valueStart, end);
  let next = skipOws(raw, valueEnd, end);
  if (next < end && raw.charCodeAt(next) !== SEMICOLON) {
    return invalid('invalid_value', key);
  }

  let text = `${key}=${raw.slice(valueStart, valueEnd)}`;
  while (next < end) {
    const propertyStart = skipOws(raw, next + 1, end);
    const propertyKeyEnd = skipToken(raw, propertyStart, end);
    next = skipOws(raw, propertyKeyEnd, end);
    let property = raw.slice(propertyStart, propertyKeyEnd);
    if (property !== '' && next < end && raw.charCodeAt(next) === EQUALS) {
      const propertyValueStart = skipOws(raw, next + 1, end);
      const propertyValueEnd = skipValue(raw, propertyValueStart, end);
      next = skipOws(raw, propertyValueEnd, end);
      property += `=${raw.slice(propertyValueStart, propertyValueEnd)}`;
    }
    if (next < end && raw.charCodeAt(next) !== SEMICOLON) {
      return invalid('invalid_property', key);
    }
    if (property !== '') text += `;${property}`;
  }
  return { key, text, position, offset: start };
}
