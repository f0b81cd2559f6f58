import { propagation } from '@opentelemetry/api';
import { isBaggageKey, serializeBaggage } from '@otel-baggage/core';
import { resolveLimits } from '@otel-baggage/core/internal';
import { readEnvironment } from '@otel-baggage/node/internal';
import type { Command } from 'commander';
import { CommandError } from '../command-error';
import { ExitCode } from '../exit-code';
import { reasonOf } from '../inspect/reasons';
import { Mask } from '../mask';
import { stylesOf } from '../styles';
import type { Terminal } from '../terminal';
import { visibleStart } from '../visible';

/** Characters of a key in a message. */
const MAX_CHARACTERS = 64;

const NOTES = `
The value is everything behind the first "=", taken as it is: spaces, commas,
";" and "%" are encoded. Properties cannot be given. Limits are those of
OTEL_BAGGAGE_MAX_ENTRIES and OTEL_BAGGAGE_MAX_BYTES.

Exit code: 0, or 1 where an entry does not fit the limits, or 2 for invalid
usage.`;

/** Adds `encode`. */
export function addEncodeCommand(
  program: Command,
  terminal: Terminal,
  exitWith: (code: number) => void,
): void {
  program
    .command('encode')
    .summary('write a header from keys and values')
    .description('Writes the baggage header that holds these entries.')
    .argument('<entries...>', 'KEY=VALUE, the value in plain text')
    .addHelpText('after', NOTES)
    .action((entries: string[]) => {
      exitWith(encode(entries, terminal));
    });
}

function encode(
  entries: readonly string[],
  { stdout, stderr, env }: Terminal,
): number {
  let baggage = propagation.createBaggage();
  for (const [key, value] of entries.map(entryOf)) {
    if (baggage.getEntry(key)) throw duplicateKey(key);
    baggage = baggage.setEntry(key, { value });
  }
  const { options } = readEnvironment(env);
  const limits = resolveLimits({
    maxEntries: options.maxEntries,
    maxBytes: options.maxBytes,
  });
  const { header, dropped } = serializeBaggage(baggage, limits);
  if (header !== undefined) stdout.write(`${header}\n`);

  const { yellow } = stylesOf(stderr, env);
  const warn = (text: string) =>
    stderr.write(`${yellow('warning:')} ${text}\n`);
  for (const { position, reason } of dropped) {
    warn(`entry ${position + 1} is left out: ${reasonOf(reason, limits)}`);
  }
  const mask = new Mask(options);
  for (const [key, { value }] of baggage.getAllEntries()) {
    if (!mask.hides(key, value)) continue;
    warn(
      `${visibleStart(key, MAX_CHARACTERS)} looks sensitive; baggage is sent to every downstream service`,
    );
  }
  return dropped.length > 0 ? ExitCode.found : ExitCode.ok;
}

function entryOf(
  argument: string,
  index: number,
): [key: string, value: string] {
  const equals = argument.indexOf('=');
  const key = argument.slice(0, Math.max(equals, 0));
  if (!isBaggageKey(key)) {
    throw new CommandError(
      equals === -1
        ? `entry ${index + 1} has no "="`
        : `the key of entry ${index + 1} is not a valid baggage key`,
      "give KEY=VALUE in quotes, as in: otel-baggage encode 'tenant.id=acme'",
    );
  }
  return [key, argument.slice(equals + 1)];
}

function duplicateKey(key: string): CommandError {
  return new CommandError(
    `${visibleStart(key, MAX_CHARACTERS)} is given twice`,
    'give each key once',
  );
}
