import { spawnSync } from 'node:child_process';
import {
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './root';
import { environment, type Outcome } from './run-blocks';

/** Milliseconds until commands that do not end are stopped. */
const TIMEOUT = 60_000;

/**
 * `npx` finds the command here, and a job in the background is not to keep it
 * waiting. That a member was dropped, or that there is a warning, is exit code
 * 1 of the command, and none of the script.
 */
const SHELL = `
npx() { "$@" </dev/stdin || [ $? -eq 1 ]; }
otel-baggage() { node "$ROOT/packages/cli/dist/main.mjs" "$@"; }
set -e -o pipefail
`;

const APPLICATION = "console.log('the application has run');\n";

/**
 * Runs commands in one shell, in the folder of an application `app.js` that has
 * installed all that this repository has, with the examples beside it.
 *
 * @returns `stdout` holds what went to standard error, too
 */
export function runCommands(commands: readonly string[]): Outcome {
  const folder = realpathSync(
    mkdtempSync(join(tmpdir(), 'otel-baggage-docs-')),
  );
  try {
    for (const shared of ['node_modules', 'examples']) {
      symlinkSync(join(ROOT, shared), join(folder, shared));
    }
    writeFileSync(join(folder, 'app.js'), APPLICATION);
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['-c', `${SHELL}exec 2>&1\n${commands.join('\n')}`],
      {
        cwd: folder,
        encoding: 'utf8',
        timeout: TIMEOUT,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...environment(),
          ROOT,
          NO_COLOR: '1',
          // Nobody is there to send it to.
          OTEL_TRACES_EXPORTER: 'none',
          OTEL_LOGS_EXPORTER: 'none',
          OTEL_METRICS_EXPORTER: 'none',
        },
      },
    );
    return { exitCode: status, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
