import type { BaggageAttributesOptions } from '@otel-baggage/core';
import {
  assertKnownOptions,
  BAGGAGE_ATTRIBUTES_OPTIONS,
  expected,
} from '@otel-baggage/core/internal';
import { METRIC_ATTRIBUTES_OPTIONS } from '@otel-baggage/metrics/internal';
import { PROPAGATOR_OPTIONS } from '@otel-baggage/propagator/internal';
import type { BaggageOptions } from './types';

/** The signals that entries become attributes of. */
export type BaggageSignal = 'spans' | 'logs' | 'metrics';

/** The names of the options of each signal. */
const SIGNAL_OPTIONS = {
  spans: BAGGAGE_ATTRIBUTES_OPTIONS,
  logs: BAGGAGE_ATTRIBUTES_OPTIONS,
  metrics: [...METRIC_ATTRIBUTES_OPTIONS, 'instruments'],
};
const SIGNALS = Object.keys(SIGNAL_OPTIONS) as BaggageSignal[];

/** The names of {@link BaggageOptions}. */
export const BAGGAGE_OPTIONS: readonly string[] = [
  ...BAGGAGE_ATTRIBUTES_OPTIONS,
  ...PROPAGATOR_OPTIONS,
  ...SIGNALS,
];

/** @throws TypeError for an option of another name or type (rule D3) */
export function assertBaggageOptions(
  options: unknown,
): asserts options is BaggageOptions {
  assertKnownOptions(options, BAGGAGE_OPTIONS);
  for (const signal of SIGNALS) {
    const own = (options as BaggageOptions)[signal];
    if (own === undefined || own === false) continue;
    if (!isGroup(own)) throw expected(signal, 'options or false', own);
    assertKnownOptions(own, SIGNAL_OPTIONS[signal], signal);
  }
}

/** The options of both; those of the second win, field by field. */
export function mergeOptions<T extends object>(first: T, second: T): T {
  const merged = { ...first } as Record<string, unknown>;
  for (const [name, value] of Object.entries(second)) {
    if (value === undefined) continue;
    const other = merged[name];
    merged[name] =
      isGroup(value) && isGroup(other) ? mergeOptions(other, value) : value;
  }
  return merged as T;
}

/** The options of `names` that are given. */
export function pick<T extends object, K extends keyof T>(
  options: T,
  names: readonly K[],
): Pick<T, K> {
  const pairs = names.map(name => [name, options[name]] as const);
  const given = pairs.filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Pick<T, K>;
}

/**
 * The options of one signal: its own, else those of all. Never throws.
 *
 * @returns undefined where it is switched off
 */
export function signalOptions<S extends BaggageSignal>(
  options: BaggageOptions,
  signal: S,
): Exclude<BaggageOptions[S], false> {
  const own = options[signal];
  type Own = Exclude<typeof own, false>;
  const names =
    BAGGAGE_ATTRIBUTES_OPTIONS as (keyof BaggageAttributesOptions)[];
  return own === false
    ? (undefined as Own)
    : (mergeOptions<object>(pick(options, names), own ?? {}) as Own);
}

/** Options under a name of their own, as opposed to a value. */
function isGroup(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
