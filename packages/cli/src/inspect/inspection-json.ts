import type { Mask } from '../mask';
import type {
  HeaderInspection,
  InspectedEntry,
  InspectedMember,
} from './types';

/** What a program reads of an inspection. */
export function inspectionJson(
  inspection: HeaderInspection,
  mask: Mask,
): object {
  const { members, unreadFrom, entries, bytes, maxEntries, maxBytes } =
    inspection;
  const { sent = null, sentTo = null, lostBy } = inspection;
  return {
    members: members.map(member => memberJson(member, mask)),
    unreadFrom: unreadFrom ?? null,
    entries,
    maxEntries,
    bytes,
    maxBytes,
    sent: sent === null ? null : mask.header(sent),
    sentTo,
    ...(lostBy.length > 0 && { lostBy }),
  };
}

function memberJson(member: InspectedMember, mask: Mask): object {
  const { position, offset, end, key = null, bytes } = member;
  const { dropped, entry, isSensitive } = member;
  return {
    position,
    offset,
    length: end - offset,
    key,
    bytes,
    ...(dropped && { dropped: { ...dropped } }),
    ...(entry && entryJson(entry, isSensitive, mask)),
  };
}

function entryJson(
  { value, properties, attributes, notSent }: InspectedEntry,
  isSensitive: boolean,
  mask: Mask,
): object {
  return {
    value: isSensitive ? null : value,
    ...(isSensitive && { masked: true }),
    properties: properties.map(property =>
      property.value !== undefined && mask.isSensitive(property.key)
        ? { key: property.key, value: null, masked: true }
        : property,
    ),
    attributes: attributes.map(({ signal, name, value: made }) => ({
      signal,
      name,
      value: isSensitive ? null : made,
    })),
    ...(notSent && { notSent }),
  };
}
