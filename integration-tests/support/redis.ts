import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from './find-program';

/** Redis; undefined where it is not installed. */
export const REDIS = findProgram('redis-server');

/** Milliseconds until it listens. */
const PATIENCE = 60_000;

/** Redis on a socket in a folder of its own; it writes nothing down. */
export class Redis {
  private readonly folder = mkdtempSync(join(tmpdir(), 'redis-'));
  readonly socket = join(this.folder, 'redis.sock');
  private process!: ChildProcess;

  private constructor() {}

  static async start(): Promise<Redis> {
    const started = new Redis();
    started.process = spawn(
      REDIS!,
      [
        ...['--port', '0', '--unixsocket', started.socket],
        ...['--save', '', '--appendonly', 'no', '--dir', started.folder],
        ...['--maxmemory-policy', 'noeviction'],
      ],
      { stdio: 'ignore' },
    );
    const end = Date.now() + PATIENCE;
    while (!existsSync(started.socket)) {
      if (started.process.exitCode !== null || Date.now() > end) {
        await started.stop();
        throw new Error('Redis does not listen');
      }
      await sleep(50);
    }
    return started;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      const ended = once(this.process, 'exit');
      this.process.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
