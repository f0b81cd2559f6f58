import type {
  Context,
  TextMapGetter,
  TextMapPropagator,
  TextMapSetter,
} from '@opentelemetry/api';
import {
  context as contextApi,
  propagation,
  ROOT_CONTEXT,
} from '@opentelemetry/api';
import { BAGGAGE_HEADER } from '@otel-baggage/core';
import type { BaggageHeader } from './baggage-header';
import { baggageHeaderOf, type BaggagePropagator } from './baggage-propagator';
import { rememberHeader, removeBaggage, writtenHeaders } from './carrier';
import { enforceForRequests } from './request-channels';
import { hasSentryMembers, withoutSentryEntries } from './sentry-members';

/** The private list in which the upstream composite keeps its parts. */
interface Composite extends TextMapPropagator {
  _propagators: TextMapPropagator[];
}

/** Of a propagator that has been completed: what it was made of. */
const GIVEN: unique symbol = Symbol.for('@otel-baggage/propagator given');

/**
 * A propagator with the baggage header in the place of upstream's, or behind
 * what it does. One that has it already gets it anew. Other baggage that it
 * writes, in this header or another, is within the same limits and the same
 * trust boundary (rule T3b). All that the given propagator has besides is there
 * as well (rule R4).
 *
 * @param isHeaderChosen whether the header is read and written where the
 *   propagator has no part of upstream's for it
 * @param onOther is called where the propagator has another one of ours, which
 *   is used then
 */
export function withBaggageHeader<P extends TextMapPropagator>(
  propagator: P & { [GIVEN]?: P },
  ours: BaggagePropagator,
  isHeaderChosen: boolean,
  onOther?: () => void,
): P {
  const given = propagator[GIVEN] ?? propagator;
  const found: Found = { header: undefined, isThere: false };
  const others = withoutBaggageParts(given, found);
  if (found.header) onOther?.();
  const header = found.header ?? baggageHeaderOf(ours)!;
  enforceForRequests(header.boundary.hosts?.allowsUrl);
  const parts = new Parts(others, header, found.isThere || isHeaderChosen);
  return Object.create(given, {
    inject: { value: parts.inject.bind(parts), writable: true },
    extract: { value: parts.extract.bind(parts), writable: true },
    fields: { value: parts.fields.bind(parts), writable: true },
    [GIVEN]: { value: given },
  });
}

/** The baggage parts that were found in a propagator. */
interface Found {
  /** Of one of ours. */
  header: BaggageHeader | undefined;
  isThere: boolean;
}

/** Returns the other parts of a propagator; undefined where there are none. */
function withoutBaggageParts(
  propagator: TextMapPropagator,
  found: Found,
): TextMapPropagator | undefined {
  const own = baggageHeaderOf(propagator);
  if (own !== undefined || isUpstreamBaggage(propagator)) {
    found.header ??= own;
    found.isThere = true;
    return undefined;
  }
  const { _propagators: parts } = propagator as Partial<Composite>;
  if (!Array.isArray(parts)) return propagator;
  const others = parts.flatMap(part => withoutBaggageParts(part, found) ?? []);
  if (parts.every((part, i) => part === others[i])) return propagator;
  return Object.create(propagator, {
    _propagators: { value: others, writable: true },
  });
}

/**
 * Whether a propagator is the `W3CBaggagePropagator` of an SDK. In a bundle its
 * name may be another; then it is known by what it does to a key.
 */
function isUpstreamBaggage(propagator: TextMapPropagator): boolean {
  if (propagator.constructor?.name === 'W3CBaggagePropagator') return true;
  try {
    const fields = propagator.fields();
    if (fields.length !== 1 || fields[0] !== BAGGAGE_HEADER) return false;
    let written: unknown;
    propagator.inject(
      propagation.setBaggage(
        ROOT_CONTEXT,
        propagation.createBaggage({ 'a/b': { value: 'c d' } }),
      ),
      {},
      { set: (_carrier, _key, value) => void (written = value) },
    );
    return written === 'a%2Fb=c%20d';
  } catch {
    return false;
  }
}

class Parts implements TextMapPropagator {
  /** Whether the others write the header too, as Sentry's does. */
  private readonly isShared: boolean;

  constructor(
    private readonly others: TextMapPropagator | undefined,
    private readonly header: BaggageHeader,
    private readonly usesHeader: boolean,
  ) {
    this.isShared = others?.fields?.().includes(BAGGAGE_HEADER) ?? false;
  }

  inject<Carrier>(
    context: Context,
    carrier: Carrier,
    setter: TextMapSetter<Carrier>,
  ): void {
    const { others, header } = this;
    const { boundary } = header;
    const isAllowed = boundary.allows(context, carrier);
    if (!isAllowed) removeBaggage(carrier);
    let theirs: unknown;
    let own = context;
    if (others !== undefined) {
      writtenHeaders().takeBack(carrier);
      const foreign = this.isShared ? withoutSentryEntries(context) : context;
      const forOthers = boundary.contextForOthers(foreign, isAllowed);
      const hasBaggage = propagation.getBaggage(forOthers) !== undefined;
      const injectOthers = (from: Context) =>
        others.inject(from, carrier, {
          set(carrier, key, value) {
            const name = key.toLowerCase();
            if (name === BAGGAGE_HEADER) {
              theirs = value;
            } else {
              if (boundary.hosts) rememberHeader(name, hasBaggage);
              setter.set(carrier, key, value);
            }
          },
        });
      if (forOthers === context || context !== contextApi.active()) {
        injectOthers(forOthers);
      } else {
        // Sentry's injects from the active context alone, and its context
        // manager makes another one of the given.
        contextApi.with(forOthers, () => injectOthers(contextApi.active()));
      }
      if (theirs !== undefined && hasSentryMembers(theirs)) own = foreign;
    }
    header.write(
      this.usesHeader ? own : propagation.deleteBaggage(context),
      carrier,
      setter,
      isAllowed,
      theirs,
    );
  }

  extract<Carrier>(
    context: Context,
    carrier: Carrier,
    getter: TextMapGetter<Carrier>,
  ): Context {
    const { others, header } = this;
    const extracted =
      others === undefined
        ? context
        : header.bound(others.extract(context, carrier, getter), context);
    return this.usesHeader
      ? header.read(extracted, carrier, getter)
      : extracted;
  }

  fields(): string[] {
    const fields = new Set(this.others?.fields?.());
    if (this.usesHeader) fields.add(BAGGAGE_HEADER);
    return [...fields];
  }
}
