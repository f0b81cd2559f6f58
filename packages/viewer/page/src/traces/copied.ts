import type { Span } from '../../../src/types';

/** The attributes of a span that come from baggage. */
export function copiedOf({ attributes, baggage }: Span): string[] {
  const { context = {}, copied } = baggage;
  return Object.keys(attributes).filter(
    name => copied.includes(name) || Object.hasOwn(context, name),
  );
}

/** The baggage entries of a span, by key. */
export function entriesOf(span: Span): Record<string, string> {
  const pairs = copiedOf(span).map(name => [name, span.attributes[name]]);
  return { ...span.baggage.context, ...Object.fromEntries(pairs) };
}

/** Those that the span before it does not have: each is shown once. */
export function newEntriesOf(
  span: Span,
  parent: Span | undefined,
): Record<string, string> {
  const known = parent ? entriesOf(parent) : {};
  return Object.fromEntries(
    Object.entries(entriesOf(span)).filter(
      ([key, value]) => !Object.hasOwn(known, key) || known[key] !== value,
    ),
  );
}
