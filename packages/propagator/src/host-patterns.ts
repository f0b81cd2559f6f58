/**
 * Patterns of hosts (rule T2), and hosts as they come: from an attribute, the
 * authority of a URL, a `Host` header. Both are brought to the form of the
 * WHATWG URL standard (lower case, punycode, IPv6 compressed and in brackets)
 * and then compared; what cannot be brought to it matches nothing.
 */

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
 * @throws TypeError for what is no array of host patterns (rule D3)
 */
export function compileHostPatterns(
  patterns: readonly string[],
): (name: string) => AllowedPorts | undefined {
  if (!Array.isArray(patterns)) {
    throw new TypeError('egress.hosts must be an array of host patterns');
  }
  const parsed = patterns.map((pattern: unknown) => {
    const found =
      typeof pattern === 'string' ? parsePattern(pattern) : undefined;
    if (found !== undefined) return found;
    throw new TypeError(
      `egress.hosts: ${JSON.stringify(pattern)} is no host, like "localhost", "*.example.com", "10.0.0.1" or "[::1]:8080"`,
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

// All that may stand in a host: no delimiter of a URL, no "%", no white space.
const PLAIN = /^[\w.:[\]\-\u0080-\u{10ffff}]+$/u;

const HOST_AND_PORT = /^([^:[\]]+|\[[^[\]]+\])(?::(\d{1,5}))?$/;

/**
 * Reads `host` or `host:port`; the brackets around an IPv6 address may be
 * missing where no port follows. Never throws.
 *
 * @returns undefined for anything else, and for an IPv4 address that is not
 *   four decimal numbers: not everybody reads those alike
 */
export function parseHost(text: string): Host | undefined {
  if (!PLAIN.test(text)) return undefined;
  const bare = text.indexOf(':') !== text.lastIndexOf(':') && text[0] !== '[';
  const parts = HOST_AND_PORT.exec(bare ? `[${text}]` : text);
  if (parts === null) return undefined;

  const given = withoutTrailingDot(parts[1]!);
  const port = parts[2] === undefined ? undefined : Number(parts[2]);
  const name = normalized(given);
  if (name === undefined || (port !== undefined && port > MAX_PORT)) {
    return undefined;
  }
  if (IPV4.test(name) && name !== given) return undefined;
  return { name, port };
}

const MAX_PORT = 65_535;
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
const EMPTY_LABEL = /^\.|\.\.|\.$/;

function normalized(host: string): string | undefined {
  try {
    const name = withoutTrailingDot(new URL(`http://${host}/`).hostname);
    return name === '' || EMPTY_LABEL.test(name) ? undefined : name;
  } catch {
    return undefined;
  }
}

function withoutTrailingDot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host;
}

function isAddress(name: string): boolean {
  return name.startsWith('[') || IPV4.test(name);
}
