/** The header's name, as W3C Baggage 3.1 writes it: lower case. */
export const BAGGAGE_HEADER = 'baggage';

/**
 * The limits that every platform must propagate (W3C Baggage 3.3.2), and by default
 * the most that is accepted and sent: 64 entries, 8192 bytes.
 */
export const DEFAULT_BAGGAGE_LIMITS = /* @__PURE__ */ Object.freeze({
  /** List-members in one baggage-string. */
  maxEntries: 64,
  /** Bytes of one baggage-string. */
  maxBytes: 8192,
});

/**
 * How many times `maxBytes` of raw input are looked at (rule E10): room for
 * OWS, duplicates and invalid members, and a bound on the work they cause.
 */
export const RAW_INPUT_FACTOR = 8;
