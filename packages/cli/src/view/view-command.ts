import { startViewer, type Viewer } from '@otel-baggage/viewer';
import type { Command } from 'commander';
import { CommandError } from '../command-error';
import type { Terminal } from '../terminal';
import { visibleLines } from '../visible';
import { openInBrowser } from './open-in-browser';
import { runCommand, waitForSignal } from './run-command';
import {
  missingPackages,
  type WayIn,
  viewEnvironment,
  wayInFor,
} from './view-environment';

interface ViewOptions {
  port: string;
  open?: boolean;
  attach?: boolean;
  register?: boolean;
}

const NOTES = `
Prints the address of the page on standard output, and ends with Ctrl-C or with
the command. Nothing leaves the machine.

A command gets what it needs in its environment. Where it has an OpenTelemetry
SDK of its own, baggage is added to that (--attach); otherwise one is started
with the auto-instrumentations (--register). Without a command the page says
what to set elsewhere.

Exit code: that of the command, or 0.`;

/** Adds `view`. */
export function addViewCommand(
  program: Command,
  terminal: Terminal,
  exitWith: (code: number) => void,
): void {
  program
    .command('view')
    .summary('show the baggage of an application in the browser')
    .description(
      'Receives the telemetry of an application and shows its baggage on a page.',
    )
    .argument('[command...]', 'what to run, behind --')
    .option('-p, --port <number>', 'where to listen on 127.0.0.1', '0')
    .option('--open', 'open the page in the browser')
    .option('--attach', 'the command starts an SDK of its own')
    .option('--register', 'the command starts no SDK')
    .addHelpText('after', NOTES)
    .action(async (command: string[], options: ViewOptions) => {
      exitWith(await view(command, options, terminal));
    });
}

async function view(
  command: string[],
  options: ViewOptions,
  { stdout, stderr, env }: Terminal,
): Promise<number> {
  const chosen = wayOf(options);
  const port = portOf(options.port);
  const way = chosen ?? wayInFor(command, env, process.cwd());
  if (command.length > 0 && way === 'register') requirePackages(command, env);
  const viewer = await start(port, command.join(' '));
  try {
    stdout.write(`${viewer.url}\n`);
    if (options.open) openInBrowser(viewer.url);
    if (command.length === 0) {
      stderr.write(
        'waiting for telemetry; the page says what to set. Ctrl-C ends it\n',
      );
      await waitForSignal();
      return 0;
    }
    return await runCommand(command, viewEnvironment(env, viewer.url, way));
  } finally {
    viewer.close();
  }
}

async function start(port: number, command: string): Promise<Viewer> {
  try {
    return await startViewer({ port, command: command || undefined });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `cannot listen on port ${port}: ${visibleLines(code ?? message)}`,
      'give another --port, or none for one that is free',
    );
  }
}

/** @throws CommandError where there is no SDK to start */
function requirePackages(command: string[], env: Terminal['env']): void {
  const missing = missingPackages(env, process.cwd());
  if (missing.length === 0) return;
  const packages = missing.map(name => ` -p ${name}`).join('');
  throw new CommandError(
    `the command has no OpenTelemetry SDK, and ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not installed`,
    `npx -p @otel-baggage/cli${packages} otel-baggage view -- ${visibleLines(command.join(' '))}`,
  );
}

function wayOf({ attach, register }: ViewOptions): WayIn | undefined {
  if (attach && register) {
    throw new CommandError(
      '--attach and --register exclude each other',
      'give one of them, or none',
    );
  }
  if (attach) return 'attach';
  return register ? 'register' : undefined;
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 65_536) return port;
  throw new CommandError(
    '--port is not a valid port',
    'give a number from 0 to 65535',
  );
}
