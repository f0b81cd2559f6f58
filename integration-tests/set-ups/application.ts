import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { NEWER_NODE } from '../registry/installed-project';

/** Variables that the tests' own environment must not give to an application. */
const NOT_INHERITED = /^(OTEL_|NODE_OPTIONS$|NODE_ENV$|JEST_)/;
/** Milliseconds that an application may take to end. */
const GRACE = 5_000;

/** A process that says on its standard output at which URL it listens. */
export class Application {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly stderr: Promise<string>,
  ) {}

  /** @param command finds the Node.js of the table under `node` */
  static async start(
    [command, ...args]: readonly string[],
    cwd: string,
    env: Record<string, string>,
  ): Promise<Application> {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !NOT_INHERITED.test(name),
    );
    const PATH = [dirname(NEWER_NODE!), process.env.PATH].join(delimiter);
    const child = spawn(command!, args, {
      cwd,
      env: { ...Object.fromEntries(inherited), PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stderr = text(child.stderr!);
    const url = await urlOf(child);
    if (url === undefined) {
      child.kill('SIGKILL');
      throw new Error(await stderr);
    }
    child.stdout!.resume();
    return new Application(child, url, stderr);
  }

  /** Lets the process end. @returns what it said on stderr */
  async end(): Promise<string> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), GRACE);
      await exit;
      clearTimeout(late);
    }
    return this.stderr;
  }
}

async function urlOf({ stdout }: ChildProcess): Promise<string | undefined> {
  for await (const line of createInterface({ input: stdout! })) {
    const [url] = line.match(/http:\/\/[\w.:[\]]+/) ?? [];
    if (url !== undefined) return url.replace('localhost', '127.0.0.1');
  }
  return undefined;
}
