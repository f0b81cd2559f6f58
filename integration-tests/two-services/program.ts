import { ExampleProcess } from '../support/example-process';

const POLL_MS = 20;

/** A Node process in the folder of the example, and the processes it starts. */
export class Program extends ExampleProcess {
  /**
   * @param args for Node
   * @param env added to an environment in which nothing is said of telemetry
   */
  constructor(args: string[], env: Record<string, string> = {}) {
    super('two-services', args, env, /^SERVICE_/);
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

  /** Ends everything that a failed test has left. */
  async cleanUp(): Promise<void> {
    if (this.hasEnded) return;
    this.signal('SIGKILL');
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
