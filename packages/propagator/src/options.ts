import type { BaggagePropagatorOptions } from './types';

/** The names of what is said of the trust boundary (rules T). */
export const TRUST_OPTIONS = ['ingress', 'egress', 'sensitive'] as const;

/** The names of {@link BaggagePropagatorOptions}. */
export const PROPAGATOR_OPTIONS = [
  'maxEntries',
  'maxBytes',
  'meterProvider',
  ...TRUST_OPTIONS,
] as const satisfies readonly (keyof BaggagePropagatorOptions)[];
