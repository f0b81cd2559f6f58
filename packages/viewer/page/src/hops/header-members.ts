import type { Dropped } from '../../../src/types';

export interface HeaderMember {
  /** As it stands in the header. */
  text: string;
  dropped: boolean;
}

/**
 * The list-members of a header, in order, without the commas. Where it is not
 * said at which offset something was dropped, its key tells.
 */
export function splitHeader(
  header: string,
  dropped: Dropped[],
): HeaderMember[] {
  const offsets = dropped.flatMap(({ offset }) => offset ?? []);
  const keys = new Set(
    dropped.map(({ offset, key }) => (offset === undefined ? key : undefined)),
  );
  let start = 0;
  return header.split(',').map(text => {
    const end = start + text.length;
    const member = {
      text,
      dropped:
        offsets.some(offset => start <= offset && offset < end) ||
        keys.has(text.split('=')[0]?.trim()),
    };
    start = end + 1;
    return member;
  });
}
