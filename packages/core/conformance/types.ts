import type { Entry } from '@otel-baggage/test-support';

/** A header and what rules E make of it. */
export interface HeaderCase {
  /** What the source's own test calls it, shortened. */
  name: string;
  /** One header value, or several in the order they arrive; `[]` where the carrier has none. */
  header: string | string[];
  /** In the baggage's order; the metadata is the properties as received, OWS removed, joined with `;`. */
  entries: Entry[];
  /** Where the source expects something else: what, and by which rule we differ. */
  differs?: string;
}

/** Entries made in code and what rules I send. */
export interface EntriesCase {
  /** What the source's own test calls it, shortened. */
  name: string;
  /** In the baggage's order, the metadata as a person writes it. */
  entries: Entry[];
  /** The header, or undefined where the carrier is not touched (I1). */
  header: string | undefined;
  /** Where the source expects something else: what, and by which rule we differ. */
  differs?: string;
}
