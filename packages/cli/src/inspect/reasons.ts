import type { BaggageDropReason } from '@otel-baggage/core';
import type { ResolvedBaggageLimits } from '@otel-baggage/core/internal';
import type { Reason } from './types';

/** Why a member that was read is dropped, in words. */
export function reasonOf(
  reason: BaggageDropReason,
  { maxEntries, maxBytes }: ResolvedBaggageLimits,
): Reason {
  switch (reason) {
    case 'invalid_key':
      return { rule: 'E4', text: 'no "=", or the text before it is not a key' };
    case 'invalid_value':
      return {
        rule: 'E5',
        text: 'a character that must be percent-encoded, or a "%" without two hex digits',
      };
    case 'invalid_property':
      return {
        rule: 'E6',
        text: 'a property that is neither "key" nor "key=value"',
      };
    case 'invalid_metadata':
      return { rule: 'I8', text: 'properties that cannot be read' };
    case 'duplicate_key':
      return { rule: 'E8', text: 'a later member has the same key' };
    case 'max_entries':
      return { rule: 'E9', text: `more than ${maxEntries} entries` };
    case 'max_bytes':
      return { rule: 'E9', text: `does not fit into ${maxBytes} bytes` };
    case 'max_input':
      return {
        rule: 'E10',
        text: 'so far behind that it is not looked at',
      };
    case 'not_allowed':
      return {
        rule: 'T1',
        text: 'OTEL_BAGGAGE_INGRESS_KEYS does not name the key',
      };
  }
}

/** Why a key of `OTEL_BAGGAGE_SENSITIVE_KEYS` is dropped. */
export const SENSITIVE: Reason = {
  rule: 'T4',
  text: 'OTEL_BAGGAGE_SENSITIVE_KEYS matches the key',
};

/** Why an entry that is kept does not go on. */
export const NOT_SENT: Reason = {
  rule: 'T2',
  text: 'OTEL_BAGGAGE_EGRESS_KEYS does not name the key',
};
