/**
 * Patterns of hosts (rule T2), and hosts as they come: from an attribute, the
 * authority of a URL, a `Host` header. Both are brought to the form of the
 * WHATWG URL standard (lower case, punycode, IPv6 compressed and in brackets)
 * and then compared; what cannot be brought to it matches nothing.
 */

import { expected } from '@otel-baggage/core/internal';

/** Of browsers and of Node; the types of neither are here. */
declare const URL: new (url: string) => { readonly hostname: string };

/** A host in the form of the URL standard, and the port where one is given. */
export interface Host {
  readonly name: string;
  readonly port: number | undefined;
}

/** The ports of a host that a list of patterns allows; `true` for all. */
export type AllowedPorts = true | ReadonlySet<number>;

interface HostPattern extends Host {
  /** Whether it stands for all names that end in `.` and `name`. */
  readonly below: boolean;
}

/**
 * Whether a string can be one of `egress.hosts`: a name, `*.` and a name, an
 * IPv4 or IPv6 address, each with or without a port. Never throws.
 */
export function isHostPattern(pattern: unknown): pattern is string {
  return typeof pattern === 'string' && parsePattern(pattern) !== undefined;
}

/**
 * Compiles patterns, once, to a function that gives the allowed ports of a
 * host in the form of the URL standard, or undefined where it is not allowed.
 *
 * @throws TypeError for anything but an array of host patterns (rule D3)
 */
export function compileHostPatterns(
  patterns: readonly string[],
): (name: string) => AllowedPorts | undefined {
  if (!Array.isArray(patterns)) {
    throw expected('egress.hosts', 'an array of host patterns', patterns);
  }
  const parsed = patterns.map((pattern: unknown) => {
    const found =
      typeof pattern === 'string' ? parsePattern(pattern) : undefined;
    if (found !== undefined) return found;
    throw new TypeError(
      `egress.hosts: ${JSON.stringify(pattern)} is not a valid host pattern; expected one like "localhost", "*.example.com", "10.0.0.1" or "[::1]:8080"`,
    );
  });
  return name => {
    const ports = new Set<number>();
    for (const pattern of parsed) {
      if (!matches(pattern, name)) continue;
      if (pattern.port === undefined) return true;
      ports.add(pattern.port);
    }
    return ports.size === 0 ? undefined : ports;
  };
}

function matches(pattern: HostPattern, name: string): boolean {
  if (!pattern.below) return name === pattern.name;
  const suffix = `.${pattern.name}`;
  return name.length > suffix.length && name.endsWith(suffix);
}

function parsePattern(pattern: string): HostPattern | undefined {
  const below = pattern.startsWith('*.');
  const host = parseHost(below ? pattern.slice(2) : pattern);
  if (host === undefined || (below && isAddress(host.name))) return undefined;
  return { ...host, below };
}

const MAX_PORT = 65_535;

/** The name is ASCII without any delimiter of a URL, or what `inAscii` reads. */
const HOST_AND_PORT =
  /^(\[[\da-f:.]+\]|[\w.\-\u0080-\u{10ffff}]+)(?::(\d{1,5}))?$/iu;

/**
 * Reads `host` or `host:port`; the brackets around an IPv6 address may be
 * missing where no port follows. Never throws.
 *
 * @returns undefined for anything else, and for an IPv4 address that is not
 *   four decimal numbers: not everybody reads those alike
 */
export function parseHost(text: string): Host | undefined {
  const bare = text.indexOf(':') !== text.lastIndexOf(':') && text[0] !== '[';
  const parts = HOST_AND_PORT.exec(bare ? `[${text}]` : text);
  if (parts === null) return undefined;

  const port = parts[2] === undefined ? undefined : Number(parts[2]);
  if (port !== undefined && port > MAX_PORT) return undefined;
  const given = parts[1]!;
  const name = given[0] === '[' ? hostnameOf(given) : nameIn(given);
  return name === undefined ? undefined : { name, port };
}

/** A domain name or IPv4 address, in lower case and without its root dot. */
function nameIn(given: string): string | undefined {
  const ascii = ONLY_ASCII.test(given) ? given : inAscii(given);
  if (ascii === undefined) return undefined;
  const name = ascii.toLowerCase().replace(/\.$/, '');
  const isValid = ENDS_IN_A_NUMBER.test(name)
    ? IPV4.test(name)
    : name.split('.').every(label => LABEL.test(label));
  return isValid ? name : undefined;
}

const ONLY_ASCII = /^[\0-\x7f]*$/;

/**
 * A label, with `_` as service names have it. `xn--` begins an A-label (RFC
 * 5890 2.3.2.1), which is compared as it is: DNS does no more.
 */
const LABEL = /^(?!xn--$)[\w-]+$/;

/** Where such a name is no IPv4 address, URL parsers refuse it (WHATWG URL 3.5). */
const ENDS_IN_A_NUMBER = /(?:^|\.)(?:\d+|0x[\da-f]*)$/;

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/**
 * The characters that UTS 46 maps alike in every version of Unicode that a
 * supported Node.js has, and which need no look at their neighbours (joiners,
 * right-to-left scripts, what is left out). A name with others is written as A-labels.
 */
const MAPPED_ALIKE =
  // eslint-disable-next-line no-misleading-character-class
  /^[\0-\u00ac\u00ae-\u034e\u0350-\u04bf\u04c1-\u0556\u0900-\u0c3b\u0e01-\u0ecd\u1e00-\u1e9d\u1e9f-\u1fff\u3001-\u3163\u3165-\u31e3\u31f0-\ua48c\uac00-\ud7a3\uf900-\ufaff\uff01-\uff9f]*$/;

/** Some versions of Node.js do not check an A-label beside other labels. */
const A_LABEL = /xn--/i;

/** Domain to ASCII, WHATWG URL 3.3. */
function inAscii(domain: string): string | undefined {
  return MAPPED_ALIKE.test(domain) && !A_LABEL.test(domain.normalize('NFKC'))
    ? hostnameOf(domain)
    : undefined;
}

/** The host in the form of the URL standard. */
function hostnameOf(host: string): string | undefined {
  try {
    return new URL(`http://${host}/`).hostname;
  } catch {
    return undefined;
  }
}

function isAddress(name: string): boolean {
  return name.startsWith('[') || IPV4.test(name);
}
