import { readEnvironment } from '@otel-baggage/node/internal';
import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { CommandError } from './command-error';
import { addEncodeCommand } from './encode/encode-command';
import { addEnvCommand } from './environment/env-command';
import { ExitCode } from './exit-code';
import { Mask } from './mask';
import { addInspectCommand } from './inspect/inspect-command';
import { addListenCommand } from './listen/listen-command';
import { addProbeCommand } from './probe/probe-command';
import { stylesOf } from './styles';
import { widthOf, type Terminal } from './terminal';
import { addViewCommand } from './view/view-command';
import { visibleLines } from './visible';

const NOTES = `
Examples:
  otel-baggage inspect 'tenant.id=acme, user id=7'
  otel-baggage env
  otel-baggage encode 'user.name=Amélie'
  otel-baggage listen --port 8080
  otel-baggage probe localhost:8080 --baggage 'tenant.id=acme'
  otel-baggage view -- node app.js`;

/**
 * Runs `otel-baggage`.
 *
 * @param args those behind the command's name
 * @returns the exit code, one of {@link ExitCode}
 */
export async function run(
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  let exitCode: number = ExitCode.ok;
  const program = createProgram(terminal, code => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
    }
    if (!(error instanceof CommandError)) throw error;
    const { red, dim } = stylesOf(terminal.stderr, terminal.env);
    terminal.stderr.write(`${red('error:')} ${error.message}\n`);
    terminal.stderr.write(dim(`hint: ${error.hint}`) + '\n');
    return error.exitCode;
  }
}

function createProgram(
  terminal: Terminal,
  exitWith: (code: number) => void,
): Command {
  const { stdout, stderr, env } = terminal;
  const { red } = stylesOf(stderr, env);
  const mask = new Mask(readEnvironment(env).options);
  /** A wrong argument is named in quotes, and may be a header. */
  const withoutSecrets = (text: string) =>
    text.replace(
      /'(.*)'/s,
      (_, argument: string) => `'${mask.header(argument)}'`,
    );
  const program = new Command('otel-baggage')
    .description('Looks into OpenTelemetry baggage.')
    .version(version)
    .addHelpText('after', NOTES)
    .exitOverride()
    .configureOutput({
      writeOut: text => stdout.write(text),
      writeErr: text => stderr.write(text),
      getOutHelpWidth: () => widthOf(stdout),
      getErrHelpWidth: () => widthOf(stderr),
      getOutHasColors: () => false,
      getErrHasColors: () => true,
      outputError: (text, write) =>
        write(visibleLines(withoutSecrets(text)).replace(/^error:/, red)),
    })
    .showHelpAfterError('hint: add --help to see what there is');
  addInspectCommand(program, terminal, exitWith);
  addEnvCommand(program, terminal, exitWith);
  addEncodeCommand(program, terminal, exitWith);
  addListenCommand(program, terminal, exitWith);
  addProbeCommand(program, terminal, exitWith);
  addViewCommand(program, terminal, exitWith);
  return program;
}
