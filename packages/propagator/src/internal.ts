/**
 * For the sibling packages of the same version. No promises: it changes without
 * notice.
 */
export { hideDestination, keepDestination } from './destination';
export { isHostPattern } from './host-patterns';
export { withBaggageHeader } from './propagator-with-baggage';
export { PROPAGATOR_OPTIONS } from './options';
