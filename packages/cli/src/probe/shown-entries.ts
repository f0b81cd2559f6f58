import { MASKED, type Mask } from '../mask';
import { compareBaggage } from './compare-baggage';
import type { ShownEntry } from './types';

/** Returns the result of each entry, as it may be shown. */
export function shownEntries(
  sentHeader: string,
  receivedHeader: string,
  mask: Mask,
): ShownEntry[] {
  const inSecrets = new Set([
    ...mask.keysInSecrets(sentHeader),
    ...mask.keysInSecrets(receivedHeader),
  ]);
  return compareBaggage(sentHeader, receivedHeader).map(entry => {
    const { key, sent, received } = entry;
    const isInSecret = inSecrets.has(key);
    const isMasked =
      isInSecret || mask.hides(key, sent) || mask.hides(key, received);
    return {
      ...entry,
      key: isInSecret ? undefined : key,
      isMasked,
      sent: sent !== undefined && isMasked ? MASKED : sent,
      received: received !== undefined && isMasked ? MASKED : received,
    };
  });
}
