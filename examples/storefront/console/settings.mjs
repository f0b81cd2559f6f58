// The settings that start.mjs gives to the services, and their consequences.

import { compileKeyPatterns } from '@otel-baggage/core';
import { GATEWAY_KEYS } from '../customers.mjs';
import { EDGE } from './store.mjs';

/** The keys that are copied where the person who starts this says nothing. */
const COPIED_KEYS =
  'tenant.id,tenant.tier,experiment.variant,request.source,synthetic';

/** Keys that the gateway does not accept from outside: it sets these itself. */
export const INGRESS_EXCLUDED = [
  'tenant.*',
  'user.*',
  'session.*',
  'feature.*',
  'experiment.*',
  'request.*',
  'synthetic',
];
const isExcluded = compileKeyPatterns(INGRESS_EXCLUDED, 'ingress.excluded');

/** The hosts that payments sends baggage to. */
export const EGRESS_HOSTS = 'localhost,127.0.0.1';

/** The name of the stand-in for an external provider. */
export const PROVIDER_HOST = 'provider.example';

/** Of the shell's variables these count; the example does the same everywhere. */
const INHERITED = [
  'OTEL_BAGGAGE_ATTRIBUTE_KEYS',
  'OTEL_BAGGAGE_EXCLUDED_ATTRIBUTE_KEYS',
  'OTEL_LOG_LEVEL',
];

/** Whether a service accepts a key from outside. */
export function isAccepted(service, key) {
  return service !== EDGE || !isExcluded(key);
}

/**
 * The environment of the services.
 *
 * @param shell the environment of this process
 * @param receiver the console's own, with its `url` and `headers`; undefined
 *   where the telemetry goes to a collector, and all of the shell's variables
 *   count
 */
export function environmentOf(shell, receiver) {
  const inherited = Object.entries(shell).filter(
    ([name]) =>
      !receiver || !name.startsWith('OTEL_') || INHERITED.includes(name),
  );
  return {
    ...Object.fromEntries(inherited),
    PORT: '0',
    OTEL_BAGGAGE_ATTRIBUTE_KEYS:
      shell.OTEL_BAGGAGE_ATTRIBUTE_KEYS || COPIED_KEYS,
    OTEL_LOG_LEVEL: shell.OTEL_LOG_LEVEL || 'warn',
    ...(receiver && {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: receiver.headers,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '500',
      OTEL_BLRP_SCHEDULE_DELAY: '500',
      STOREFRONT_CAPTURED_HEADERS: 'baggage',
    }),
  };
}

/**
 * Which of the gateway's keys are copied onto the telemetry.
 *
 * @param env of the services
 * @returns `copied`, and `keptOut` with the reason
 */
export function keysOf(env) {
  const isIncluded = isIn(env.OTEL_BAGGAGE_ATTRIBUTE_KEYS);
  const isTakenAway = isIn(env.OTEL_BAGGAGE_EXCLUDED_ATTRIBUTE_KEYS);
  const keptOut = GATEWAY_KEYS.filter(
    key => !isIncluded(key) || isTakenAway(key),
  );
  return {
    copied: GATEWAY_KEYS.filter(key => !keptOut.includes(key)),
    keptOut: keptOut.map(key => ({
      key,
      reason: isIncluded(key)
        ? 'in OTEL_BAGGAGE_EXCLUDED_ATTRIBUTE_KEYS'
        : 'not in OTEL_BAGGAGE_ATTRIBUTE_KEYS',
    })),
  };
}

/** Whether a key is in the list of a variable. */
function isIn(list = '') {
  const patterns = list
    .split(',')
    .map(pattern => pattern.trim())
    .filter(pattern => pattern !== '' && pattern !== 'none');
  return compileKeyPatterns(patterns, 'patterns');
}
