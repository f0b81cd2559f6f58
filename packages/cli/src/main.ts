#!/usr/bin/env node
import { inspect } from 'node:util';
import { ExitCode } from './exit-code';
import { run } from './program';
import { visibleLines } from './visible';

// Who reads may go early, as `head` does.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? ExitCode.ok);
  });
}

// Not awaited here, so that a bundle in CommonJS can hold it.
run(process.argv.slice(2), process).then(
  exitCode => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(visibleLines(inspect(error)));
    process.exitCode = ExitCode.internal;
  },
);
