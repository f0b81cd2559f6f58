import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const MAIN = resolve(__dirname, '../../packages/cli/dist/main.mjs');
const POLL_MS = 50;
const PATIENCE_MS = 60_000;

/* eslint-disable @typescript-eslint/no-explicit-any */

/** `otel-baggage view`, and the command that it runs. */
export class ViewProcess {
  stdout = '';
  stderr = '';
  /** Resolves to the exit code or the signal. */
  readonly ended: Promise<number | string>;
  private readonly child: ChildProcess;
  private hasEnded = false;

  /**
   * @param args behind `view`
   * @param folder in this one
   * @param env added to an environment in which nothing is said of telemetry
   */
  constructor(args: string[], folder: string, env: NodeJS.ProcessEnv = {}) {
    const others = Object.entries(process.env).filter(
      ([name]) => !/^(OTEL_|NODE_OPTIONS$)/.test(name),
    );
    this.child = spawn(process.execPath, [MAIN, 'view', ...args], {
      cwd: resolve(__dirname, folder),
      env: { ...Object.fromEntries(others), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout!.setEncoding('utf8');
    this.child.stdout!.on('data', text => (this.stdout += text));
    this.child.stderr!.setEncoding('utf8');
    this.child.stderr!.on('data', text => (this.stderr += text));
    this.ended = new Promise(done => {
      this.child.once('close', (code, signal) => {
        this.hasEnded = true;
        done(code ?? signal ?? 'nothing');
      });
    });
  }

  /** Waits for the address of the page. */
  url(): Promise<string> {
    return this.until(async () => /^(http:\S+)\n/.exec(this.stdout)?.[1]);
  }

  /** Waits for the address of the application. */
  app(): Promise<string> {
    return this.until(async () => /app at (\S+)\n/.exec(this.stdout)?.[1]);
  }

  async get(path: string): Promise<any> {
    return (await fetch((await this.url()) + path)).json();
  }

  /** Waits until a function gives something. Rejects where it ends before. */
  async until<T>(find: () => Promise<T>): Promise<NonNullable<T>> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = await find();
      if (found) return found;
      if (this.hasEnded || Date.now() > deadline) {
        throw new Error(`not seen: ${find}\n${this.stdout}\n${this.stderr}`);
      }
      await new Promise(done => setTimeout(done, POLL_MS));
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async stop(): Promise<void> {
    if (!this.hasEnded) this.signal('SIGTERM');
    await this.ended;
  }
}
