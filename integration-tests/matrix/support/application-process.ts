import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Variables that the tests' own environment must not give to an application. */
const NOT_INHERITED = /^(OTEL_|NODE_OPTIONS$)/;

/** All signals to this receiver, with room for every span of a whole test. */
export function exportTo(endpoint: string): Record<string, string> {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_NODE_RESOURCE_DETECTORS: 'none',
    OTEL_BSP_MAX_QUEUE_SIZE: '100000',
    OTEL_BLRP_MAX_QUEUE_SIZE: '100000',
  };
}

/**
 * A process that tells the URL it listens on and ends by itself when its
 * channel to this process is closed.
 */
export class ApplicationProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly stderr: Promise<string>,
  ) {}

  /**
   * @param file relative to the folder of the specs
   * @param nodeOptions as `--require`, with a file relative to the same folder
   * @param env is added to an environment without variables of OpenTelemetry
   * @param where another folder and another Node.js
   */
  static async start(
    file: string,
    nodeOptions: string[],
    env: Record<string, string>,
    where: { cwd?: string; execPath?: string | undefined } = {},
  ): Promise<ApplicationProcess> {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !NOT_INHERITED.test(name),
    );
    const child = fork(file, {
      cwd: where.cwd ?? join(__dirname, '..'),
      execPath: where.execPath ?? process.execPath,
      execArgv: nodeOptions,
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    const stderr = text(child.stderr!);
    const url = await new Promise<string>((listening, failed) => {
      child.once('message', listening as (message: unknown) => void);
      child.once('error', failed);
      child.once('exit', () => void stderr.then(said => failed(Error(said))));
    });
    return new ApplicationProcess(child, url, stderr);
  }

  /** Lets the process end. @returns its exit code and what it said on stderr */
  async end(): Promise<{ code: number; stderr: string }> {
    const exit = once(this.child, 'exit');
    this.child.disconnect();
    const [code, signal] = await exit;
    return { code: code ?? signal, stderr: await this.stderr };
  }

  /** Ends what a failed test has left. */
  kill(): void {
    this.child.kill('SIGKILL');
  }
}
