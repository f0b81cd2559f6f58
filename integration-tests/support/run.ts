import { execFileSync } from 'node:child_process';

/**
 * Runs a program; gives its output, which is in the error if it fails.
 *
 * @param where the folder, or that and the environment
 */
export function run(
  where: string | { cwd: string; env: NodeJS.ProcessEnv },
  command: string,
  ...args: string[]
): string {
  try {
    return execFileSync(command, args, {
      ...(typeof where === 'string' ? { cwd: where } : where),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${[command, ...args].join(' ')}\n${stdout}${stderr}`, {
      cause: error,
    });
  }
}
