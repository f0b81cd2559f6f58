import { encodePropertyValue, percentDecode } from './percent-encoding';
import { isBaggageKey, isProperties, skipOws, skipOwsBack } from './grammar';
import type { BaggageProperty } from '../types';

/**
 * Reads the metadata of an entry: W3C Baggage 3.3.1 `property`, rules E6, C4.
 * Never throws; a property whose key is no `token` is left out.
 *
 * @param metadata the metadata's string, or what has one (`toString`)
 * @returns the properties in their order, values decoded
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
 * The way back: the string to make an entry's metadata of, with
 * `baggageEntryMetadataFromString` of the API. Rule C4.
 *
 * @param list properties with values that are not encoded
 * @returns the metadata, values percent-encoded; empty for an empty list
 * @throws TypeError for a key that is no `token` (rule D3)
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
