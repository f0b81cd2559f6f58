import type { BaggageLimits } from '@otel-baggage/core';

/** Options of the `BaggagePropagator`; all have defaults. */
export type BaggagePropagatorOptions = BaggageLimits;
