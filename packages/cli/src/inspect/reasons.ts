import type { BaggageDropReason } from '@otel-baggage/core';
import type { ResolvedBaggageLimits } from '@otel-baggage/core/internal';

/** Why a member that was read is dropped, in words. */
export function reasonOf(
  reason: BaggageDropReason,
  { maxEntries, maxBytes }: ResolvedBaggageLimits,
): string {
  switch (reason) {
    case 'invalid_key':
      return 'no "=", or the text before it is not a key';
    case 'invalid_value':
      return 'a character that must be percent-encoded, or a "%" without two hex digits';
    case 'invalid_property':
      return 'a property that is neither "key" nor "key=value"';
    case 'invalid_metadata':
      return 'properties that cannot be read';
    case 'duplicate_key':
      return 'a later member has the same key';
    case 'max_entries':
      return `more than ${maxEntries} entries`;
    case 'max_bytes':
      return `does not fit into ${maxBytes} bytes`;
    case 'max_input':
      return 'so far behind that it is not looked at';
    case 'not_allowed':
      return 'OTEL_BAGGAGE_INGRESS_KEYS does not name the key';
  }
}

/** Why a key of `OTEL_BAGGAGE_SENSITIVE_KEYS` is dropped. */
export const SENSITIVE = 'OTEL_BAGGAGE_SENSITIVE_KEYS matches the key';

/** Why an entry that is kept does not go on. */
export const NOT_SENT = 'OTEL_BAGGAGE_EGRESS_KEYS does not name the key';
