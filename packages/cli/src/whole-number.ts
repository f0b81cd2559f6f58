import { CommandError } from './command-error';

/**
 * Reads the whole number of an option.
 *
 * @throws CommandError where it is not between `least` and `most`
 */
export function wholeNumber(
  option: string,
  text: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= least && number <= most) return number;
  throw new CommandError(
    most === Number.MAX_SAFE_INTEGER
      ? `${option} must be a whole number from ${least}`
      : `${option} must be a whole number from ${least} to ${most}`,
    `as in: ${option} 8000`,
  );
}
