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
 * @see https://www.w3.org/TR/baggage/
 * @see https://opentelemetry.io/docs/specs/otel/context/api-propagators/
 */
export class BaggagePropagator implements TextMapPropagator {
  /** @internal */
  readonly [HEADER]: BaggageHeader;

  /**
   * @param options all have defaults
   * @throws TypeError for an option of a wrong type or name (rule D3)
   */
  constructor(options: BaggagePropagatorOptions = {}) {
    assertKnownOptions(options, PROPAGATOR_OPTIONS);
    this[HEADER] = new BaggageHeader(options);
  }

  /**
   * Writes the header with one call of the setter, or none where there is
   * nothing to send or tracing is suppressed. Rules I1 to I9. Never throws:
   * what a setter throws, as for a frozen carrier, is said.
   *
   * What the carrier has in this header already is kept behind the entries of
   * the context (rule I2), but not what was written there for an earlier call
   * (rule I9). Where `egress.hosts` does not allow the destination, the carrier
   * has no baggage afterwards, even if it came with some (rule T3).
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
   * Reads the header into a new context; without one valid list-member that
   * is accepted the context that was given comes back. Rules E1 to E12, T1.
   * Never throws: what a getter throws is said.
   */
  extract<Carrier>(
    context: Context,
    carrier: Carrier,
    getter: TextMapGetter<Carrier>,
  ): Context {
    return this[HEADER].read(context, carrier, getter);
  }

  /** The header fields that inject may set: `baggage`. */
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
