import type {
  Context,
  TextMapGetter,
  TextMapPropagator,
  TextMapSetter,
} from '@opentelemetry/api';
import { BAGGAGE_HEADER } from '@otel-baggage/core';
import { assertKnownOptions } from '@otel-baggage/core/internal';
import { BaggageHeader } from './baggage-header';
import { PROPAGATOR_OPTIONS } from './options';
import type { BaggagePropagatorOptions } from './types';

/** By which another copy of this package recognises one (rule A9). */
const HEADER: unique symbol = Symbol.for('@otel-baggage/propagator header');

/**
 * Propagates baggage in the `baggage` header, as the W3C document has it.
 *
 * @example
 * new CompositePropagator({
 *   propagators: [
 *     new W3CTraceContextPropagator(),
 *     new BaggagePropagator({ egress: { hosts: ['*.example.com'] } }),
 *   ],
 * });
 *
 * @see https://www.w3.org/TR/baggage/
 * @see https://opentelemetry.io/docs/specs/otel/context/api-propagators/
 */
export class BaggagePropagator implements TextMapPropagator {
  /** @internal */
  readonly [HEADER]: BaggageHeader;

  /**
   * Creates a propagator for the `baggage` header.
   *
   * @param options all have defaults
   * @throws TypeError for an option of a wrong type or name
   */
  constructor(options: BaggagePropagatorOptions = {}) {
    assertKnownOptions(options, PROPAGATOR_OPTIONS);
    this[HEADER] = new BaggageHeader(options);
  }

  /**
   * Writes the header with one call of the setter, or with none where there is
   * nothing to send or tracing is suppressed. Never throws: logs what a setter
   * throws, as for a frozen carrier.
   *
   * Keeps what the application wrote into this header, behind the entries of the
   * context, but not what was written there for an earlier call. Where
   * `egress.hosts` does not allow the destination, removes all baggage from the
   * carrier.
   */
  inject<Carrier>(
    context: Context,
    carrier: Carrier,
    setter: TextMapSetter<Carrier>,
  ): void {
    const header = this[HEADER];
    header.write(
      context,
      carrier,
      setter,
      header.boundary.allows(context, carrier),
    );
  }

  /**
   * Reads the header into a new context. Returns the given context where no
   * list-member is valid and accepted. Never throws: logs what a getter throws.
   */
  extract<Carrier>(
    context: Context,
    carrier: Carrier,
    getter: TextMapGetter<Carrier>,
  ): Context {
    return this[HEADER].read(context, carrier, getter);
  }

  /** Returns the header fields that inject may set: `baggage`. */
  fields(): string[] {
    return [BAGGAGE_HEADER];
  }
}

/** The header of a propagator that is one of these, of whichever copy. */
export function baggageHeaderOf(
  propagator: TextMapPropagator,
): BaggageHeader | undefined {
  return (propagator as Partial<BaggagePropagator>)[HEADER];
}
