import type { Mask } from '../mask';
import { compareBaggage } from './compare-baggage';
import type { Echo, ProbeAnswer, ProbeRequest } from './types';

/** What a program reads of a probe; times are in milliseconds. */
export function probeJson(
  { url, baggage }: ProbeRequest,
  { status, times }: ProbeAnswer,
  echoes: readonly Echo[],
  mask: Mask,
): object {
  return {
    url: url.origin + url.pathname,
    baggage: mask.header(baggage),
    status,
    times,
    echoes: echoes.map(({ place, header }) => ({
      place,
      entries: compareBaggage(baggage, header).map(
        ({ key, sent = null, received = null, result }) =>
          mask.isSensitive(key)
            ? { key, masked: true, result }
            : { key, sent, received, result },
      ),
    })),
  };
}
