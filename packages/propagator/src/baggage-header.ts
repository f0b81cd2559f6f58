import type {
  Baggage,
  Context,
  TextMapGetter,
  TextMapSetter,
} from '@opentelemetry/api';
import { defaultTextMapGetter, propagation } from '@opentelemetry/api';
import { BAGGAGE_HEADER } from '@otel-baggage/core';
import {
  appendHeader,
  DropDiagnostics,
  baggageOfHeader,
  headerOfBaggage,
  isTracingSuppressed,
  type ResolvedBaggageLimits,
  resolveLimits,
} from '@otel-baggage/core/internal';
import { baggageIn, removeBaggage, writtenHeaders } from './carrier';
import { NAMESPACE } from './constants';
import { DropCounts } from './drop-counts';
import { hasSentryMembers, withoutSentryMembers } from './sentry-members';
import { SensitiveKeyWarnings } from './sensitive-key-warnings';
import { TrustBoundary } from './trust-boundary';
import type { BaggagePropagatorOptions } from './types';
import { finishUndiciRequests, mergeUndiciHeaders } from './undici-requests';

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
    finishUndiciRequests();
    const { maxEntries, maxBytes } = options;
    this.limits = resolveLimits({ maxEntries, maxBytes });
    const diagnostics = new DropDiagnostics(NAMESPACE, 'propagation');
    this.diagnostics = diagnostics;
    diagnostics.countWith(options.meterProvider);
    this.boundary = new TrustBoundary(options, diagnostics, this.sensitiveKeys);
    this.droppedExtracted = this.counts(
      'extract',
      'dropped from a received baggage header',
    );
    this.droppedInjected = this.counts(
      'inject',
      'dropped from the baggage to send',
    );
  }

  private counts(operation: string, what: string): DropCounts {
    return new DropCounts((reason, count) =>
      this.diagnostics.report(
        `${operation}.${reason}`,
        `${what}: ${reason}`,
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
    const given = propagation.getBaggage(context);
    const baggage = given && isTracingSuppressed(context) ? undefined : given;
    const marks = writtenHeaders();
    const written = marks.in(carrier);
    const isNothingNew = baggage === undefined && theirs === undefined;
    const { isSent } = this.boundary;
    // A header of the application alone stays as it is.
    if (isNothingNew && written === undefined && isSent === undefined) return;

    const found = baggageIn(carrier);
    const others = written ? marks.othersOf(written, found) : found;
    const header = this.headerOf(baggage, valuesOf(theirs, others));
    mergeUndiciHeaders(header, this.merge);
    // Also where it has another spelling, which the setter would leave.
    if (found !== undefined) removeBaggage(carrier);
    if (header === undefined) return;
    setter.set(carrier, BAGGAGE_HEADER, header);
    marks.remember(carrier, header, others, written);
  }

  private headerOf(
    baggage: Baggage | undefined,
    others: unknown,
  ): string | undefined {
    const { limits, droppedInjected } = this;
    const { isSent } = this.boundary;
    let own: string | undefined;
    if (baggage !== undefined) {
      const { add } = droppedInjected;
      own = headerOfBaggage(baggage, limits, add, isSent, this.watchSent);
    }
    if (others === undefined) {
      droppedInjected.flush();
      return own;
    }
    return this.merge(own, others);
  }

  private readonly watchSent = (baggage: Baggage): void => {
    this.sensitiveKeys.watch(baggage, this.boundary.isSent);
  };

  private readonly merge = (
    own: string | undefined,
    others: unknown,
  ): string | undefined => {
    const { limits, droppedInjected } = this;
    const { isSent } = this.boundary;
    const { add } = droppedInjected;
    const header = appendHeader(own, others, limits, add, isSent);
    droppedInjected.flush();
    return header;
  };

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
    const header = headerOfBaggage(
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
    return baggageOfHeader(
      header,
      this.limits,
      this.droppedExtracted.add,
      this.boundary.isAccepted,
    );
  }
}

/** As API gateways write it, and as environment variables are. */
interface Spellings {
  readonly baggage?: unknown;
  readonly Baggage?: unknown;
  readonly BAGGAGE?: unknown;
}

function headerIn<Carrier>(
  carrier: Carrier,
  getter: TextMapGetter<Carrier>,
): unknown {
  // As this getter does; by name, a missing property costs a third.
  if ((getter as unknown) === defaultTextMapGetter) {
    if (carrier == null) return undefined;
    const headers = carrier as Spellings;
    if (!isNothing(headers.baggage)) return headers.baggage;
    return isNothing(headers.Baggage) ? headers.BAGGAGE : headers.Baggage;
  }
  let header: unknown = getter.get(carrier, BAGGAGE_HEADER);
  if (isNothing(header)) header = getter.get(carrier, 'Baggage');
  return isNothing(header) ? getter.get(carrier, 'BAGGAGE') : header;
}

function isNothing(header: unknown): boolean {
  return header == null || (header as string).length === 0;
}

/** Joins the values of the application and of another propagator in one list. */
function valuesOf(theirs: unknown, others: unknown): unknown {
  if (theirs === undefined) return others;
  if (others === undefined) return theirs;
  const kept = hasSentryMembers(theirs) ? withoutSentryMembers(others) : others;
  return [theirs, kept].flat();
}
