import { spawn } from 'node:child_process';
import { resolve as resolvePath } from 'node:path';

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Variables that the tests' own environment must not give to an application. */
const OTEL = /^OTEL_/;

/** An application that is not ready by then never will be. */
const TIMEOUT_MS = 60_000;

/**
 * Runs a file with Node and waits for its end.
 *
 * @param file of this folder, or an absolute path
 * @param env is added to an environment without variables of OpenTelemetry
 */
export function runApp(
  file: string,
  env: Record<string, string>,
  nodeOptions: string[] = [],
  cwd = __dirname,
): Promise<Ended> {
  const clean = Object.entries(process.env).filter(
    ([name]) => !OTEL.test(name) && name !== 'NODE_OPTIONS',
  );
  const child = spawn(
    process.execPath,
    [...nodeOptions, resolvePath(__dirname, file)],
    {
      cwd,
      env: { ...Object.fromEntries(clean), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    },
  );
  const ended: Ended = { code: null, signal: null, stdout: '', stderr: '' };
  child.stdout.on('data', text => (ended.stdout += text));
  child.stderr.on('data', text => (ended.stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ ...ended, code, signal }));
  });
}
