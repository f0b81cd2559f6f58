/**
 * A second implementation of rules E1 to E10 and I3 to I7: slow, and as close
 * to the words of the rules as code can be. It is written from the rules and
 * shares nothing with the code that it is compared with.
 */
import type { BaggageDropReason } from '../src/types';
import type { Entry } from '@otel-baggage/test-support';

export interface LiteralLimits {
  maxEntries: number;
  maxBytes: number;
}

export interface LiteralDrop {
  position: number;
  offset?: number;
  key?: string;
  bytes: number;
  reason: BaggageDropReason;
}

export interface LiteralParsed {
  entries: Entry[];
  /** The baggage-string that the entries make, in the encoding they came in. */
  header: string;
  dropped: LiteralDrop[];
}

const DIGIT = '0123456789';
const ALPHA = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const HEXDIG = `${DIGIT}abcdefABCDEF`;

/** RFC 7230 3.2.6 `tchar`. */
export const TCHARS: readonly string[] = [
  ..."!#$%&'*+-.^_`|~",
  ...DIGIT,
  ...ALPHA,
];

/** W3C Baggage 3.3.1 `baggage-octet`, `%` among them. */
export const BAGGAGE_OCTETS: readonly string[] = [
  ...range(0x21, 0x21),
  ...range(0x23, 0x2b),
  ...range(0x2d, 0x3a),
  ...range(0x3c, 0x5b),
  ...range(0x5d, 0x7e),
];

function range(from: number, to: number): string[] {
  const characters: string[] = [];
  for (let code = from; code <= to; code++) {
    characters.push(String.fromCharCode(code));
  }
  return characters;
}

export function isLiteralToken(text: string): boolean {
  return text !== '' && text.split('').every(c => TCHARS.includes(c));
}

export function isLiteralValue(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (!BAGGAGE_OCTETS.includes(text.charAt(i))) return false;
    if (text.charAt(i) === '%' && !isTriplet(text.slice(i, i + 3))) {
      return false;
    }
  }
  return true;
}

function isTriplet(text: string): boolean {
  return (
    text.length === 3 &&
    text.charAt(0) === '%' &&
    HEXDIG.includes(text.charAt(1)) &&
    HEXDIG.includes(text.charAt(2))
  );
}

/** E3. */
function withoutOws(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && ' \t'.includes(text.charAt(start))) start++;
  while (start < end && ' \t'.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** E5, by way of the bytes. */
export function literalDecode(text: string): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text.charAt(i) === '%') {
      bytes.push(parseInt(text.slice(i + 1, i + 3), 16));
      i += 2;
    } else {
      bytes.push(...encoder.encode(text.charAt(i)));
    }
  }
  return decoder.decode(Uint8Array.from(bytes));
}

/** E1 to E10. */
export function literalParse(
  header: unknown,
  { maxEntries, maxBytes }: LiteralLimits,
): LiteralParsed {
  const dropped: LiteralDrop[] = [];

  // E1
  const baggageString = (Array.isArray(header) ? [...header] : [header])
    .filter(part => typeof part === 'string')
    .join(',');

  // E2, E10
  const bound = 8 * maxBytes;
  const members: { text: string; offset: number; position: number }[] = [];
  let offset = 0;
  let cut: number | undefined;
  for (const part of baggageString.split(',')) {
    if (cut === undefined && offset + part.length > bound) cut = offset;
    if (cut === undefined && withoutOws(part) !== '') {
      members.push({
        text: withoutOws(part),
        offset: offset + part.search(/[^ \t]/),
        position: members.length,
      });
    }
    offset += part.length + 1;
  }

  // E3 to E8
  const valid = new Map<
    string,
    { entry: Entry; text: string; offset: number; position: number }
  >();
  for (const { text, offset, position } of members) {
    const drop = (reason: BaggageDropReason, key?: string) =>
      dropped.push({ position, offset, key, bytes: text.length, reason });

    const [keyAndValue, ...rest] = text.split(';');
    const pair = pairOf(keyAndValue!);
    if (!isLiteralToken(pair.key) || pair.value === undefined) {
      drop('invalid_key');
      continue;
    }
    const { key, value } = pair;
    if (!isLiteralValue(value)) {
      drop('invalid_value', key);
      continue;
    }
    const properties = rest
      .filter(property => withoutOws(property) !== '')
      .map(pairOf);
    if (
      !properties.every(
        property =>
          isLiteralToken(property.key) && isLiteralValue(property.value ?? ''),
      )
    ) {
      drop('invalid_property', key);
      continue;
    }
    const metadata = properties
      .map(property =>
        property.value === undefined
          ? property.key
          : `${property.key}=${property.value}`,
      )
      .join(';');

    const earlier = valid.get(key);
    if (earlier !== undefined) {
      dropped.push({
        position: earlier.position,
        offset: earlier.offset,
        key,
        bytes: earlier.text.length,
        reason: 'duplicate_key',
      });
    }
    valid.set(key, {
      entry: entryOf(key, literalDecode(value), metadata),
      text: metadata === '' ? `${key}=${value}` : `${key}=${value};${metadata}`,
      offset,
      position,
    });
  }

  if (baggageString.length > bound) {
    dropped.push({
      position: members.length,
      offset: cut!,
      bytes: NaN,
      reason: 'max_input',
    });
  }

  // E9
  const kept = withinLimits([...valid.values()], maxEntries, maxBytes);
  for (const { member, reason } of kept.dropped) {
    const { entry, text, offset, position } = member;
    dropped.push({
      position,
      offset,
      key: entry[0],
      bytes: text.length,
      reason,
    });
  }
  return {
    entries: kept.members.map(({ entry }) => entry),
    header: kept.members.map(({ text }) => text).join(','),
    dropped,
  };
}

function pairOf(text: string): { key: string; value?: string } {
  const equals = text.indexOf('=');
  if (equals === -1) return { key: withoutOws(text) };
  return {
    key: withoutOws(text.slice(0, equals)),
    value: withoutOws(text.slice(equals + 1)),
  };
}

function entryOf(key: string, value: string, metadata: string): Entry {
  return metadata === '' ? [key, value] : [key, value, metadata];
}

function withinLimits<Member extends { text: string }>(
  candidates: Member[],
  maxEntries: number,
  maxBytes: number,
) {
  const members: Member[] = [];
  const dropped: { member: Member; reason: BaggageDropReason }[] = [];
  for (const member of candidates) {
    const header = [...members, member].map(({ text }) => text).join(',');
    if (members.length === maxEntries) {
      dropped.push({ member, reason: 'max_entries' });
    } else if (encoder.encode(header).length > maxBytes) {
      dropped.push({ member, reason: 'max_bytes' });
    } else {
      members.push(member);
    }
  }
  return { members, dropped };
}

/** I4. */
export function literalEncode(value: string): string {
  const plain = BAGGAGE_OCTETS.filter(c => !'%+='.includes(c));
  return [...value]
    .map(character =>
      plain.includes(character) ? character : triplets(character),
    )
    .join('');
}

/** I6. */
export function literalMetadata(metadata: string): string {
  const properties: string[] = [];
  for (const part of metadata.split(';')) {
    const { key, value } = pairOf(part);
    if (!isLiteralToken(key)) continue;
    properties.push(
      value === undefined ? key : `${key}=${literalPropertyValue(value)}`,
    );
  }
  return properties.join(';');
}

function literalPropertyValue(value: string): string {
  const characters = [...value];
  return characters
    .map((character, i) => {
      if (character === '%') {
        return isTriplet(characters.slice(i, i + 3).join('')) ? '%' : '%25';
      }
      return BAGGAGE_OCTETS.includes(character)
        ? character
        : triplets(character);
    })
    .join('');
}

function triplets(character: string): string {
  return Array.from(
    encoder.encode(character),
    byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('');
}

/** I1, I3, I4, I6, I7 for entries made in code, each key once. */
export function literalSerialize(
  entries: Entry[],
  { maxEntries, maxBytes }: LiteralLimits,
): string | undefined {
  const members = entries
    .filter(([key]) => isLiteralToken(key))
    .map(([key, value, metadata = '']) => {
      const properties = literalMetadata(metadata);
      return {
        text: `${key}=${literalEncode(value)}${properties && `;${properties}`}`,
      };
    });
  const kept = withinLimits(members, maxEntries, maxBytes);
  return kept.members.map(({ text }) => text).join(',') || undefined;
}
