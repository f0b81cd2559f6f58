/** A list-member of a header that is sent. */
interface SentMember {
  /** The whole, as it is in the header, percent-encoded. */
  text: string;
  key: string;
  value: string;
}

/** Another implementation that loses what the W3C document allows. */
export interface Peer {
  name: string;
  /** Whether it loses the whole header, or the entry alone. */
  losesAll: boolean;
  isLost(member: SentMember): boolean;
  /** Why, in words. */
  because: string;
  /** A header of which it loses `e`. */
  example: string;
}

/** So many bytes a list-member may have that some peers read. */
const MAX_MEMBER_LENGTH = 4096;

/** The loss of a header at a peer. */
export interface PeerLoss {
  peer: string;
  /** The keys of the entries; all where one costs it the whole header. */
  keys: string[];
  losesAll: boolean;
  because: string;
}

/** As their sources say, see docs/compatibility.md. */
export const PEERS: readonly Peer[] = [
  {
    name: 'dd-trace',
    losesAll: true,
    isLost: ({ value }) => value === '',
    because: 'an empty value',
    example: 'a=1,e=',
  },
  {
    name: 'OpenTelemetry PHP',
    losesAll: false,
    isLost: ({ key, value }) =>
      /^0?$/.test(value) ||
      /%(20|22|2C|3B|5C)|\+/i.test(value) ||
      /%(20|2[89CF]|3[A-F]|40|22|5[BCD]|7[BD])|\+/i.test(key),
    because: 'a value that is empty or 0, or has a space, + " , ; or \\ in it',
    example: 'a=1,e=spring%20sale',
  },
  {
    name: 'OpenTelemetry C++',
    losesAll: false,
    isLost: ({ key, value }) => !isReadByCpp(key) || !isReadByCpp(value),
    because: 'what is not printable ASCII when it is decoded',
    example: 'a=1,e=Am%C3%A9lie',
  },
  {
    name: 'OpenTelemetry Ruby',
    losesAll: true,
    isLost: ({ key }) => /%(?![\da-f]{2})/i.test(key),
    because: 'a % in a key',
    example: 'a=1,e%=2',
  },
  {
    name: 'OpenTelemetry Ruby',
    losesAll: false,
    isLost: ({ value }) => hasMoreThanOnePart(value),
    because: 'all of the value from an = on',
    example: 'a=1,e=b=c',
  },
  {
    name: 'OpenTelemetry Rust',
    losesAll: false,
    isLost: ({ value }) => hasMoreThanOnePart(value),
    because: 'all of the value from an = on',
    example: 'a=1,e=b=c',
  },
  {
    name: 'OpenTelemetry Rust',
    losesAll: false,
    isLost: ({ key, value }) => !isUtf8(key) || !isUtf8(value),
    because: 'a key or value that is not UTF-8 when it is decoded',
    example: 'a=1,e=%FF',
  },
  {
    name: 'OpenTelemetry Rust',
    losesAll: false,
    isLost: ({ key }) => isDecodedTo(key, /[^!-~]|[(),/:;<=>?@[\\\]{}"]/),
    because: 'a key that is not a token when it is decoded',
    example: 'a=1,e%20f=2',
  },
  ...['Python', 'C++'].map((language): Peer => ({
    name: `OpenTelemetry ${language}`,
    losesAll: false,
    isLost: ({ text }) =>
      // C++ does not count the equal sign.
      text.length > MAX_MEMBER_LENGTH + (language === 'C++' ? 1 : 0),
    because: `more than ${MAX_MEMBER_LENGTH} bytes`,
    example: `a=1,e=${'x'.repeat(MAX_MEMBER_LENGTH)}`,
  })),
];

/** Where `=` separates more than key and value. */
function hasMoreThanOnePart(value: string): boolean {
  return /=./.test(value);
}

/** Whether a text is well-formed when its triplets are decoded. */
function isUtf8(text: string): boolean {
  return isDecodedTo(text, /^/);
}

/** Whether it is decoded to what matches; text that is not a triplet stays. */
function isDecodedTo(text: string, pattern: RegExp): boolean {
  try {
    return pattern.test(
      decodeURIComponent(text.replace(/%(?![\da-f]{2})/gi, '%25')),
    );
  } catch {
    return false;
  }
}

/** Triplets of what ASCII can print alone. */
function isReadByCpp(text: string): boolean {
  return /^(?:[^%]|%[2-6][\da-f]|%7[\da-e])*$/i.test(text);
}

/**
 * Returns what other implementations lose of a header.
 *
 * @param header a baggage-string without white space, as it is sent
 */
export function lossesOf(header: string): PeerLoss[] {
  const members = header.split(',').map(member => {
    const [text = ''] = member.split(';');
    const equals = text.indexOf('=');
    const [key, value] = [text.slice(0, equals), text.slice(equals + 1)];
    return { text: member, key, value };
  });
  return PEERS.flatMap(({ name, losesAll, isLost, because }) => {
    const keys = members.filter(isLost).map(({ key }) => key);
    return keys.length === 0 ? [] : { peer: name, keys, losesAll, because };
  });
}
