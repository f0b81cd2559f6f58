/**
 * The grammar of W3C Baggage 3.3.1 and of RFC 7230 3.2.6, and nothing else.
 *
 *     baggage-string = list-member *( OWS "," OWS list-member )
 *     list-member    = key OWS "=" OWS value *( OWS ";" OWS property )
 *     property       = key OWS "=" OWS value
 *     property       =/ key OWS
 *     key            = token
 *     value          = *baggage-octet
 *     baggage-octet  = %x21 / %x23-2B / %x2D-3A / %x3C-5B / %x5D-7E
 *                    ; US-ASCII without CTLs, white space, DQUOTE, comma,
 *                    ; semicolon and backslash
 *     token          = 1*tchar
 *     tchar          = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" /
 *                      "." / "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA
 *     OWS            = *( SP / HTAB )
 *
 * "%" is a baggage-octet only as the first of a percent-encoded triplet:
 *
 *     pct-encoded    = "%" HEXDIG HEXDIG
 */
const tchar = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]";
const plainOctet = '[!#-$&-+\\--:<-[\\]-~]';
const pctEncoded = '%[0-9A-Fa-f]{2}';

// Functions: bundlers keep a constant that is put together, used or not.
const token = () => `${tchar}+`;
// No two ways to match one input: a failure costs linear time.
const value = () => `${plainOctet}*(?:${pctEncoded}${plainOctet}*)*`;
const property = () => `${token()}(?:=${value()})?`;
const properties = () => `${property()}(?:;${property()})*`;
const member = () => `${token()}=${value()}(?:;${properties()})?`;
const baggageString = () => `${member()}(?:,${member()})*`;

const whole = (source: () => string) => new RegExp(`^${source()}$`);
const TOKEN = /* @__PURE__ */ whole(token);
const PROPERTIES = /* @__PURE__ */ whole(properties);
const STRING_WITHOUT_OWS = /* @__PURE__ */ whole(baggageString);

/**
 * Checks that a string can be the key of a baggage entry: a `token` of RFC 7230
 * 3.2.6, case sensitive, at least one character. Never throws.
 *
 * @example
 * isBaggageKey('tenant.id'); // true
 * isBaggageKey('tenant id'); // false
 */
export function isBaggageKey(key: unknown): key is string {
  // The loop: half the time of an expression on a key of common length.
  return (
    typeof key === 'string' &&
    key !== '' &&
    skipToken(key, 0, key.length) === key.length
  );
}

/**
 * Whether something is a key, by an expression: where it is seldom asked, the
 * table of characters need not be in the bundle.
 */
export function isToken(key: unknown): key is string {
  return typeof key === 'string' && TOKEN.test(key);
}

/** Whether a string is `property *( ";" property )` without OWS. */
export function isProperties(text: string): boolean {
  return PROPERTIES.test(text);
}

/**
 * How many list-members a `baggage-string` has.
 *
 * @param most where counting may end: the result is one more then
 */
export function countMembers(text: string, most = Infinity): number {
  let members = 1;
  let comma = text.indexOf(',');
  while (comma !== -1 && members <= most) {
    members++;
    comma = text.indexOf(',', comma + 1);
  }
  return members;
}

/** Characters of the shortest list-members, `a=`, and their comma. */
const SHORTEST_MEMBER = 3;

/** Whether a `baggage-string` has at most so many list-members. */
export function hasAtMostMembers(most: number, text: string): boolean {
  return (
    text.length < most * SHORTEST_MEMBER || countMembers(text, most) <= most
  );
}

/** Whether a string is a `baggage-string` without OWS. */
export function isBaggageStringWithoutOws(text: string): boolean {
  return STRING_WITHOUT_OWS.test(text);
}

export const COMMA = 0x2c;
export const SEMICOLON = 0x3b;
export const EQUALS = 0x3d;
const PERCENT = 0x25;
const SPACE = 0x20;
const TAB = 0x09;

const TCHAR = 1;
const PLAIN_OCTET = 2;
const HEXDIG = 4;
const VERBATIM = 8;

const CLASSES = /* @__PURE__ */ characterClasses();

function characterClasses(): Uint8Array {
  const classes = new Uint8Array(128);
  const mark = (source: string, bit: number) => {
    const pattern = new RegExp(source);
    for (let code = 0; code < classes.length; code++) {
      if (pattern.test(String.fromCharCode(code))) classes[code]! |= bit;
    }
  };
  mark(tchar, TCHAR);
  mark(plainOctet, PLAIN_OCTET);
  mark('[0-9A-Fa-f]', HEXDIG);
  mark(`(?![+=])${plainOctet}`, VERBATIM);
  return classes;
}

function is(code: number, characterClass: number): boolean {
  return code < 128 && (CLASSES[code]! & characterClass) !== 0;
}

/** The index after the OWS that begins at `index`. */
export function skipOws(text: string, index: number, end: number): number {
  while (index < end) {
    const code = text.charCodeAt(index);
    if (code !== SPACE && code !== TAB) break;
    index++;
  }
  return index;
}

/** The index at which the OWS begins that ends at `end`. */
export function skipOwsBack(text: string, start: number, end: number): number {
  while (end > start && skipOws(text, end - 1, end) === end) end--;
  return end;
}

/** The index after the tchars that begin at `index`. */
export function skipToken(text: string, index: number, end: number): number {
  while (index < end && is(text.charCodeAt(index), TCHAR)) index++;
  return index;
}

/** The index after the baggage-octets that begin at `index`. */
export function skipValue(text: string, index: number, end: number): number {
  while (index < end) {
    const code = text.charCodeAt(index);
    if (is(code, PLAIN_OCTET)) {
      index++;
    } else if (code === PERCENT && isTriplet(text, index, end)) {
      index += 3;
    } else {
      break;
    }
  }
  return index;
}

/**
 * The index after what is sent as it is of a value made in code: baggage-octets
 * without `%`, `+` and `=` (rule I4).
 */
export function skipVerbatim(text: string, index: number, end: number): number {
  while (index < end && is(text.charCodeAt(index), VERBATIM)) index++;
  return index;
}

function isTriplet(text: string, index: number, end: number): boolean {
  return (
    index + 2 < end &&
    is(text.charCodeAt(index + 1), HEXDIG) &&
    is(text.charCodeAt(index + 2), HEXDIG)
  );
}
