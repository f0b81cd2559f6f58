import { ExampleProcess } from '../support/example-process';

const POLL_MS = 50;
const ROUND_MS = 100_000;

/* eslint-disable @typescript-eslint/no-explicit-any */

/** `start.mjs` of the example, and the processes it starts. */
export class Storefront extends ExampleProcess {
  /**
   * @param args of `start.mjs`
   * @param env added to an environment in which nothing is said of telemetry
   */
  constructor(args: string[], env: Record<string, string> = {}) {
    super('storefront', ['start.mjs', ...args], env, /^$/);
  }

  /** Waits until the output holds a text. Rejects if it ends without. */
  says(text: RegExp): Promise<string> {
    return this.until(async () => this.output.match(text)?.[0]);
  }

  /**
   * Waits until a function gives something. Rejects if it ends before, or
   * after a time.
   */
  async until<T>(find: () => Promise<T>): Promise<NonNullable<T>> {
    const deadline = Date.now() + ROUND_MS;
    for (;;) {
      const found = await find();
      if (found) return found;
      if (this.hasEnded || Date.now() > deadline) {
        throw new Error(`not seen: ${find}\n${this.output}`);
      }
      await new Promise(done => setTimeout(done, POLL_MS));
    }
  }

  get url(): string | undefined {
    return this.output.match(/^The page is at (http:\S+)\. /m)?.[1];
  }

  async get(path: string): Promise<any> {
    return (await fetch(`${this.url}${path}`)).json();
  }

  /** Sends the page's checkout with another header; gives its trace. */
  async send(header: string): Promise<any> {
    const { send } = await this.get('/api/state');
    const response = await fetch(`${this.url}/api/send`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...send, header }),
    });
    const { traceId, status } = (await response.json()) as any;
    expect(status).toBe(200);
    return this.until(async () => {
      const trace = await this.get(`/api/traces/${traceId}`);
      const isWhole = trace.hops?.some(({ to }: any) => to === 'worker');
      return isWhole && trace.hops.length === 6 ? trace : undefined;
    });
  }

  /** Ends everything that a failed test has left. */
  async cleanUp(): Promise<void> {
    // The services end by themselves when it is gone.
    this.signal('SIGKILL');
    await this.ended;
  }
}
