export { BaggagePropagator } from './baggage-propagator';
export type {
  BaggageEgress,
  BaggagePropagatorOptions,
  BaggageTrustOptions,
} from './types';
