import type { BaggageAttributesOptions } from '@otel-baggage/core';
import {
  assertKnownOptions,
  BAGGAGE_ATTRIBUTES_OPTIONS,
} from '@otel-baggage/core/internal';
import type { BaggageOptions } from './types';

/** The signals that entries become attributes of. */
export type BaggageSignal = 'spans' | 'logs' | 'metrics';
/** What is said for one signal, or for all. */
export type BaggageSignalOptions<S extends BaggageSignal> = Exclude<
  BaggageOptions[S],
  false | undefined
>;

/** What is said of the borders of the process (rules T). */
export const TRUST_OPTIONS = ['ingress', 'egress', 'sensitive'] as const;

/** What goes to the `BaggagePropagator`. */
export const PROPAGATOR_OPTIONS = [
  'maxEntries',
  'maxBytes',
  'meterProvider',
  ...TRUST_OPTIONS,
] as const;

const SIGNALS: readonly BaggageSignal[] = ['spans', 'logs', 'metrics'];

/** @throws TypeError for an option of another name or type (rule D3) */
export function assertBaggageOptions(
  options: unknown,
): asserts options is BaggageOptions {
  assertKnownOptions(options, [
    ...BAGGAGE_ATTRIBUTES_OPTIONS,
    ...PROPAGATOR_OPTIONS,
    ...SIGNALS,
  ]);
  for (const signal of SIGNALS) {
    const own = (options as BaggageOptions)[signal];
    if (own !== undefined && own !== false && !isGroup(own)) {
      throw new TypeError(`${signal} must be options or false`);
    }
  }
}

/** The options of both, those given in code before those of the environment. */
export function mergeOptions<T extends object>(environment: T, code: T): T {
  const merged = { ...environment } as Record<string, unknown>;
  for (const [name, value] of Object.entries(code)) {
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
  const given = names.filter(name => options[name] !== undefined);
  return Object.fromEntries(given.map(name => [name, options[name]])) as Pick<
    T,
    K
  >;
}

/**
 * The options of one signal: its own, else those of all. Never throws.
 *
 * @param options as `withBaggage` and `readEnvironment` have them
 * @returns undefined where it is switched off
 */
export function signalOptions<S extends BaggageSignal>(
  options: BaggageOptions,
  signal: S,
): BaggageSignalOptions<S> | undefined {
  const own = options[signal];
  if (own === false) return undefined;
  const shared = pick(
    options,
    BAGGAGE_ATTRIBUTES_OPTIONS as (keyof BaggageAttributesOptions)[],
  );
  return mergeOptions<BaggageAttributesOptions>(
    shared,
    own ?? {},
  ) as BaggageSignalOptions<S>;
}

/** Whether anything can be copied (rule A1). */
export function selects({ included = [] }: BaggageAttributesOptions): boolean {
  return included.length > 0;
}

/** Options under a name of their own, as opposed to a value. */
function isGroup(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
