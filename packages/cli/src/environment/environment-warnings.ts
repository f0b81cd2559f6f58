import { DEFAULT_BAGGAGE_LIMITS } from '@otel-baggage/core';
import { hasWildcard } from '@otel-baggage/core/internal';
import { type BaggageOptions } from '@otel-baggage/node';
import {
  signalOptions,
  type Environment,
  type EnvironmentReading,
} from '@otel-baggage/node/internal';
import { PROXY_LIMITS, type ProxyLimit } from './proxy-limits';

/** Returns warnings on an environment, as sentences. */
export function environmentWarnings(
  reading: EnvironmentReading,
  env: Environment,
): string[] {
  return [
    ...reading.problems,
    ...metricWildcards(reading.options),
    ...highLimits(reading.options),
    ...stateWarnings(reading, env),
  ];
}

/** Why something of the configuration is not in force. */
export function stateWarnings(
  { isDisabled, carriesHeader }: EnvironmentReading,
  { OTEL_CONFIG_FILE }: Environment,
): string[] {
  const warnings: string[] = [];
  if (isDisabled) {
    warnings.push('OTEL_SDK_DISABLED is true: nothing of this is in force');
  }
  if (!carriesHeader) {
    warnings.push(
      'OTEL_PROPAGATORS does not name "baggage": the header is neither read nor sent',
    );
  }
  if (OTEL_CONFIG_FILE?.trim()) {
    warnings.push(
      'OTEL_CONFIG_FILE is set: baggage processors in that file win over OTEL_BAGGAGE_*_ATTRIBUTE_KEYS for spans and logs, and its propagators over OTEL_PROPAGATORS; the file is not shown here',
    );
  }
  return warnings;
}

function metricWildcards(options: BaggageOptions): string[] {
  const { included = [] } = signalOptions(options, 'metrics') ?? {};
  const wildcards = included.filter(hasWildcard);
  if (wildcards.length === 0) return [];
  return [
    `metrics get every key that ${wildcards.join(', ')} matches: each distinct value adds a time series to every metric, and keys and values come from the network. Name the keys in OTEL_BAGGAGE_METRIC_ATTRIBUTE_KEYS`,
  ];
}

function highLimits({ maxBytes, maxEntries }: BaggageOptions): string[] {
  const warnings: string[] = [];
  if (maxBytes !== undefined && maxBytes > DEFAULT_BAGGAGE_LIMITS.maxBytes) {
    const field = 'baggage: '.length + maxBytes;
    const proxies = PROXY_LIMITS.filter(({ bytes }) => field > bytes);
    warnings.push(
      `OTEL_BAGGAGE_MAX_BYTES=${maxBytes} lets the header grow beyond what these take by default: ${proxies.map(described).join(', ')}`,
    );
  }
  if (
    maxEntries !== undefined &&
    maxEntries > DEFAULT_BAGGAGE_LIMITS.maxEntries
  ) {
    warnings.push(
      `OTEL_BAGGAGE_MAX_ENTRIES=${maxEntries} is more than other services need to pass on: ${DEFAULT_BAGGAGE_LIMITS.maxEntries}`,
    );
  }
  return warnings;
}

function described({ name, setting, of, bytes }: ProxyLimit): string {
  const limit = `${bytes} bytes ${of === 'field' ? 'a header' : 'for all headers'}`;
  return `${name} (${setting === undefined ? '' : `${setting}, `}${limit})`;
}
