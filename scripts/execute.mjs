// Commands that are run quietly.

import { spawnSync } from 'node:child_process';

/** Runs a command. Returns what it printed, which is in the error if it fails. */
export function execute(command, args, { cwd, env } = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (status === 0) return stdout;
  const output = error?.message ?? `${stdout}${stderr}`;
  throw new Error(`${command} ${args.join(' ')} failed:\n${output}`);
}

/** Installs a project's dependencies, and the specs, without a lock file. */
export function npmInstall(cwd, specs = [], env = process.env) {
  execute(
    'npm',
    [
      'install',
      '--no-save',
      '--no-package-lock',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...specs,
    ],
    { cwd, env },
  );
}
