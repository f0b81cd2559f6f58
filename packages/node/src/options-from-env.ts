import { isHostPattern } from '@otel-baggage/propagator';
import * as variable from './constants';
import { log } from './log';
import type { BaggageOptions, Environment } from './types';

const NONE = 'none';

/** The options that the environment gives, and what there is to say of it. */
export interface EnvironmentReading {
  options: BaggageOptions;
  /** Variables that were not understood; their defaults are used. */
  problems: string[];
}

/**
 * The options that the environment variables of rules V give, as an object
 * that `withBaggage` takes. An empty variable is an unset one. Says what it
 * understood through `diag.debug`, and warns of a number that is none; it
 * never throws (rule D3).
 *
 * @param env the variables by name, `process.env` by default
 */
export function baggageOptionsFromEnv(
  env: Environment = process.env,
): BaggageOptions {
  const reading = readEnvironment(env);
  reportEnvironment(reading);
  return reading.options;
}

/** Says what was understood, and what was not. */
export function reportEnvironment({
  options,
  problems,
}: EnvironmentReading): void {
  for (const problem of problems) log.warn(problem);
  log.debug(`options from the environment: ${JSON.stringify(options)}`);
}

/** {@link baggageOptionsFromEnv} without a word. */
export function readEnvironment(env: Environment): EnvironmentReading {
  const problems: string[] = [];

  const egressKeys = list(env, variable.EGRESS_KEYS);
  const egressHosts = hosts(env, variable.EGRESS_HOSTS, problems);
  const egress = {
    ...given('keys', egressKeys && { included: egressKeys }),
    ...given('hosts', egressHosts),
  };
  const ingressKeys = list(env, variable.INGRESS_KEYS);
  const metrics = signal(env, variable.METRIC_ATTRIBUTE_KEYS);
  const options: BaggageOptions = {
    ...given('included', keys(env, variable.ATTRIBUTE_KEYS)),
    ...given('excluded', list(env, variable.EXCLUDED_ATTRIBUTE_KEYS)),
    ...given('prefix', text(env, variable.ATTRIBUTE_PREFIX)),
    ...given('spans', signal(env, variable.SPAN_ATTRIBUTE_KEYS)),
    ...given('logs', signal(env, variable.LOG_ATTRIBUTE_KEYS)),
    ...given('maxEntries', count(env, variable.MAX_ENTRIES, problems)),
    ...given('maxBytes', count(env, variable.MAX_BYTES, problems)),
    ...given('ingress', ingressKeys && { included: ingressKeys }),
    ...(egressKeys || egressHosts ? { egress } : {}),
    ...given('sensitive', list(env, variable.SENSITIVE_KEYS)),
  };
  const measurements = {
    ...given('instruments', list(env, variable.METRIC_INSTRUMENTS)),
    ...given(
      'maxDistinctValues',
      count(env, variable.METRIC_MAX_DISTINCT_VALUES, problems),
    ),
  };
  if (metrics === false) options.metrics = false;
  else if (metrics !== undefined || Object.keys(measurements).length > 0) {
    options.metrics = { ...metrics, ...measurements };
  }

  return { options, problems };
}

/** One property, or none where the value is missing. */
function given<K extends string, V>(
  name: K,
  value: V | undefined,
): Partial<Record<K, V>> {
  return value === undefined
    ? {}
    : ({ [name]: value } as Partial<Record<K, V>>);
}

function text(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function list(env: Environment, name: string): string[] | undefined {
  const items = text(env, name)
    ?.split(',')
    .map(item => item.trim())
    .filter(item => item !== '');
  return items?.length === 0 ? undefined : items;
}

function keys(env: Environment, name: string): string[] | undefined {
  const patterns = list(env, name);
  return patterns?.includes(NONE) ? [] : patterns;
}

function signal(
  env: Environment,
  name: string,
): { included: string[] } | false | undefined {
  const included = list(env, name);
  if (included === undefined) return undefined;
  return included.includes(NONE) ? false : { included };
}

/** What is no host allows none: where all are wrong, nothing is sent. */
function hosts(
  env: Environment,
  name: string,
  problems: string[],
): string[] | undefined {
  if (text(env, name) === undefined) return undefined;
  return (list(env, name) ?? []).filter(pattern => {
    if (isHostPattern(pattern)) return true;
    problems.push(`${name}: "${pattern}" is no host, it is left out`);
    return false;
  });
}

function count(
  env: Environment,
  name: string,
  problems: string[],
): number | undefined {
  const digits = text(env, name);
  if (digits === undefined) return undefined;
  const value = Number(digits);
  if (/^\d+$/.test(digits) && value > 0 && Number.isSafeInteger(value)) {
    return value;
  }
  problems.push(`${name} is no positive integer, the default is used`);
  return undefined;
}
