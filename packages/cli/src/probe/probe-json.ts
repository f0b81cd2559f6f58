import type { Mask } from '../mask';
import { shownEntries } from './shown-entries';
import type { Echo, ProbeAnswer, ProbeRequest } from './types';

/** Returns a probe for programs; times are in milliseconds. */
export function probeJson(
  { url, baggage }: ProbeRequest,
  { status, isCut, times }: ProbeAnswer,
  echoes: readonly Echo[],
  mask: Mask,
): object {
  return {
    url: url.origin + url.pathname,
    baggage: mask.header(baggage),
    status,
    isCut,
    times,
    echoes: echoes.map(({ place, header }) => ({
      place,
      entries: shownEntries(baggage, header, mask).map(
        ({ key = null, sent = null, received = null, isMasked, result }) =>
          isMasked
            ? { key, masked: true, result }
            : { key, sent, received, result },
      ),
    })),
  };
}
