/** A list-member of a header that is sent, without its properties. */
interface SentMember {
  /** As they are in the header, percent-encoded. */
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

/** What a peer loses of a header. */
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
    because:
      'what is not ASCII, or is not percent-encoded and neither letter, digit nor one of - . _ ~ +',
    example: 'a=1,e=Am%C3%A9lie',
  },
  {
    name: 'OpenTelemetry Ruby',
    losesAll: true,
    isLost: ({ key }) => /%(?![\da-f]{2})/i.test(key),
    because: 'a % in a key',
    example: 'a=1,e%=2',
  },
];

/** Letters, digits and four more, and triplets of what ASCII can print. */
function isReadByCpp(text: string): boolean {
  return /^(?:[\w.~+-]|%[2-6][\da-f]|%7[\da-e])*$/i.test(text);
}

/**
 * What other implementations lose of a header.
 *
 * @param header a baggage-string without white space, as it is sent
 */
export function lossesOf(header: string): PeerLoss[] {
  const members = header.split(',').map(member => {
    const [text = ''] = member.split(';');
    const equals = text.indexOf('=');
    return { key: text.slice(0, equals), value: text.slice(equals + 1) };
  });
  return PEERS.flatMap(({ name, losesAll, isLost, because }) => {
    const keys = members.filter(isLost).map(({ key }) => key);
    return keys.length === 0 ? [] : { peer: name, keys, losesAll, because };
  });
}
