import { log } from './log';
import type { CoreModule } from './sdk-packages';

type NumberReader = Pick<CoreModule, 'getNumberFromEnv'>;

/**
 * What a batch processor of the SDK takes from its environment variables.
 *
 * @param prefix `OTEL_BSP` for spans, `OTEL_BLRP` for log records
 */
export function batchOptionsFromEnv(
  core: NumberReader,
  prefix: 'OTEL_BSP' | 'OTEL_BLRP',
): Record<string, number | undefined> {
  const read = (name: string) => positiveNumber(core, `${prefix}_${name}`);
  return {
    maxQueueSize: read('MAX_QUEUE_SIZE'),
    scheduledDelayMillis: read('SCHEDULE_DELAY'),
    exportTimeoutMillis: read('EXPORT_TIMEOUT'),
    maxExportBatchSize: read('MAX_EXPORT_BATCH_SIZE'),
  };
}

/** A number above 0; a smaller one is warned of and counts as unset. */
function positiveNumber(core: NumberReader, name: string): number | undefined {
  const value = core.getNumberFromEnv(name);
  if (value === undefined || value > 0) return value;
  log.warn(`${name} must be above 0, the default is used`);
  return undefined;
}
