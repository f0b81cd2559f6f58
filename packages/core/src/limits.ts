import { DEFAULT_BAGGAGE_LIMITS } from './constants';
import { assertPositiveInteger } from './options';
import type {
  BaggageLimits,
  DropListener,
  ResolvedBaggageLimits,
} from './types';

/**
 * Fills in the defaults of rule E9.
 *
 * @throws TypeError for a limit that is no positive safe integer (rule D3)
 */
export function resolveLimits(limits?: BaggageLimits): ResolvedBaggageLimits {
  if (limits === undefined) return DEFAULT_BAGGAGE_LIMITS;
  const { maxEntries, maxBytes } = limits;
  assertPositiveInteger(maxEntries, 'maxEntries');
  assertPositiveInteger(maxBytes, 'maxBytes');
  return {
    maxEntries: maxEntries ?? DEFAULT_BAGGAGE_LIMITS.maxEntries,
    maxBytes: maxBytes ?? DEFAULT_BAGGAGE_LIMITS.maxBytes,
  };
}

/** A list-member without OWS, and where it came from. */
export interface Member {
  key: string;
  /** `key "=" value *( ";" property )`, as it goes into a header. */
  text: string;
  position: number;
  offset?: number;
}

/**
 * Joins the members that fit, in their order (rules E9, I7). One that does
 * not fit is dropped whole; later ones that fit are kept.
 */
export function joinWithinLimits(
  members: Iterable<Member>,
  limits: ResolvedBaggageLimits,
  onDrop?: DropListener,
): string {
  let text = '';
  let entries = 0;
  for (const member of members) {
    const bytes = member.text.length;
    const comma = entries === 0 ? 0 : 1;
    if (entries >= limits.maxEntries) {
      drop('max_entries', member, onDrop);
    } else if (text.length + comma + bytes > limits.maxBytes) {
      drop('max_bytes', member, onDrop);
    } else {
      text += comma === 0 ? member.text : `,${member.text}`;
      entries++;
    }
  }
  return text;
}

function drop(
  reason: 'max_entries' | 'max_bytes',
  { position, text, key, offset }: Member,
  onDrop?: DropListener,
): void {
  onDrop?.(reason, position, text.length, key, offset);
}
