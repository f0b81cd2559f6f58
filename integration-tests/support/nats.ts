import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from './find-program';

/** NATS; undefined where it is not installed. */
export const NATS = findProgram('nats-server');

/** Milliseconds until it listens. */
const PATIENCE = 60_000;

/** NATS on a port that it chooses; it writes nothing down but that. */
export class Nats {
  private readonly folder = mkdtempSync(join(tmpdir(), 'nats-'));
  private process!: ChildProcess;
  url!: string;

  private constructor() {}

  static async start(): Promise<Nats> {
    const started = new Nats();
    started.process = spawn(
      NATS!,
      ['-a', '127.0.0.1', '-p', '-1', '--ports_file_dir', started.folder],
      { stdio: 'ignore' },
    );
    const end = Date.now() + PATIENCE;
    for (;;) {
      const url = started.writtenUrl();
      if (url !== undefined) {
        started.url = url;
        return started;
      }
      if (started.process.exitCode !== null || Date.now() > end) {
        await started.stop();
        throw new Error('NATS does not listen');
      }
      await sleep(50);
    }
  }

  /** undefined until it is written, and in full. */
  private writtenUrl(): string | undefined {
    const [file] = readdirSync(this.folder);
    if (file === undefined) return undefined;
    try {
      return JSON.parse(readFileSync(join(this.folder, file), 'utf8')).nats[0];
    } catch {
      return undefined;
    }
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
