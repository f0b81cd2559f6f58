import { countMembers } from '../syntax/grammar';
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
   * @returns whether it did fit
   */
  add(member: string, position: number, key: string, offset?: number): boolean {
    const { maxEntries, maxBytes } = this.limits;
    const comma = this.entries === 0 ? 0 : 1;
    if (this.entries >= maxEntries) {
      this.drop('max_entries', position, member.length, key, offset);
      return false;
    }
    if (this.text.length + comma + member.length > maxBytes) {
      this.drop('max_bytes', position, member.length, key, offset);
      return false;
    }
    this.text = comma === 0 ? member : `${this.text},${member}`;
    this.entries++;
    return true;
  }

  drop(
    reason: BaggageDropReason,
    position: number,
    bytes: number,
    key?: string,
    offset?: number,
  ): void {
    this.dropped++;
    this.onDrop?.(reason, position, bytes, key, offset);
  }
}
