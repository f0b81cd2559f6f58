const REASONS: Record<string, string> = {
  invalid_key: 'the key is not a token, or no “=” follows it',
  invalid_value: 'a character or an escape that a value must not have',
  invalid_property: 'one of its properties is malformed',
  invalid_metadata: 'its metadata could not be read',
  duplicate_key: 'a later member with the same key replaced it',
  max_entries: 'there is no room for more entries',
  max_bytes: 'it does not fit into the bytes that are left',
  max_input: 'it lies behind the part of the input that is looked at',
  not_allowed: 'the key is not let through here',
  host_not_allowed: 'no baggage is sent to this host',
};

/** Explains the name of a reason; undefined for an unknown name. */
export function explainReason(reason: string): string | undefined {
  return Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
}
