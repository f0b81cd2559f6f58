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
    super('storefront', ['start.mjs', ...args], env, /^(STOREFRONT_|REDIS_)/);
  }

  /** Waits until the output holds a text. Rejects if it ends without. */
  async says(text: RegExp): Promise<string> {
    return this.until(async () => this.output.match(text)?.[0]);
  }

  /** Waits until the round is over and all its telemetry has arrived. */
  async isDone(): Promise<void> {
    await this.until(async () => (await this.state())?.phase === 'done');
  }

  /**
   * Waits until a function gives something. Rejects if it ends before, or
   * after a time.
   */
  async until<T>(
    find: () => Promise<T>,
    milliseconds = ROUND_MS,
  ): Promise<NonNullable<T>> {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const found = await find();
      if (found) return found;
      if (this.hasEnded || Date.now() > deadline) {
        throw new Error(`not seen: ${find}\n${this.output}`);
      }
      await new Promise(done => setTimeout(done, POLL_MS));
    }
  }

  /** What the API says of the round; undefined while there is no API yet. */
  async state(): Promise<any> {
    return this.url ? this.get('/api/state') : undefined;
  }

  get url(): string | undefined {
    return this.output.match(/^page +(http:\S+)$/m)?.[1];
  }

  async get(path: string): Promise<any> {
    return (await fetch(`${this.url}${path}`)).json();
  }

  async post(path: string, body: unknown): Promise<any> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.json();
  }

  /** Sends a checkout with a header; gives its trace. */
  async send(header: string): Promise<any> {
    const { traceId, status } = await this.post('/api/send', { header });
    expect(status).toBe(200);
    return this.get(`/api/traces/${traceId}`);
  }

  /** Ends everything that a failed test has left. */
  async cleanUp(): Promise<void> {
    // The services end by themselves when it is gone.
    this.signal('SIGKILL');
    await this.ended;
  }
}
