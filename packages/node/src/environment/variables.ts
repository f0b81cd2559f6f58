import { DEFAULT_BAGGAGE_LIMITS } from '@otel-baggage/core';
import { DEFAULT_MAX_DISTINCT_VALUES } from '@otel-baggage/metrics/internal';
import * as read from './readers';

const { maxEntries, maxBytes } = DEFAULT_BAGGAGE_LIMITS;
const KEYS = 'OTEL_BAGGAGE_ATTRIBUTE_KEYS';

/**
 * The environment variables of rules V: the reader of the text, the option that it
 * sets, and the default, in words or as another variable.
 */
const ROWS: readonly [string, read.Reader, option: string, string][] = [
  ['ATTRIBUTE_KEYS', read.keys, 'included', 'nothing is copied'],
  ['SPAN_ATTRIBUTE_KEYS', read.signalKeys, 'spans.included', KEYS],
  ['LOG_ATTRIBUTE_KEYS', read.signalKeys, 'logs.included', KEYS],
  ['METRIC_ATTRIBUTE_KEYS', read.signalKeys, 'metrics.included', KEYS],
  ['EXCLUDED_ATTRIBUTE_KEYS', read.keys, 'excluded', 'none'],
  ['ATTRIBUTE_PREFIX', read.text, 'prefix', 'empty'],
  ['METRIC_INSTRUMENTS', read.list, 'metrics.instruments', 'all synchronous'],
  [
    'METRIC_MAX_DISTINCT_VALUES',
    read.count,
    'metrics.maxDistinctValues',
    `${DEFAULT_MAX_DISTINCT_VALUES}`,
  ],
  ['MAX_ENTRIES', read.count, 'maxEntries', `${maxEntries}`],
  ['MAX_BYTES', read.count, 'maxBytes', `${maxBytes}`],
  ['INGRESS_KEYS', read.trustedKeys, 'ingress.included', 'all'],
  ['EGRESS_KEYS', read.trustedKeys, 'egress.keys.included', 'all'],
  ['EGRESS_HOSTS', read.hosts, 'egress.hosts', 'all'],
  ['SENSITIVE_KEYS', read.sensitiveKeys, 'sensitive', 'warned of only'],
];

/**
 * All of them. A new one is a row here, one of its test, and one of
 * `docs/configuration.md`; tests tell which of these is missing.
 */
export const VARIABLES = ROWS.map(([name, read, option, defaultValue]) => ({
  name: `OTEL_BAGGAGE_${name}`,
  read,
  option,
  defaultValue,
}));
