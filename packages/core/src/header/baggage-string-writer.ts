import { countMembers } from '../syntax/grammar';
import { exceededLimit } from './limits';
import type {
  BaggageDropReason,
  DropListener,
  ResolvedBaggageLimits,
} from '../types';

/**
 * Joins list-members to a baggage-string within the limits (rules E9, I7): a
 * member that does not fit is dropped whole, later ones that fit are kept.
 */
export class BaggageStringWriter {
  dropped = 0;
  private entries: number;

  /** @param text a baggage-string to begin with, within the limits */
  constructor(
    private readonly limits: ResolvedBaggageLimits,
    private readonly onDrop?: DropListener,
    public text = '',
  ) {
    this.entries = text === '' ? 0 : countMembers(text);
  }

  /**
   * @param member without OWS, and so in ASCII: a character is a byte
   * @returns whether it fits; where it does not, it is dropped
   */
  add(member: string, position: number, key: string): boolean {
    const exceeded = this.exceededBy(member.length);
    if (exceeded === undefined) this.append(member);
    else this.drop(exceeded, position, member.length, key);
    return exceeded === undefined;
  }

  /** Names the limit that a member of so many bytes exceeds. */
  exceededBy(bytes: number): BaggageDropReason | undefined {
    const comma = this.entries === 0 ? 0 : 1;
    return exceededLimit(
      this.limits,
      this.entries + 1,
      this.text.length + comma + bytes,
    );
  }

  /** @param member that exceeds no limit */
  append(member: string): void {
    this.text = this.entries === 0 ? member : `${this.text},${member}`;
    this.entries++;
  }

  drop(
    reason: BaggageDropReason,
    position: number,
    bytes: number,
    key?: string,
  ): void {
    this.dropped++;
    this.onDrop?.(reason, position, bytes, key);
  }
}
