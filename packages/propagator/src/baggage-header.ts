import type {
  Baggage,
  Context,
  TextMapGetter,
  TextMapSetter,
} from '@opentelemetry/api';
import { propagation } from '@opentelemetry/api';
import { BAGGAGE_HEADER } from '@otel-baggage/core';
import {
  appendHeader,
  DropDiagnostics,
  extractBaggage,
  injectBaggage,
  isTracingSuppressed,
  type ResolvedBaggageLimits,
  resolveLimits,
} from '@otel-baggage/core/internal';
import { baggageIn, removeBaggage, WrittenHeader } from './carrier';
import { NAMESPACE } from './constants';
import { DropCounts } from './drop-counts';
import { SensitiveKeyWarnings } from './sensitive-key-warnings';
import { TrustBoundary } from './trust-boundary';
import type { BaggagePropagatorOptions } from './types';

/** As API gateways write it. */
const CAPITALIZED = 'Baggage';

/** Reads and writes the `baggage` header of carriers, within the trust boundary. */
export class BaggageHeader {
  readonly boundary: TrustBoundary;
  private readonly limits: ResolvedBaggageLimits;
  private readonly sensitiveKeys = new SensitiveKeyWarnings(NAMESPACE);
  private readonly diagnostics: DropDiagnostics;
  private readonly droppedExtracted: DropCounts;
  private readonly droppedInjected: DropCounts;

  /** @throws TypeError for an option of a wrong type (rule D3) */
  constructor(options: BaggagePropagatorOptions) {
    const { maxEntries, maxBytes } = options;
    this.limits = resolveLimits({ maxEntries, maxBytes });
    const diagnostics = new DropDiagnostics(NAMESPACE, 'propagation');
    this.diagnostics = diagnostics;
    diagnostics.countWith(options.meterProvider);
    this.boundary = new TrustBoundary(options, diagnostics, this.sensitiveKeys);
    this.droppedExtracted = new DropCounts((reason, count) =>
      diagnostics.report(
        `extract.${reason}`,
        `dropped from a received baggage header: ${reason}`,
        reason === 'not_allowed' ? 'debug' : 'warn',
        count,
      ),
    );
    this.droppedInjected = new DropCounts((reason, count) =>
      diagnostics.report(
        `inject.${reason}`,
        `dropped from the baggage to send: ${reason}`,
        reason === 'not_allowed' ? 'debug' : 'warn',
        count,
      ),
    );
  }

  /**
   * Writes the header: rules I1 to I9, T2 and T3. Never throws: what a setter
   * throws, as for a frozen carrier, is said.
   *
   * @param isAllowed what {@link TrustBoundary.allows} says of the destination
   * @param theirs what another propagator writes for the same request
   */
  write<Carrier>(
    context: Context,
    carrier: Carrier,
    setter: TextMapSetter<Carrier>,
    isAllowed: boolean,
    theirs?: unknown,
  ): void {
    try {
      this.tryToWrite(context, carrier, setter, isAllowed, theirs);
    } catch {
      this.diagnostics.report(
        'inject.carrier_error',
        'baggage not sent, because the carrier or its setter threw',
      );
    }
  }

  private tryToWrite<Carrier>(
    context: Context,
    carrier: Carrier,
    setter: TextMapSetter<Carrier>,
    isAllowed: boolean,
    theirs: unknown,
  ): void {
    if (!isAllowed) {
      removeBaggage(carrier);
      return;
    }
    const baggage = isTracingSuppressed(context)
      ? undefined
      : propagation.getBaggage(context);
    const written = WrittenHeader.in(carrier);
    const isNothingNew = baggage === undefined && theirs === undefined;
    const { isSent } = this.boundary;
    // What the application alone has put there is its own affair.
    if (isNothingNew && written === undefined && isSent === undefined) return;

    const found = baggageIn(carrier);
    const others = written ? WrittenHeader.othersOf(written, found) : found;
    const header = this.headerOf(baggage, valuesOf(theirs, others));
    // Also where it has another spelling, which the setter would leave.
    if (found !== undefined) removeBaggage(carrier);
    if (header === undefined) return;
    setter.set(carrier, BAGGAGE_HEADER, header);
    WrittenHeader.remember(carrier, header, others);
  }

  private headerOf(
    baggage: Baggage | undefined,
    others: unknown,
  ): string | undefined {
    const { limits, droppedInjected } = this;
    const { isSent } = this.boundary;
    let own: string | undefined;
    if (baggage !== undefined) {
      own = injectBaggage(baggage, limits, droppedInjected.add, isSent);
      if (own !== undefined) this.sensitiveKeys.watch(baggage);
    }
    const header =
      others === undefined
        ? own
        : appendHeader(own, others, limits, droppedInjected.add, isSent);
    droppedInjected.flush();
    return header;
  }

  /**
   * Reads the header into a new context; without one valid list-member that is
   * accepted the context that was given comes back. Rules E1 to E12, T1. Never
   * throws: what a getter throws is said.
   */
  read<Carrier>(
    context: Context,
    carrier: Carrier,
    getter: TextMapGetter<Carrier>,
  ): Context {
    try {
      const header = headerIn(carrier, getter);
      if (header === undefined) return context;
      const baggage = this.accept(header);
      this.droppedExtracted.flush();
      if (baggage === undefined) return context;
      this.sensitiveKeys.watch(baggage);
      return propagation.setBaggage(context, baggage);
    } catch {
      this.diagnostics.report(
        'extract.carrier_error',
        'baggage not read, because the carrier or its getter threw',
      );
      return context;
    }
  }

  /**
   * Keeps of what another propagator has extracted what is accepted, within the
   * limits (rules T1 and T3b).
   *
   * @param before the context that was given to it
   */
  bound(extracted: Context, before: Context): Context {
    const baggage = propagation.getBaggage(extracted);
    if (baggage === undefined || baggage === propagation.getBaggage(before)) {
      return extracted;
    }
    const header = injectBaggage(
      baggage,
      this.limits,
      this.droppedExtracted.add,
      this.boundary.isAccepted,
    );
    const accepted = header === undefined ? undefined : this.accept(header);
    this.droppedExtracted.flush();
    return accepted === undefined
      ? propagation.deleteBaggage(extracted)
      : propagation.setBaggage(extracted, accepted);
  }

  private accept(header: unknown): Baggage | undefined {
    return extractBaggage(
      header,
      this.limits,
      this.droppedExtracted.add,
      this.boundary.isAccepted,
    );
  }
}

function headerIn<Carrier>(
  carrier: Carrier,
  getter: TextMapGetter<Carrier>,
): unknown {
  const header = getter.get(carrier, BAGGAGE_HEADER);
  return header == null || header.length === 0
    ? getter.get(carrier, CAPITALIZED)
    : header;
}

/** Those that there are, as one list. */
function valuesOf(one: unknown, other: unknown): unknown {
  if (one === undefined) return other;
  return other === undefined ? one : [one, other].flat();
}
