import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readEnvironment } from '@otel-baggage/node/internal';
import type { Command } from 'commander';
import { CommandError } from '../command-error';
import { ExitCode } from '../exit-code';
import { Mask } from '../mask';
import type { Terminal } from '../terminal';
import { visibleAscii, visibleStart } from '../visible';
import { wholeNumber } from '../whole-number';
import { createEchoServer } from './echo-server';

interface ListenOptions {
  port: string;
  once?: boolean;
}

const LOOPBACK = '127.0.0.1';
const HIGHEST_PORT = 65_535;
/** Characters of a request's path, and of its baggage. */
const MAX_CHARACTERS = 60;
const MAX_HEADER = 8192;

const NOTES = `
Each request is answered with its baggage in JSON, and printed; values of keys
that look sensitive are not printed. Only this machine can connect. Ctrl-C ends
it.

Exit code: 0, or 2 for invalid usage or a port that cannot be used.`;

/** Adds `listen`. */
export function addListenCommand(
  program: Command,
  terminal: Terminal,
  exitWith: (code: number) => void,
): void {
  program
    .command('listen')
    .summary('answer requests with the baggage that they have')
    .description('Serves HTTP on this machine, and echoes the baggage header.')
    .option('-p, --port <number>', 'port; 0 for any that is free', '0')
    .option('--once', 'answer one request, then end')
    .addHelpText('after', NOTES)
    .action(async (options: ListenOptions) => {
      exitWith(await listen(options, terminal));
    });
}

async function listen(
  { port, once: isOnce = false }: ListenOptions,
  { stdout, env }: Terminal,
): Promise<number> {
  const mask = new Mask(readEnvironment(env).options);
  const server = createEchoServer((request, baggage) => {
    stdout.write(`${lineOf(request, baggage, mask)}\n`);
    if (isOnce) server.close();
  });
  server.listen(wholeNumber('--port', port, 0, HIGHEST_PORT), LOOPBACK);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `port ${port} cannot be used (${code})`,
      'give another one, or none for any that is free',
    );
  }
  const { port: used } = server.address() as AddressInfo;
  stdout.write(`listening on http://${LOOPBACK}:${used}/\n`);
  await once(server, 'close');
  return ExitCode.ok;
}

function lineOf(
  { method, url = '' }: IncomingMessage,
  baggage: string | undefined,
  mask: Mask,
): string {
  const [path = ''] = url.split('?');
  const shown =
    baggage === undefined
      ? 'no baggage'
      : visibleStart(visibleAscii(mask.header(baggage)), MAX_HEADER);
  return `${method} ${visibleStart(path, MAX_CHARACTERS)}  ${shown}`;
}
