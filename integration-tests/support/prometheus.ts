import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from './find-program';
import { onFreePort } from './free-port';

/* eslint-disable @typescript-eslint/no-explicit-any */

/** Debian's Prometheus; undefined where it is not installed. */
export const PROMETHEUS = findProgram('prometheus');

/** Milliseconds until an answer must be what is expected. */
const PATIENCE = 60_000;

/** Prometheus itself, which scrapes twice a second. */
export class Prometheus {
  private readonly folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  private process!: ChildProcess;
  private url!: string;

  private constructor() {}

  /**
   * Starts it and waits until it has scraped all.
   *
   * @param targets as `host:port`
   */
  static async start(targets: string[]): Promise<Prometheus> {
    const started = new Prometheus();
    await started.launch(targets);
    return started;
  }

  private async launch(targets: string[]): Promise<void> {
    const config = join(this.folder, 'prometheus.yml');
    writeFileSync(
      config,
      JSON.stringify({
        global: { scrape_interval: '500ms', scrape_timeout: '500ms' },
        scrape_configs: [{ job_name: 'tests', static_configs: [{ targets }] }],
      }),
    );
    await onFreePort(port => this.listen(config, `127.0.0.1:${port}`));
    await this.until(
      () => this.query('sum(up)').catch(() => ({})),
      ({ '': up }: Record<string, number>) => up === targets.length,
    );
  }

  private async listen(config: string, address: string): Promise<void> {
    this.url = `http://${address}`;
    this.process = spawn(
      PROMETHEUS!,
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(this.folder, 'data')}`,
        `--web.listen-address=${address}`,
      ],
      { stdio: 'ignore' },
    );
    const isReady = () =>
      fetch(`${this.url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    const ended = () => this.process.exitCode !== null;
    await this.until(isReady, ready => ready || ended());
    if (ended()) throw new Error('Prometheus does not listen');
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      const ended = once(this.process, 'close');
      this.process.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true });
  }

  /** Asks until the answer is what is expected; the last answer decides. */
  async untilEqual(
    promQl: string,
    expected: Record<string, number>,
  ): Promise<void> {
    const found = await this.until(
      () => this.query(promQl),
      found =>
        Object.entries(expected).every(
          ([value, count]) => found[value] === count,
        ),
    );
    expect(found).toEqual(expected);
  }

  /** An instant query; gives the values by that of the one label. */
  async query(promQl: string): Promise<Record<string, number>> {
    const { result } = await this.ask(
      `/api/v1/query?query=${encodeURIComponent(promQl)}`,
    );
    return Object.fromEntries(
      result.map(({ metric, value }: any) => [
        Object.values(metric)[0] ?? '',
        Number(value[1]),
      ]),
    );
  }

  /** What its HTTP API answers. */
  async ask(path: string): Promise<any> {
    const { data } = (await (await fetch(this.url + path)).json()) as any;
    return data;
  }

  /** Asks until the answer is good, or for too long. */
  private async until<T>(
    ask: () => Promise<T>,
    isGood: (answer: T) => boolean,
  ): Promise<T> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const answer = await ask();
      if (isGood(answer) || Date.now() > end) return answer;
      await sleep(100);
    }
  }
}
