import type {
  BaggageDropReason,
  DropListener,
} from '@otel-baggage/core/internal';

/**
 * Counts what one header drops, to report each reason once: a hostile header
 * drops thousands of members.
 */
export class DropCounts {
  private counts = new Map<BaggageDropReason, number>();

  /** @param report is told each reason with its count */
  constructor(
    private readonly report: (reason: BaggageDropReason, count: number) => void,
  ) {}

  readonly add: DropListener = reason => {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
  };

  /** Reports what was counted since the last time. */
  flush(): void {
    if (this.counts.size === 0) return;
    const { counts } = this;
    // Before it is reported: a logger may propagate baggage itself.
    this.counts = new Map();
    for (const [reason, count] of counts) this.report(reason, count);
  }
}
