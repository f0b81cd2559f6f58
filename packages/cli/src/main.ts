#!/usr/bin/env node
import { inspect } from 'node:util';
import { ExitCode } from './exit-code';
import { run } from './program';
import { visibleLines } from './visible';

process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  // The reader may close early, as `head` does.
  if (code === 'EPIPE') process.exit(process.exitCode ?? ExitCode.ok);
  process.stderr.write(`error: standard output cannot be written (${code})\n`);
  process.exit(ExitCode.output);
});
// Where a message cannot be written there is nobody to be told.
process.stderr.on('error', () => {});

// Not awaited here, so that a bundle in CommonJS can hold it.
run(process.argv.slice(2), process).then(
  exitCode => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`${visibleLines(inspect(error))}\n`);
    process.exitCode = ExitCode.internal;
  },
);
