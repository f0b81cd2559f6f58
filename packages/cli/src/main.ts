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

try {
  process.exitCode = await run(process.argv.slice(2), process);
} catch (error) {
  console.error(visibleLines(inspect(error)));
  process.exitCode = ExitCode.internal;
}
