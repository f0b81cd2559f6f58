/** Stands for the values that are not passed on (rule M6). */
export const OTHER_VALUE = '_other';

/** Distinct values of one attribute (rule M6). */
export const DEFAULT_MAX_DISTINCT_VALUES = 100;

/** In characters, of a value and of a name that a wildcard let in (rule M6). */
export const MAX_LENGTH = 256;

/**
 * Names of attributes that wildcards let in (rule M6): as many as a baggage of
 * the default limits has entries.
 */
export const MAX_WILDCARD_NAMES = 64;

/**
 * Names of attributes that measurements are given, whose labels are remembered:
 * those of a program are fewer.
 */
export const MAX_GIVEN_NAMES = 1000;

/**
 * The instruments that measure in a context (rule M3): as the SDK's enum
 * `InstrumentType` has them, how a meter makes one, and how it measures.
 */
export const SYNCHRONOUS_INSTRUMENTS = [
  { kind: 'COUNTER', create: 'createCounter', measure: 'add' },
  { kind: 'UP_DOWN_COUNTER', create: 'createUpDownCounter', measure: 'add' },
  { kind: 'HISTOGRAM', create: 'createHistogram', measure: 'record' },
  { kind: 'GAUGE', create: 'createGauge', measure: 'record' },
] as const;

export const SYNCHRONOUS_KINDS = /* @__PURE__ */ SYNCHRONOUS_INSTRUMENTS.map(
  ({ kind }) => kind,
);
