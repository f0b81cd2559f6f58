import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** A Node process in the folder of an example, and the processes it starts. */
export class ExampleProcess {
  /** What all of them have written, to both streams. */
  output = '';
  /**
   * Resolves to the exit code, or the name of the signal, when the process has
   * ended and nobody holds its output open: no process it started is left.
   */
  readonly ended: Promise<number | string>;
  protected hasEnded = false;
  private readonly child: ChildProcess;

  /**
   * @param example the name of its folder
   * @param args for Node
   * @param env added to an environment in which nothing is said of telemetry
   * @param left what else is left out of that environment
   */
  constructor(
    example: string,
    args: string[],
    env: Record<string, string>,
    left: RegExp,
  ) {
    this.child = spawn(process.execPath, args, {
      cwd: resolve(__dirname, '../../examples', example),
      env: { ...environmentWithout(left), ...env },
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

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

function environmentWithout(left: RegExp): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(
    ([name]) => !/^(OTEL_|PORT$)/.test(name) && !left.test(name),
  );
  return Object.fromEntries(others);
}
