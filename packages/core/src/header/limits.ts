import { DEFAULT_BAGGAGE_LIMITS } from './constants';
import { assertKnownOptions, assertPositiveInteger } from '../options';
import type { BaggageLimits, ResolvedBaggageLimits } from '../types';

/**
 * Names the limit that so much exceeds (rules E9, I7); undefined where it fits.
 *
 * @param entries list-members of a baggage-string
 * @param bytes of it, without OWS
 */
export function exceededLimit(
  { maxEntries, maxBytes }: ResolvedBaggageLimits,
  entries: number,
  bytes: number,
): 'max_entries' | 'max_bytes' | undefined {
  if (entries > maxEntries) return 'max_entries';
  return bytes > maxBytes ? 'max_bytes' : undefined;
}

/**
 * Fills in the defaults of rule E9.
 *
 * @throws TypeError for a limit that is not a positive safe integer (rule D3)
 */
export function resolveLimits(limits?: BaggageLimits): ResolvedBaggageLimits {
  if (limits === undefined || limits === DEFAULT_BAGGAGE_LIMITS) {
    return DEFAULT_BAGGAGE_LIMITS;
  }
  assertKnownOptions(limits, ['maxEntries', 'maxBytes'], 'limits');
  const { maxEntries, maxBytes } = limits as BaggageLimits;
  assertPositiveInteger(maxEntries, 'maxEntries');
  assertPositiveInteger(maxBytes, 'maxBytes');
  return {
    maxEntries: maxEntries ?? DEFAULT_BAGGAGE_LIMITS.maxEntries,
    maxBytes: maxBytes ?? DEFAULT_BAGGAGE_LIMITS.maxBytes,
  };
}
