import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { CommandError } from '../command-error';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Signal = (typeof SIGNALS)[number];

/** A command that is asked to end gets so long. */
const PATIENCE_MS = 10_000;

/** Resolves when a person ends this process. */
export function waitForSignal(): Promise<Signal> {
  return new Promise(resolve => onSignal(resolve));
}

/**
 * Runs a command with the terminal of this process. A signal is passed on to it;
 * the second one, or a command that does not end, ends it at once.
 *
 * @returns its exit code, as a shell gives it
 */
export function runCommand(
  [name = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(name, args, {
    stdio: 'inherit',
    env,
    shell: process.platform === 'win32',
  });
  const kill = () => child.kill('SIGKILL');
  let isAsked = false;
  const stop = onSignal(signal => {
    if (isAsked) return void kill();
    isAsked = true;
    // In a terminal Ctrl-C reaches it as well.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    setTimeout(kill, PATIENCE_MS).unref();
  });
  // The command ends with this process.
  process.once('exit', kill);
  return new Promise<number>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new CommandError(
          `the command cannot be run: ${error.code ?? error.message}`,
          'give it as you would to the shell, behind --',
        ),
      );
    });
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  }).finally(() => {
    stop();
    process.off('exit', kill);
  });
}

/** @returns what ends it */
function onSignal(listener: (signal: Signal) => void): () => void {
  for (const signal of SIGNALS) process.on(signal, listener);
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener);
  };
}
