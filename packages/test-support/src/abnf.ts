/**
 * The ABNF of W3C Baggage 3.3.1 and RFC 7230 3.2.6 as one expression, OWS and
 * all. It shares nothing with the grammar of the code.
 */
const OWS = String.raw`[\x20\x09]*`;
const TOKEN = String.raw`[\x21\x23-\x27\x2A\x2B\x2D\x2E\x30-\x39\x41-\x5A\x5E-\x7A\x7C\x7E]+`;
const VALUE = String.raw`(?:%[\x30-\x39\x41-\x46\x61-\x66]{2}|[\x21\x23\x24\x26-\x2B\x2D-\x3A\x3C-\x5B\x5D-\x7E])*`;
const PROPERTY = `${TOKEN}(?:${OWS}=${OWS}${VALUE})?`;
const LIST_MEMBER = `${TOKEN}${OWS}=${OWS}${VALUE}(?:${OWS};${OWS}${PROPERTY})*`;

/** A whole `baggage-string`; `%` only as the first of a triplet. */
export const BAGGAGE_STRING = new RegExp(
  `^${LIST_MEMBER}(?:${OWS},${OWS}${LIST_MEMBER})*$`,
);
