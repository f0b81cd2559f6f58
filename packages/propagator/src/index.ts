export { BaggagePropagator } from './baggage-propagator';
export { EgressTracerProvider } from './egress-tracer-provider';
export { GuardedPropagator } from './guarded-propagator';
export { isHostPattern } from './host-patterns';
export type {
  BaggageEgress,
  BaggagePropagatorOptions,
  BaggageTrustOptions,
} from './types';
