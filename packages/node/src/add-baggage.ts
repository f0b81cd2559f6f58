import { canMatchKey, expected } from '@otel-baggage/core/internal';
import { Attachment } from './api/attachment';
import { attach, registered } from './api/registry';
import { wrapRegistered } from './api/wrap-registered';
import { readConfigFile } from './environment/config-file';
import { isSdkDisabled, readEnvironment } from './environment/read-environment';
import { warnIfNeverStarted } from './never-started';
import { assertBaggageOptions, BAGGAGE_OPTIONS, mergeOptions } from './options';
import type { BaggageOptions } from './types';
import { warn } from './warn';

/**
 * Adds baggage to the SDK that is started with this configuration, by
 * `new NodeSDK(...)` or `startNodeSdk(...)`:
 *
 * - the strict, bounded propagator in the place of the upstream one, or behind
 *   propagators that have none;
 * - the selected entries as attributes of spans, log records and measurements.
 *
 * Baggage is added when the SDK registers with the API: exporters, processors,
 * readers and views stay as they are. Does nothing with `OTEL_SDK_DISABLED`.
 *
 * @param config of the SDK
 * @param options win over the environment variables, field by field
 * @returns the configuration
 * @throws TypeError for an option of a wrong type or name
 * @example
 * const sdk = new NodeSDK(
 *   withBaggage({ serviceName: 'shop' }, { included: ['tenant.id'] }),
 * );
 * sdk.start();
 */
export function withBaggage<T extends object = object>(
  config: T = {} as T,
  options: BaggageOptions = {},
): T {
  if (typeof config !== 'object' || config === null) {
    throw expected('the configuration', 'an object', config);
  }
  const names = Object.keys(config);
  const misplaced = names.filter(name => BAGGAGE_OPTIONS.includes(name));
  if (misplaced.length > 0) {
    warn(
      'OTEL_BAGGAGE_MISPLACED_OPTIONS',
      `withBaggage: ignored in the configuration of the SDK, which does not know it: ${misplaced.join(', ')}. Options of baggage are the second argument: withBaggage(configuration, options)`,
    );
  }
  const { textMapPropagator, propagators } = config as Record<string, unknown>;
  addBaggage(options, true, Boolean(textMapPropagator ?? propagators));
  return config;
}

/**
 * Adds baggage to every SDK that registers with the API from now on, and to one that
 * has: as `withBaggage`, for an SDK that other code starts, such as a vendor's
 * distribution. Call it before that starts. Called again, its options replace those
 * before, also for what is registered. Does nothing with `OTEL_SDK_DISABLED`.
 *
 * @param options win over the environment variables, field by field
 * @throws TypeError for an option of a wrong type or name
 * @example
 * attachBaggage({ included: ['tenant.id'] });
 * require('@elastic/opentelemetry-node');
 */
export function attachBaggage(options: BaggageOptions = {}): void {
  addBaggage(options, false, false);
}

/**
 * @param code options; they win over a configuration file, and that over the
 *   environment variables
 * @param isForOne whether it is for the next SDK alone that registers
 * @param hasPropagators whether code has chosen the propagators
 */
function addBaggage(
  code: BaggageOptions,
  isForOne: boolean,
  hasPropagators: boolean,
): void {
  assertBaggageOptions(code);
  if (isSdkDisabled()) return;
  const environment = readEnvironment();
  const file = readConfigFile();
  const given = mergeOptions(environment.options, file?.options ?? {});
  const options = mergeOptions(given, code);
  const { carriesHeader } = file ?? environment;
  const attachment = new Attachment(
    options,
    hasPropagators || carriesHeader,
    environment.isViewed,
  );

  for (const problem of environment.problems) {
    warn('OTEL_BAGGAGE_ENVIRONMENT', problem);
  }
  for (const [option, pattern] of impossibleKeys(code)) {
    warn(
      'OTEL_BAGGAGE_NO_KEYS',
      `${option}: "${pattern}" matches no valid baggage key: a key has letters, digits and !#$%&'*+-.^_\`|~, and no space`,
    );
  }
  // Naming keys, even none, is a decision.
  const { included, spans, logs, metrics } = options;
  const said = included ?? spans ?? logs ?? metrics;
  if (attachment.isWithoutKeys && said === undefined) {
    warn('OTEL_BAGGAGE_NO_KEYS', NO_KEYS);
  }
  const early = attach(
    { wrap: (kind, value) => wrapRegistered(attachment, kind, value) },
    isForOne,
  );
  if (early.some(kind => kind !== 'propagation')) {
    warn('OTEL_BAGGAGE_TOO_LATE', tooLate());
  }
  if (isForOne) warnIfNeverStarted();
}

/** Selections of attributes that can never match, by the name of the option. */
function impossibleKeys({
  included,
  ...signals
}: BaggageOptions): [option: string, pattern: string][] {
  const lists: [string, readonly string[] | undefined][] = [
    ['included', included],
  ];
  for (const signal of ['spans', 'logs', 'metrics'] as const) {
    const selection = signals[signal];
    if (selection) lists.push([`${signal}.included`, selection.included]);
  }
  return lists.flatMap(([option, patterns = []]) =>
    patterns
      .filter(pattern => !canMatchKey(pattern))
      .map((pattern): [string, string] => [option, pattern]),
  );
}

const NO_KEYS =
  'no baggage key is named, so baggage is not copied onto spans, log records or metrics; name keys in OTEL_BAGGAGE_ATTRIBUTE_KEYS or in the option "included"';

function tooLate(): string {
  const lost = registered('metrics')
    ? ', but for instruments of metrics that were made before'
    : '';
  return `an OpenTelemetry SDK was registered before @otel-baggage/node was loaded; what it records from now on has baggage${lost}. Load it first: node --import @otel-baggage/node/attach`;
}
