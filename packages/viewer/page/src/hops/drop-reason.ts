const REASONS: Record<string, string> = {
  invalid_key: 'The key is not a valid token, or no “=” follows it.',
  invalid_value: 'The value has a character or an escape that is not allowed.',
  invalid_property: 'One of its properties is malformed.',
  invalid_metadata: 'Its metadata could not be read.',
  duplicate_key: 'A later member with the same key replaced it.',
  max_entries: 'There is no room for more entries.',
  max_bytes: 'It does not fit into the bytes that are left.',
  max_input: 'It lies behind the part of the header that is read.',
  not_allowed: 'The trust settings of the service do not let this key pass.',
  host_not_allowed: 'OTEL_BAGGAGE_EGRESS_HOSTS does not allow this host.',
};

/** Explains the name of a reason; undefined for an unknown name. */
export function explainReason(reason: string): string | undefined {
  return Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
}
