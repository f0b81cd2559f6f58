export { BaggagePropagator } from './baggage-propagator';
export type { BaggagePropagatorOptions } from './types';
