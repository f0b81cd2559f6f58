import { log } from './log';
import type { CoreModule } from './sdk-packages';

/** A number above 0; a smaller one is warned of and counts as unset. */
export function positiveNumberFromEnv(
  core: Pick<CoreModule, 'getNumberFromEnv'>,
  name: string,
): number | undefined {
  const value = core.getNumberFromEnv(name);
  if (value === undefined || value > 0) return value;
  log.warn(`${name} must be above 0, the default is used`);
  return undefined;
}
