import type { BaggagePropagatorOptions } from './types';

/** The names of {@link BaggagePropagatorOptions}. */
export const PROPAGATOR_OPTIONS = [
  'maxEntries',
  'maxBytes',
  'meterProvider',
  'ingress',
  'egress',
  'sensitive',
] as const satisfies readonly (keyof BaggagePropagatorOptions)[];
