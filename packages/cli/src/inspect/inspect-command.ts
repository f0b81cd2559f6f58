import { createReadStream } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { readEnvironment, type Environment } from '@otel-baggage/node/internal';
import type { Command } from 'commander';
import { CommandError } from '../command-error';
import { withEnvFile } from '../env-file';
import { stateWarnings } from '../environment/environment-warnings';
import { ExitCode } from '../exit-code';
import { linesOf } from '../lines';
import { stylesOf } from '../styles';
import { widthOf, type Terminal } from '../terminal';
import { visible, visibleJson } from '../visible';
import { warningLines } from '../warning-lines';
import { wholeNumber } from '../whole-number';
import { headersIn, withoutFieldName } from './headers-in';
import { inspectionJson } from './inspection-json';
import { inspectionText } from './inspection-text';
import { Inspector } from './inspector';

interface InspectOptions {
  file?: string;
  join?: boolean;
  json?: boolean;
  keys?: string;
  maxBytes?: string;
  envFile?: string;
}

/** Headers that are read: far more than a person looks through. */
const MAX_HEADERS = 10_000;

const NOTES = `
Without HEADER and --file, headers are read from standard input, one a line,
with or without "baggage:" before it. Of what "curl -v" prints, the baggage of
each request and response is read. Values of keys that look sensitive are not
shown. Limits, trust boundaries and attributes are those of the OTEL_BAGGAGE_*
variables: see "otel-baggage env". At most ${MAX_HEADERS} headers and 16 MiB are read.

Exit code: 0, or 1 where a member was dropped, or 2 for invalid usage or input
that cannot be read.`;

/** Adds `inspect`. */
export function addInspectCommand(
  program: Command,
  terminal: Terminal,
  exitWith: (code: number) => void,
): void {
  program
    .command('inspect')
    .summary('show what is kept and dropped of a header, and why')
    .description('Shows what a service makes of a baggage header.')
    .argument('[header]', 'the header, in quotes')
    .option('-f, --file <path>', 'read headers from a file, one a line')
    .option('--join', 'take all lines for the fields of one message')
    .option('--json', 'print JSON, an array with one object for each header')
    .option(
      '--keys <patterns>',
      'sets OTEL_BAGGAGE_ATTRIBUTE_KEYS, as in a,b.*',
    )
    .option('--max-bytes <number>', 'sets OTEL_BAGGAGE_MAX_BYTES')
    .option('--env-file <path>', 'variables that are not set otherwise')
    .addHelpText('after', NOTES)
    .showHelpAfterError(
      'hint: put the header in quotes, and "--" before one that begins with "-"',
    )
    .action(async (header: string | undefined, options: InspectOptions) => {
      exitWith(await inspect(header, options, terminal));
    });
}

async function inspect(
  argument: string | undefined,
  options: InspectOptions,
  terminal: Terminal,
): Promise<number> {
  const { file, join = false, json = false } = options;
  const { stdout, stderr } = terminal;
  const env = environmentOf(options, terminal.env);
  const styles = stylesOf(stdout, env);
  const reading = readEnvironment(env);
  const inspector = new Inspector(reading.options);
  const inspections: object[] = [];
  let count = 0;
  let hasDropped = false;

  const lines = limited(linesToInspect(argument, file, terminal));
  for await (const header of join ? joined(lines) : lines) {
    const inspection = inspector.inspect(header);
    hasDropped ||=
      inspection.unreadFrom !== undefined ||
      inspection.members.some(({ dropped }) => dropped !== undefined);
    count++;
    if (json) {
      inspections.push(inspectionJson(inspection));
    } else {
      const width = widthOf(stdout);
      const text = inspectionText(inspection, width, styles);
      stdout.write(`${count === 1 ? '' : '\n\n'}${text}\n`);
      await setImmediate(); // Nobody may be reading any more.
    }
  }
  if (count === 0) {
    throw new CommandError(
      'there is no header to inspect',
      `give one, as in: otel-baggage inspect 'tenant.id=acme'`,
    );
  }
  if (json) stdout.write(`${visibleJson(inspections)}\n`);

  const warned = stylesOf(stderr, env);
  for (const warning of [...reading.problems, ...stateWarnings(reading, env)]) {
    stderr.write(`${warningLines(warning, widthOf(stderr), warned)}
`);
  }
  return hasDropped ? ExitCode.found : ExitCode.ok;
}

/** An option wins over the environment, and that over a file. */
function environmentOf(
  { keys, maxBytes, envFile }: InspectOptions,
  env: Environment,
): Environment {
  return {
    ...withEnvFile(env, envFile),
    ...(keys !== undefined && { OTEL_BAGGAGE_ATTRIBUTE_KEYS: keys }),
    ...(maxBytes !== undefined && {
      OTEL_BAGGAGE_MAX_BYTES: String(wholeNumber('--max-bytes', maxBytes, 1)),
    }),
  };
}

async function* linesToInspect(
  argument: string | undefined,
  file: string | undefined,
  { stdin }: Terminal,
): AsyncGenerator<string> {
  if (argument !== undefined) {
    if (file !== undefined) {
      throw new CommandError(
        'both a header and --file are given',
        'leave one of them out',
      );
    }
    yield withoutFieldName(argument);
    return;
  }
  if (file === undefined && stdin.isTTY) {
    throw new CommandError(
      'there is no header to inspect',
      `give one, as in: otel-baggage inspect 'tenant.id=acme'`,
    );
  }
  try {
    yield* headersIn(
      linesOf(file === undefined ? stdin : createReadStream(file)),
    );
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new CommandError(
      `${file === undefined ? 'standard input' : visible(file)} cannot be read (${code})`,
      'give a file with one header a line',
    );
  }
}

/** @throws CommandError where there is no end in sight */
async function* limited(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let count = 0;
  for await (const line of lines) {
    if (count++ === MAX_HEADERS) {
      throw new CommandError(
        `the input has more than ${MAX_HEADERS} headers`,
        'inspect a part of it, as in: head -n 100 FILE | otel-baggage inspect',
      );
    }
    yield line;
  }
}

/** As one baggage-string (rule E1). */
async function* joined(lines: AsyncIterable<string>): AsyncGenerator<string> {
  const fields: string[] = [];
  for await (const line of lines) fields.push(line);
  if (fields.length > 0) yield fields.join(',');
}
