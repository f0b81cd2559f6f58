import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const EXAMPLE = resolve(__dirname, '../../examples/two-services');
const POLL_MS = 20;

/** A Node process in the folder of the example, and the processes it starts. */
export class Program {
  /** What all of them have written, to both streams. */
  output = '';
  /**
   * Resolves to the exit code, or the name of the signal, when the process has
   * ended and nobody holds its output open: no process it started is left.
   */
  readonly ended: Promise<number | string>;
  private readonly child: ChildProcess;
  private hasEnded = false;

  /**
   * @param args for Node
   * @param env added to an environment in which nothing is said of telemetry
   */
  constructor(args: string[], env: Record<string, string> = {}) {
    this.child = spawn(process.execPath, args, {
      cwd: EXAMPLE,
      env: { ...silentEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', text => (this.output += text));
    }
    this.ended = new Promise(done => {
      this.child.once('close', (code, signal) => {
        this.hasEnded = true;
        done(code ?? signal ?? 'nothing');
      });
    });
  }

  /** The process that has said that it listens as this service. */
  pidOf(service: string): number {
    return Number(this.inLineOf(service, /\(process (\d+)\)/));
  }

  /** The address that the service has said it listens on. */
  urlOf(service: string): string {
    return this.inLineOf(service, /(http:\S+)/);
  }

  /** Waits until the output holds a text. Rejects if it ends without. */
  async says(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.hasEnded) throw new Error(`not said: ${text}\n${this.output}`);
      await new Promise(done => setTimeout(done, POLL_MS));
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends everything that a failed test has left. */
  async cleanUp(): Promise<void> {
    if (this.hasEnded) return;
    this.child.kill('SIGKILL');
    for (const [, pid] of this.output.matchAll(/\(process (\d+)\)/g)) {
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {
        // It is gone.
      }
    }
    await this.ended;
  }

  private inLineOf(service: string, pattern: RegExp): string {
    const line = this.output
      .split('\n')
      .find(text => text.startsWith(`${service} listens`));
    const found = line?.match(pattern)?.[1];
    if (!found) throw new Error(`${service} does not listen\n${this.output}`);
    return found;
  }
}

function silentEnvironment(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(
    ([name]) => !/^(OTEL_|SERVICE_|PORT$)/.test(name),
  );
  return Object.fromEntries(others);
}
