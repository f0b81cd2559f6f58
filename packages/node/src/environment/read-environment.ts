import { nearestName } from '@otel-baggage/core/internal';
import type { BaggageOptions } from '../types';
import { type Fault, items, type Value } from './readers';
import { VIEW_VARIABLE } from '../view/hop-recorder';
import { VARIABLES } from './variables';

/** Environment variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One variable as it was read. */
export interface EnvironmentVariable {
  name: string;
  /** Its text, undefined where it is empty or not set. */
  text: string | undefined;
  /** Its meaning; undefined where the default is used. */
  value: Value;
  /** Its default in words, or the variable that is used instead. */
  defaultValue: string;
  /** The parts that were not understood, as sentences. */
  problems: readonly string[];
  /** Where each of these is. */
  faults: readonly (Fault | undefined)[];
}

/** A variable with our prefix that nobody reads. */
export interface UnknownVariable {
  name: string;
  /** The known name that is most like it. */
  nearest: string;
  problem: string;
}

/** The settings for baggage in the environment. */
export interface EnvironmentReading {
  options: BaggageOptions;
  /** Each variable of rules V, set or not. */
  variables: readonly EnvironmentVariable[];
  /** Those of all variables, and the unknown names. */
  problems: readonly string[];
  unknown: readonly UnknownVariable[];
  /** Whether `OTEL_SDK_DISABLED` switches all of it off. */
  isDisabled: boolean;
  /** Whether `OTEL_PROPAGATORS` names `baggage`, or is not set. */
  carriesHeader: boolean;
  /** Whether `otel-baggage view` shows the header at each hop. */
  isViewed: boolean;
}

const PREFIX = 'OTEL_BAGGAGE_';

/** Reads the environment variables of rules V. Never throws (rule D3). */
export function readEnvironment(
  env: Environment = process.env,
): EnvironmentReading {
  const options: BaggageOptions = {};
  const variables = VARIABLES.map((row): EnvironmentVariable => {
    const { name, defaultValue, read, option } = row;
    const text = env[name]?.trim();
    const problems: string[] = [];
    const faults: (Fault | undefined)[] = [];
    const value = text
      ? read(text, (problem, fault) => {
          problems.push(`${name}: ${problem}`);
          faults.push(fault);
        })
      : undefined;
    if (value !== undefined) set(options, option.split('.'), value);
    const given = text ? env[name] : undefined;
    return { name, text: given, value, defaultValue, problems, faults };
  });
  const inThese = variables.flatMap(({ problems }) => problems);
  const unknown = unknownVariables(env);
  return {
    options,
    variables,
    problems: [...inThese, ...unknown.map(({ problem }) => problem)],
    unknown,
    isDisabled: isSdkDisabled(env),
    carriesHeader: carriesHeader(env),
    isViewed: env[VIEW_VARIABLE] === 'true',
  };
}

/** `false` is said of the whole group that the option is in. */
function set(options: object, [name, ...rest]: string[], value: Value): void {
  const group = options as Record<string, object | Value>;
  if (rest.length === 0 || value === false) {
    group[name!] = value;
  } else if (group[name!] !== false) {
    set((group[name!] ??= {}) as object, rest, value);
  }
}

function unknownVariables(env: Environment): UnknownVariable[] {
  const known = VARIABLES.map(({ name }) => name);
  return Object.keys(env)
    .filter(name => name.toUpperCase().startsWith(PREFIX))
    .filter(name => name !== VIEW_VARIABLE && !known.includes(name))
    .sort()
    .map(name => {
      const nearest = nearestName(name.toUpperCase(), known);
      const problem = `${name} is an unknown variable; ignored. Did you mean ${nearest}?`;
      return { name, nearest, problem };
    });
}

/** Whether `OTEL_SDK_DISABLED` says that the SDK does nothing. */
export function isSdkDisabled(env: Environment = process.env): boolean {
  return env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true';
}

/** Whether `OTEL_PROPAGATORS` has `baggage` in it, or its default has. */
function carriesHeader({ OTEL_PROPAGATORS = '' }: Environment): boolean {
  const names = items(OTEL_PROPAGATORS);
  if (names.length === 0) return true;
  return names.includes('baggage') && !names.includes('none');
}
