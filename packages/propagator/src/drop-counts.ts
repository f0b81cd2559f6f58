import type {
  BaggageDropReason,
  DropReasonListener,
} from '@otel-baggage/core/internal';

interface Tally {
  count: number;
}

/**
 * Counts what one header drops, to report each reason once: a hostile header
 * drops thousands of members.
 */
export class DropCounts {
  /** undefined where nothing was dropped, as is usual. */
  private counts: Map<BaggageDropReason, Tally> | undefined;

  /** @param report is told each reason with its count */
  constructor(
    private readonly report: (reason: BaggageDropReason, count: number) => void,
  ) {}

  readonly add: DropReasonListener = reason => {
    this.counts ??= new Map();
    const tally = this.counts.get(reason);
    if (tally === undefined) this.counts.set(reason, { count: 1 });
    else tally.count++;
  };

  /** Reports what was counted since the last time. */
  flush(): void {
    const { counts } = this;
    if (counts === undefined) return;
    // Before it is reported: a logger may propagate baggage itself.
    this.counts = undefined;
    for (const [reason, { count }] of counts) this.report(reason, count);
  }
}
