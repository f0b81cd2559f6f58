import { BaggageStringWriter } from './baggage-string-writer';
import { RAW_INPUT_FACTOR } from './constants';
import { EMPTY_BAGGAGE } from '../baggage/entries-baggage';
import {
  COMMA,
  EQUALS,
  SEMICOLON,
  hasAtMostMembers,
  isBaggageStringWithoutOws,
  skipOws,
  skipOwsBack,
  skipToken,
  skipValue,
} from '../syntax/grammar';
import type { KeyMatcher } from '../keys/key-pattern';
import { type Member, MembersByKey } from './members-by-key';
import { exceededLimit, resolveLimits } from './limits';
import { ReceivedBaggage } from '../baggage/received-baggage';
import type {
  BaggageDropReason,
  BaggageLimits,
  DropReasonListener,
  DroppedMember,
  KeptMember,
  ParsedBaggage,
  ResolvedBaggageLimits,
} from '../types';

/**
 * Parses the value of a `baggage` header (W3C Baggage 3.3). Drops an invalid
 * list-member whole and keeps the others. Never throws because of a header.
 *
 * @param header the value, as text or as bytes, or the values of several header
 *   fields; anything else is skipped
 * @param limits in entries and bytes
 * @param isAllowed tells which keys are accepted, by default all; the others do not
 *   count towards the limits
 * @returns the baggage, and each kept and dropped member with its position, offset,
 *   key and bytes, dropped ones with the reason
 * @throws TypeError for a limit that is not a positive integer
 * @example
 * const { baggage, dropped } = parseBaggage('tenant.id=acme, user id=7');
 * baggage.getEntry('tenant.id')?.value; // 'acme'
 * dropped[0]?.reason; // 'invalid_key'
 */
export function parseBaggage(
  header: unknown,
  limits?: BaggageLimits,
  isAllowed?: KeyMatcher,
): ParsedBaggage {
  const resolved = resolveLimits(limits);
  const kept: KeptMember[] = [];
  const dropped: DroppedMember[] = [];
  const raw = joinHeaders(header, resolved);
  const baggage = parseMembers(
    raw,
    resolved,
    (reason, position, bytes, offset, keyEnd) => {
      const key = keyEnd === undefined ? undefined : raw.slice(offset, keyEnd);
      dropped.push({ position, offset, key, bytes, reason });
    },
    isAllowed,
    ({ position, offset, keyEnd, bytes }) => {
      const key = raw.slice(offset, keyEnd);
      kept.push({ position, offset, key, bytes });
    },
  );
  return { baggage: baggage ?? EMPTY_BAGGAGE, kept, dropped };
}

/**
 * {@link parseBaggage} for the propagator: undefined where no member is valid
 * and allowed, and no report where nobody listens.
 *
 * @param isAllowed which keys are accepted, all by default (rule T1). Others
 *   do not count towards the limits.
 */
export function baggageOfHeader(
  header: unknown,
  limits: ResolvedBaggageLimits,
  onDrop?: DropReasonListener,
  isAllowed?: KeyMatcher,
): ReceivedBaggage | undefined {
  const raw = joinHeaders(header, limits);
  // The header that a well-behaved peer sends needs no second look. (One
  // expression over the whole is two thirds of the time of the loop below.)
  if (
    exceededLimit(limits, 1, raw.length) === undefined &&
    raw.length <= MAX_AT_ONCE &&
    hasAtMostMembers(limits.maxEntries, raw) &&
    isBaggageStringWithoutOws(raw)
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
const MAX_AT_ONCE = 1 << 16;

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

/** Gets of a member where it begins, and where its key ends if that is valid. */
type ParseDropListener = (
  reason: BaggageDropReason,
  position: number,
  bytes: number,
  offset: number,
  keyEnd?: number,
) => void;

/** The index loop: rules E2 to E10, member by member. */
function parseMembers(
  raw: string,
  limits: ResolvedBaggageLimits,
  onDrop?: ParseDropListener,
  isAllowed?: KeyMatcher,
  onKeep?: (member: Member) => void,
): ReceivedBaggage | undefined {
  const bound = Math.min(raw.length, rawLimit(limits));
  const members = new MembersByKey(raw);
  const reader = new MemberReader(raw);
  let position = 0;
  let start = 0;

  while (start < bound) {
    const offset = skipOws(raw, start, raw.length);
    const isEmpty = isMemberEnd(raw, offset);
    const reason = isEmpty ? undefined : reader.read(offset);
    const end = isEmpty ? offset : reader.end;
    if (end > bound) break;

    if (!isEmpty) {
      const { keyEnd, bytes } = reader;
      if (reason === 'invalid_key') {
        onDrop?.(reason, position, bytes, offset);
      } else if (reason !== undefined) {
        onDrop?.(reason, position, bytes, offset, keyEnd);
      } else if (isAllowed?.(raw.slice(offset, keyEnd)) === false) {
        onDrop?.('not_allowed', position, bytes, offset, keyEnd);
      } else {
        const hash = members.hashOf(offset, keyEnd);
        const member = { hash, position, offset, keyEnd, end, bytes };
        keep(members, member, onDrop);
      }
      position++;
    }
    start = end + 1;
  }
  if (raw.length > bound) {
    onDrop?.('max_input', position, raw.length - start, start);
  }

  const writer = new BaggageStringWriter(limits);
  for (const member of members.all) {
    const { keyEnd, position, offset, bytes } = member;
    const exceeded = writer.exceededBy(bytes);
    if (exceeded === undefined) {
      writer.append(textOfMember(raw, member));
      onKeep?.(member);
    } else {
      onDrop?.(exceeded, position, bytes, offset, keyEnd);
    }
  }
  return writer.text === '' ? undefined : new ReceivedBaggage(writer.text);
}

/** The last valid member of a key wins, in the place of the first (E8). */
function keep(
  members: MembersByKey,
  member: Member,
  onDrop?: ParseDropListener,
): void {
  const { hash, position, offset, keyEnd, end, bytes } = member;
  const before = members.find(hash, offset, keyEnd);
  if (before === undefined) {
    members.add(member);
    return;
  }
  onDrop?.(
    'duplicate_key',
    before.position,
    before.bytes,
    before.offset,
    before.keyEnd,
  );
  before.position = position;
  before.offset = offset;
  before.keyEnd = keyEnd;
  before.end = end;
  before.bytes = bytes;
}

/** A valid member without OWS, which no key or value has, and empty properties. */
function textOfMember(raw: string, { offset, end, bytes }: Member): string {
  const text = raw.slice(offset, end);
  if (text.length === bytes) return text;
  return text
    .replace(/[ \t]+/g, '')
    .replace(/;{2,}/g, ';')
    .replace(/;$/, '');
}

function isMemberEnd(raw: string, index: number): boolean {
  return index === raw.length || raw.charCodeAt(index) === COMMA;
}

/** Reads one list-member after the other, and makes no strings. */
class MemberReader {
  /** The index after its key, where that is a valid one. */
  keyEnd = 0;
  /** Of the member, without OWS and, where it is valid, empty properties. */
  bytes = 0;
  /** The index of the member's comma, or the end of all. */
  end = 0;

  constructor(private readonly raw: string) {}

  /**
   * `key OWS "=" OWS value *( OWS ";" OWS property )`, from `start` on.
   *
   * @returns why it is not valid
   */
  read(start: number): BaggageDropReason | undefined {
    const { raw } = this;
    const { length } = raw;

    const keyEnd = skipToken(raw, start, length);
    const equals = skipOws(raw, keyEnd, length);
    if (
      keyEnd === start ||
      equals === length ||
      raw.charCodeAt(equals) !== EQUALS
    ) {
      return this.invalid('invalid_key', start, equals);
    }
    this.keyEnd = keyEnd;

    const valueStart = skipOws(raw, equals + 1, length);
    const valueEnd = skipValue(raw, valueStart, length);
    let bytes = keyEnd - start + 1 + (valueEnd - valueStart);
    let next = skipOws(raw, valueEnd, length);
    if (!isMemberEnd(raw, next) && raw.charCodeAt(next) !== SEMICOLON) {
      return this.invalid('invalid_value', start, next);
    }
    while (!isMemberEnd(raw, next)) {
      const propertyStart = skipOws(raw, next + 1, length);
      const propertyKeyEnd = skipToken(raw, propertyStart, length);
      let propertyBytes = propertyKeyEnd - propertyStart;
      next = skipOws(raw, propertyKeyEnd, length);
      if (
        propertyBytes > 0 &&
        next < length &&
        raw.charCodeAt(next) === EQUALS
      ) {
        const propertyValueStart = skipOws(raw, next + 1, length);
        const propertyValueEnd = skipValue(raw, propertyValueStart, length);
        propertyBytes += 1 + propertyValueEnd - propertyValueStart;
        next = skipOws(raw, propertyValueEnd, length);
      }
      if (!isMemberEnd(raw, next) && raw.charCodeAt(next) !== SEMICOLON) {
        return this.invalid('invalid_property', start, next);
      }
      if (propertyBytes > 0) bytes += 1 + propertyBytes;
    }
    this.bytes = bytes;
    this.end = next;
    return undefined;
  }

  private invalid(
    reason: BaggageDropReason,
    start: number,
    next: number,
  ): BaggageDropReason {
    const { raw } = this;
    const comma = raw.indexOf(',', next);
    this.end = comma === -1 ? raw.length : comma;
    this.bytes = skipOwsBack(raw, start, this.end) - start;
    return reason;
  }
}
