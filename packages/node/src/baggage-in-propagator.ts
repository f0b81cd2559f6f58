import type { TextMapPropagator } from '@opentelemetry/api';
import type { CoreModule } from './sdk-packages';

const BAGGAGE_FIELD = 'baggage';

/** The private list in which the upstream composite keeps its parts. */
interface Composite extends TextMapPropagator {
  _propagators: TextMapPropagator[];
}

/**
 * A user's propagator with baggage in it: in the place of the upstream
 * `W3CBaggagePropagator`, alone or inside upstream composites, else behind
 * it. A propagator that carries baggage in its own way stays as it is, so
 * that no header is read or written twice.
 */
export function withBaggagePart(
  user: TextMapPropagator,
  baggage: TextMapPropagator,
  core: Pick<CoreModule, 'CompositePropagator'>,
): TextMapPropagator {
  const replaced = replaceUpstream(user, baggage, core);
  if (replaced !== user || carriesBaggage(user)) return replaced;
  return new core.CompositePropagator({ propagators: [user, baggage] });
}

/** {@link withBaggagePart} for a list, which SDK 3 makes a composite of. */
export function listWithBaggagePart(
  users: TextMapPropagator[],
  baggage: TextMapPropagator,
  core: Pick<CoreModule, 'CompositePropagator'>,
): TextMapPropagator[] {
  const replaced = users.map(user => replaceUpstream(user, baggage, core));
  return replaced.some(carriesBaggage) ? replaced : [...replaced, baggage];
}

function replaceUpstream(
  propagator: TextMapPropagator,
  baggage: TextMapPropagator,
  core: Pick<CoreModule, 'CompositePropagator'>,
): TextMapPropagator {
  // By name: the ESM and the CommonJS copy are two classes.
  if (propagator.constructor.name === 'W3CBaggagePropagator') return baggage;
  if (!isUpstreamComposite(propagator)) return propagator;

  const parts = propagator._propagators.map(part =>
    replaceUpstream(part, baggage, core),
  );
  const changed = parts.some((part, i) => part !== propagator._propagators[i]);
  return changed
    ? new core.CompositePropagator({ propagators: parts })
    : propagator;
}

function isUpstreamComposite(
  propagator: TextMapPropagator,
): propagator is Composite {
  return (
    propagator.constructor.name === 'CompositePropagator' &&
    Array.isArray((propagator as Partial<Composite>)._propagators)
  );
}

function carriesBaggage(propagator: TextMapPropagator): boolean {
  // propagators from before API 1.0 have no fields()
  return propagator.fields?.().includes(BAGGAGE_FIELD) ?? false;
}
