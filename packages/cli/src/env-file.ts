import { readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Environment } from '@otel-baggage/node/internal';
import { CommandError } from './command-error';
import { visible } from './visible';

/** Bytes of a file of variables. */
const MAX_BYTES = 1_048_576;

/**
 * The environment with the variables of a file, as `node --env-file` has it:
 * what is set already wins.
 *
 * @throws CommandError where the file cannot be read
 */
export function withEnvFile(
  env: Environment,
  file: string | undefined,
): Environment {
  if (file === undefined) return env;
  return { ...parseEnv(textOf(file)), ...env };
}

function textOf(file: string): string {
  try {
    const { size } = statSync(file);
    if (size > MAX_BYTES) throw tooLarge(file);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `${visible(file)} cannot be read (${code})`,
      'give a file with lines as in: OTEL_BAGGAGE_ATTRIBUTE_KEYS=tenant.id',
    );
  }
}

function tooLarge(file: string): CommandError {
  return new CommandError(
    `${visible(file)} has more than 1 MiB`,
    'give a file with the OTEL_BAGGAGE_* variables alone',
  );
}
