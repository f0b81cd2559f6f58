/** A valid list-member, and where it stands. */
export interface Member {
  /** Of its key. */
  readonly hash: number;
  position: number;
  offset: number;
  keyEnd: number;
  end: number;
  /** Without OWS and empty properties. */
  bytes: number;
}

/** As many as most headers have members, twice. */
const FEW_PLACES = 64;

/**
 * Members by their keys, in the order of their coming. A `Map` takes four times
 * as long, and a hostile header is nothing but keys. Each of these has a seed of
 * its own, so that nobody can tell beforehand which keys have one hash.
 */
export class MembersByKey {
  readonly all: Member[] = [];
  private readonly seed = (Math.random() * 2 ** 32) | 0;
  /** At the place of its hash, or the next free one, the index of a member and one. */
  private places = new Int32Array(FEW_PLACES);

  /** @param raw what the members are parts of */
  constructor(private readonly raw: string) {}

  /** Computes the hash of the key that stands there. */
  hashOf(offset: number, keyEnd: number): number {
    const { raw } = this;
    let hash = this.seed;
    for (let i = offset; i < keyEnd; i++) {
      hash = Math.imul(hash ^ raw.charCodeAt(i), 0x01000193);
    }
    // Keys that end alike are alike in the lower bits.
    return Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  }

  /** Finds the member of the key that stands there. */
  find(hash: number, offset: number, keyEnd: number): Member | undefined {
    const { all, places } = this;
    let place = placeOf(hash, places);
    while (places[place] !== 0) {
      const member = all[places[place]! - 1]!;
      if (this.isOfKey(member, hash, offset, keyEnd)) return member;
      place = nextTo(place, places);
    }
    return undefined;
  }

  /** @param member of a key for which {@link find} finds none */
  add(member: Member): void {
    const { all, places } = this;
    all.push(member);
    if (all.length * 2 <= places.length) {
      put(member, all.length, places);
      return;
    }
    this.places = new Int32Array(places.length * 4);
    all.forEach((one, i) => put(one, i + 1, this.places));
  }

  private isOfKey(
    member: Member,
    hash: number,
    offset: number,
    keyEnd: number,
  ): boolean {
    if (member.hash !== hash) return false;
    const { raw } = this;
    let other = member.offset;
    if (member.keyEnd - other !== keyEnd - offset) return false;
    for (let i = offset; i < keyEnd; i++, other++) {
      if (raw.charCodeAt(i) !== raw.charCodeAt(other)) return false;
    }
    return true;
  }
}

function put(member: Member, index: number, places: Int32Array): void {
  let place = placeOf(member.hash, places);
  while (places[place] !== 0) place = nextTo(place, places);
  places[place] = index;
}

/** The number of places is a power of two. */
function placeOf(hash: number, { length }: Int32Array): number {
  return (hash ^ (hash >>> 16)) & (length - 1);
}

function nextTo(place: number, { length }: Int32Array): number {
  return (place + 1) & (length - 1);
}
