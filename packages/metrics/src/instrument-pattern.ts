/**
 * Names of instruments that a view selects, and whether two views can select
 * the same one. An instrument that two views select is counted twice (rule
 * M2).
 *
 * The SDK takes the first `*` of an `instrumentName` as any run of characters
 * and the others as quantifiers of a regular expression; `?` it takes
 * literally, where its specification has a wildcard. So our own patterns have
 * at most one `*` and no `?`, and of the user's the part between the first and
 * the last of these characters is taken to match anything.
 */
export interface InstrumentPattern {
  readonly text: string;
  /** The beginning of a name; the whole of it where `suffix` is undefined. */
  readonly prefix: string;
  /** The end of a name, behind the prefix. */
  readonly suffix: string | undefined;
}

/** Reads what a view of the user selects by. Never throws. */
export function parseInstrumentPattern(text: string): InstrumentPattern {
  const first = text.search(/[*?]/);
  if (first === -1) return { text, prefix: text, suffix: undefined };
  const last = Math.max(text.lastIndexOf('*'), text.lastIndexOf('?'));
  return { text, prefix: text.slice(0, first), suffix: text.slice(last + 1) };
}

/** @throws TypeError for a pattern that the SDK would not match as written */
export function assertInstrumentPattern(text: string): void {
  if (text.includes('?') || text.indexOf('*') !== text.lastIndexOf('*')) {
    throw new TypeError(
      `instruments: "${text}" has more than one "*" or a "?", which metric views do not match as wildcards`,
    );
  }
}

/** Whether one name can match both. */
export function canOverlap(
  a: InstrumentPattern,
  b: InstrumentPattern,
): boolean {
  if (a.suffix === undefined) return matches(b, a.prefix);
  if (b.suffix === undefined) return matches(a, b.prefix);
  return (
    (a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix)) &&
    (a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix))
  );
}

/** Whether each name that `inner` matches is matched by `outer`. */
export function covers(
  outer: InstrumentPattern,
  inner: InstrumentPattern,
): boolean {
  if (inner.suffix === undefined) return matches(outer, inner.prefix);
  return (
    outer.suffix !== undefined &&
    inner.prefix.startsWith(outer.prefix) &&
    inner.suffix.endsWith(outer.suffix)
  );
}

function matches({ prefix, suffix }: InstrumentPattern, name: string): boolean {
  if (suffix === undefined) return name === prefix;
  return (
    name.length >= prefix.length + suffix.length &&
    name.startsWith(prefix) &&
    name.endsWith(suffix)
  );
}
