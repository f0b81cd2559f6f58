import { encodePropertyValue, percentDecode } from './percent-encoding';
import { isBaggageKey, isProperties, skipOws, skipOwsBack } from './grammar';
import type { BaggageProperty } from '../types';

/**
 * Parses the metadata of an entry into properties (W3C Baggage 3.3.1). Drops a
 * property whose key is not a `token`. Never throws.
 *
 * @param metadata a string, or an object with `toString`
 * @returns the properties in their order, with decoded values
 * @example
 * parseBaggageProperties('ttl=30;public');
 * // [{ key: 'ttl', value: '30' }, { key: 'public' }]
 */
export function parseBaggageProperties(
  metadata: string | { toString(): string } | undefined,
): BaggageProperty[] {
  const text = textOf(metadata);
  if (text === undefined) return [];
  return properties(text).map(({ key, value }) =>
    value === undefined ? { key } : { key, value: percentDecode(value) },
  );
}

/**
 * Formats properties as the metadata of an entry, for `createBaggage` or for
 * `baggageEntryMetadataFromString` of the API. Round-trips with
 * `parseBaggageProperties`.
 *
 * @param list properties whose values are not encoded
 * @returns the metadata with percent-encoded values; empty for an empty list
 * @throws TypeError for a key that is not a `token`
 * @example
 * formatBaggageProperties([{ key: 'ttl', value: '30' }, { key: 'public' }]);
 * // 'ttl=30;public'
 */
export function formatBaggageProperties(
  list: readonly BaggageProperty[],
): string {
  return list
    .map(({ key, value }) => {
      if (!isBaggageKey(key)) {
        throw new TypeError('the key of a baggage property must be a token');
      }
      if (value === undefined) return key;
      return `${key}=${encodePropertyValue(value.replaceAll('%', '%25'))}`;
    })
    .join(';');
}

/**
 * The metadata as it may stand in a header (rule I6): it matches
 * `property *( ";" property )`, whatever it was before.
 *
 * @param onDrop called for each property that has no valid key, with its
 *   length in bytes
 */
export function serializeMetadata(
  text: string,
  onDrop?: (bytes: number) => void,
): string {
  if (isProperties(text)) return text;
  return properties(text, onDrop)
    .map(({ key, value }) => (value === undefined ? key : `${key}=${value}`))
    .join(';');
}

/** The properties with valid keys; values encoded, so that they are legal. */
function properties(
  text: string,
  onDrop?: (bytes: number) => void,
): BaggageProperty[] {
  const kept: BaggageProperty[] = [];
  for (const part of text.split(';')) {
    const property = trimOws(part);
    if (property === '') continue;
    const equals = property.indexOf('=');
    const key = trimOws(equals === -1 ? property : property.slice(0, equals));
    if (!isBaggageKey(key)) {
      onDrop?.(property.length);
    } else if (equals === -1) {
      kept.push({ key });
    } else {
      const value = trimOws(property.slice(equals + 1));
      kept.push({ key, value: encodePropertyValue(value) });
    }
  }
  return kept;
}

function trimOws(text: string): string {
  const start = skipOws(text, 0, text.length);
  return text.slice(start, skipOwsBack(text, start, text.length));
}

function textOf(
  metadata: string | { toString(): string } | undefined,
): string | undefined {
  if (metadata == null) return undefined;
  try {
    return String(metadata);
  } catch {
    return undefined;
  }
}
