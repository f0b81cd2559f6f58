import { readEnvironment } from '@otel-baggage/node/internal';
import type { Command } from 'commander';
import { withEnvFile } from '../env-file';
import { ExitCode } from '../exit-code';
import { stylesOf } from '../styles';
import { widthOf, type Terminal } from '../terminal';
import { visibleJson } from '../visible';
import { environmentJson } from './environment-json';
import { environmentText } from './environment-text';
import { environmentWarnings } from './environment-warnings';

interface EnvOptions {
  json?: boolean;
  envFile?: string;
}

const NOTES = `
The result is used by withBaggage(), register and attach of
@otel-baggage/node; a configuration file and options in code win over it.

Exit code: 0, or 1 where there is a warning, or 2 for invalid usage.`;

/** Adds `env`. */
export function addEnvCommand(
  program: Command,
  { stdout, env: ownEnv }: Terminal,
  exitWith: (code: number) => void,
): void {
  program
    .command('env')
    .summary('show the configuration that the environment makes')
    .description(
      'Shows what the OTEL_BAGGAGE_* variables are understood as, and what they make together.',
    )
    .option('--env-file <path>', 'variables that are not set otherwise')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action(({ json = false, envFile }: EnvOptions) => {
      const env = withEnvFile(ownEnv, envFile);
      const reading = readEnvironment(env);
      const warnings = environmentWarnings(reading, env);
      const text = json
        ? visibleJson(environmentJson(reading, warnings))
        : environmentText(
            reading,
            warnings,
            widthOf(stdout),
            stylesOf(stdout, env),
          );
      stdout.write(`${text}\n`);
      exitWith(warnings.length > 0 ? ExitCode.found : ExitCode.ok);
    });
}
