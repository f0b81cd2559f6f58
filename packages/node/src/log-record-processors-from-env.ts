import { batchOptionsFromEnv } from './batch-options-from-env';
import { log } from './log';
import { LateLogRecordProcessor } from './late-log-record-processor';
import { createOtlpExporter } from './otlp-exporter';
import type { SdkPackages } from './sdk-packages';
import { selfObserved } from './self-observed';
import type { LogRecordProcessorLike } from './types';

const EXPORTERS = 'OTEL_LOGS_EXPORTER';

/** From this `sdk-node` on, the processors take one object of options. */
const MINOR_WITH_OPTIONS = 220;

/**
 * The log record processors that the SDK makes of the environment:
 * `OTEL_LOGS_EXPORTER`, `OTEL_EXPORTER_OTLP_*`, `OTEL_BLRP_*`. What is not
 * known is warned of.
 *
 * @returns undefined where the SDK would make none and has to say so itself
 */
export function logRecordProcessorsFromEnv(
  sdk: SdkPackages,
): LogRecordProcessorLike[] | undefined {
  const listed = new Set(sdk.core().getStringListFromEnv(EXPORTERS));
  if (listed.has('none')) return undefined;
  const names = listed.size === 0 ? ['otlp'] : [...listed];
  if (!names.includes('otlp') && !names.includes('console')) return undefined;

  return names.flatMap(name => {
    switch (name) {
      case 'otlp':
        return createBatchProcessor(sdk);
      case 'console':
        return createConsoleProcessor(sdk);
      default:
        log.warn(`${EXPORTERS} names an unknown exporter: "${name}"`);
        return [];
    }
  });
}

function createBatchProcessor(sdk: SdkPackages): LogRecordProcessorLike {
  const { BatchLogRecordProcessor } = sdk.load('@opentelemetry/sdk-logs');
  const exporter = createOtlpExporter(sdk, 'logs', true);
  const options = batchOptionsFromEnv(sdk.core(), 'OTEL_BLRP');
  return sdk.minor < MINOR_WITH_OPTIONS
    ? new BatchLogRecordProcessor(exporter, options)
    : selfObserved(
        sdk,
        LateLogRecordProcessor,
        selfObsMeterProvider =>
          new BatchLogRecordProcessor({
            ...options,
            exporter,
            selfObsMeterProvider,
          }),
      );
}

function createConsoleProcessor(sdk: SdkPackages): LogRecordProcessorLike {
  const { ConsoleLogRecordExporter, SimpleLogRecordProcessor } = sdk.load(
    '@opentelemetry/sdk-logs',
  );
  const exporter = new ConsoleLogRecordExporter();
  return sdk.minor < MINOR_WITH_OPTIONS
    ? new SimpleLogRecordProcessor(exporter)
    : selfObserved(
        sdk,
        LateLogRecordProcessor,
        selfObsMeterProvider =>
          new SimpleLogRecordProcessor({ exporter, selfObsMeterProvider }),
      );
}
