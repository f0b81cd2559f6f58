import { DEFAULT_BAGGAGE_LIMITS } from '@otel-baggage/core';
import * as variable from './constants';
import { EnvironmentReader } from './environment-reader';
import { log } from './log';
import type { BaggageOptions, Environment, EnvironmentReading } from './types';

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

/**
 * {@link baggageOptionsFromEnv} without a word, and what each variable was
 * understood as, for who shows it to a person. Never throws (rule D3).
 *
 * @param env the variables by name, `process.env` by default
 */
export function readEnvironment(
  env: Environment = process.env,
): EnvironmentReading {
  const reader = new EnvironmentReader(env);
  const { maxEntries, maxBytes } = DEFAULT_BAGGAGE_LIMITS;
  const shared = variable.ATTRIBUTE_KEYS;

  const included = reader.keys(shared, 'nothing is copied');
  const spans = reader.signal(variable.SPAN_ATTRIBUTE_KEYS, shared);
  const logs = reader.signal(variable.LOG_ATTRIBUTE_KEYS, shared);
  const metrics = reader.signal(variable.METRIC_ATTRIBUTE_KEYS, shared);
  const options: BaggageOptions = {
    ...given('included', included),
    ...given('spans', spans && { included: spans }),
    ...given('logs', logs && { included: logs }),
    ...given('excluded', reader.list(variable.EXCLUDED_ATTRIBUTE_KEYS, 'none')),
    ...given('prefix', reader.text(variable.ATTRIBUTE_PREFIX, 'empty')),
  };
  const measurements = {
    ...given(
      'instruments',
      reader.list(variable.METRIC_INSTRUMENTS, 'all synchronous'),
    ),
    ...given(
      'maxDistinctValues',
      reader.count(variable.METRIC_MAX_DISTINCT_VALUES, '100'),
    ),
  };
  if (metrics === false) options.metrics = false;
  else if (metrics !== undefined || Object.keys(measurements).length > 0) {
    options.metrics = {
      ...(metrics && { included: metrics }),
      ...measurements,
    };
  }

  Object.assign(
    options,
    given('maxEntries', reader.count(variable.MAX_ENTRIES, `${maxEntries}`)),
    given('maxBytes', reader.count(variable.MAX_BYTES, `${maxBytes}`)),
  );
  const ingressKeys = reader.trusted(variable.INGRESS_KEYS, 'all');
  if (ingressKeys) options.ingress = { included: ingressKeys };
  const egressKeys = reader.trusted(variable.EGRESS_KEYS, 'all');
  const egressHosts = reader.hosts(variable.EGRESS_HOSTS, 'all');
  if (egressKeys || egressHosts) {
    options.egress = {
      ...given('keys', egressKeys && { included: egressKeys }),
      ...given('hosts', egressHosts),
    };
  }
  const sensitive = reader.sensitive(variable.SENSITIVE_KEYS, 'warned of only');
  if (sensitive) options.sensitive = sensitive;

  const { variables } = reader;
  return {
    options,
    variables,
    problems: variables.flatMap(({ problems }) => problems),
    isDisabled: isSdkDisabled(env),
    carriesHeader: carriesHeader(env),
  };
}

/** Whether `OTEL_SDK_DISABLED` says that the SDK does nothing. */
export function isSdkDisabled(env: Environment = process.env): boolean {
  return env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true';
}

/** Whether `OTEL_PROPAGATORS` has `baggage` in it, or its default has. */
function carriesHeader({ OTEL_PROPAGATORS = '' }: Environment): boolean {
  const names = OTEL_PROPAGATORS.split(',')
    .map(name => name.trim())
    .filter(name => name !== '');
  if (names.length === 0) return true;
  return names.includes('baggage') && !names.includes('none');
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
