import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { findProgram } from './find-program';

/** NATS; undefined where it is not installed. */
export const NATS = findProgram('nats-server');

/** NATS on a port of its own of 127.0.0.1; it keeps nothing. */
export class Nats {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts it and waits until it listens. */
  static async start(): Promise<Nats> {
    const child = spawn(NATS!, ['--addr', '127.0.0.1', '--port', '-1'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const lines = createInterface({ input: child.stderr! });
    for await (const line of lines) {
      const [, address] =
        line.match(/Listening for client connections on (\S+)/) ?? [];
      if (address !== undefined) {
        child.stderr!.resume();
        return new Nats(`nats://${address}`, child);
      }
    }
    throw new Error('NATS does not listen');
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
