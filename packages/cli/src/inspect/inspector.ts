import {
  type DroppedMember,
  type KeptMember,
  type KeyMatcher,
  parseBaggage,
  parseBaggageProperties,
  type ParsedBaggage,
  serializeBaggage,
} from '@otel-baggage/core';
import {
  compileDroppedKeys,
  compileKeySelection,
  type ResolvedBaggageLimits,
  resolveLimits,
} from '@otel-baggage/core/internal';
import type { BaggageOptions } from '@otel-baggage/node';
import { Mask, MASKED } from '../mask';
import { EntryAttributes } from './entry-attributes';
import { faultIn } from './fault';
import { lossesOf } from './peers';
import { NOT_SENT, SENSITIVE, reasonOf } from './reasons';
import type { HeaderInspection, InspectedMember } from './types';

/** Says what a service with these options makes of a header. */
export class Inspector {
  private readonly mask: Mask;
  private readonly limits: ResolvedBaggageLimits;
  private readonly sentTo: readonly string[] | undefined;
  private readonly attributes: EntryAttributes;
  private readonly isDropped: KeyMatcher;
  private readonly isAccepted: KeyMatcher;
  private readonly isSent: KeyMatcher;

  /** @param options as the environment gives them */
  constructor(options: BaggageOptions) {
    const { ingress, egress, sensitive } = options;
    const isAccepted = compileKeySelection(ingress, 'ingress') ?? all;
    const isSent = compileKeySelection(egress?.keys, 'egress.keys') ?? all;
    const isDropped = compileDroppedKeys(sensitive) ?? none;
    this.mask = new Mask(options);
    const { maxEntries, maxBytes } = options;
    this.limits = resolveLimits({ maxEntries, maxBytes });
    this.sentTo = egress?.hosts;
    this.attributes = new EntryAttributes(options);
    this.isDropped = isDropped;
    this.isAccepted = key => isAccepted(key) && !isDropped(key);
    this.isSent = isSent;
  }

  /** Never throws because of a header. */
  inspect(header: string): HeaderInspection {
    const parsed = parseBaggage(header, this.limits, this.isAccepted);
    const unread = parsed.dropped.find(({ reason }) => reason === 'max_input');
    const read = header.slice(0, unread?.offset);
    const inSecrets = this.mask.keysInSecrets(read);
    const members = [
      ...parsed.kept.map(member =>
        this.kept(header, member, parsed, inSecrets),
      ),
      ...parsed.dropped
        .filter(member => member !== unread)
        .map(member => this.dropped(header, member, inSecrets)),
    ].sort((a, b) => a.position - b.position);
    const { header: sent } = serializeBaggage(
      parsed.baggage,
      this.limits,
      this.isSent,
    );
    return {
      header,
      hidden: this.mask.ranges(read),
      members,
      unreadFrom: unread?.offset,
      entries: parsed.kept.length,
      bytes: serializeBaggage(parsed.baggage, this.limits).header?.length ?? 0,
      ...this.limits,
      sent: sent && this.mask.header(sent, inSecrets),
      sentTo: this.sentTo,
      lostBy: sent === undefined ? [] : lossesOf(sent),
    };
  }

  private kept(
    header: string,
    member: KeptMember,
    { baggage }: ParsedBaggage,
    inSecrets: ReadonlySet<string>,
  ): InspectedMember {
    const { key, offset } = member;
    const entry = baggage.getEntry(key)!;
    const isInSecret = inSecrets.has(key);
    const isMasked = isInSecret || this.mask.hides(key, entry.value);
    const attributes = isInSecret ? [] : this.attributes.of(key, entry);
    return {
      ...member,
      key: isInSecret ? undefined : key,
      end: endOf(header, offset),
      fault: undefined,
      dropped: undefined,
      entry: {
        value: isMasked ? MASKED : entry.value,
        isMasked,
        properties: this.mask.properties(
          parseBaggageProperties(entry.metadata),
          isMasked,
        ),
        attributes: attributes.map(attribute =>
          isMasked ? { ...attribute, value: MASKED } : attribute,
        ),
        notSent: this.isSent(key) ? undefined : NOT_SENT,
      },
    };
  }

  private dropped(
    header: string,
    member: DroppedMember,
    inSecrets: ReadonlySet<string>,
  ): InspectedMember {
    const { position, key, bytes, reason, offset = 0 } = member;
    const text =
      reason === 'not_allowed' && this.isDropped(key!)
        ? SENSITIVE
        : reasonOf(reason, this.limits);
    const end = endOf(header, offset);
    return {
      position,
      offset,
      end,
      fault: faultIn(header, offset, end, reason),
      key: key !== undefined && inSecrets.has(key) ? undefined : key,
      bytes,
      dropped: { reason, text },
      entry: undefined,
    };
  }
}

const all: KeyMatcher = () => true;
const none: KeyMatcher = () => false;

/** A member ends at the next comma (rule E2), without the OWS before it (E3). */
function endOf(header: string, offset: number): number {
  const comma = header.indexOf(',', offset);
  let end = comma === -1 ? header.length : comma;
  while (end > offset && ' \t'.includes(header[end - 1]!)) end--;
  return end;
}
