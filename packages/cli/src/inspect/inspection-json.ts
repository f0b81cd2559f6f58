import type {
  HeaderInspection,
  InspectedEntry,
  InspectedMember,
} from './types';

/** Returns an inspection for programs. */
export function inspectionJson(inspection: HeaderInspection): object {
  const { members, unreadFrom, entries, bytes, maxEntries, maxBytes } =
    inspection;
  const { sent = null, sentTo = null, lostBy } = inspection;
  return {
    members: members.map(memberJson),
    unreadFrom: unreadFrom ?? null,
    entries,
    maxEntries,
    bytes,
    maxBytes,
    sent,
    sentTo,
    ...(lostBy.length > 0 && { lostBy }),
  };
}

function memberJson(member: InspectedMember): object {
  const { position, offset, end, key = null, bytes } = member;
  const { dropped, entry } = member;
  return {
    position,
    offset,
    length: end - offset,
    key,
    bytes,
    ...(dropped && { dropped: { ...dropped } }),
    ...(entry && entryJson(entry)),
  };
}

function entryJson({
  value,
  isMasked,
  properties,
  attributes,
  notSent,
}: InspectedEntry): object {
  return {
    value: isMasked ? null : value,
    ...(isMasked && { masked: true }),
    properties: properties.map(property =>
      property.isMasked
        ? { key: property.key ?? null, value: null, masked: true }
        : { key: property.key, value: property.value },
    ),
    attributes: attributes.map(({ signal, name, value: made }) => ({
      signal,
      name,
      value: isMasked ? null : made,
    })),
    ...(notSent && { notSent }),
  };
}
