// A service of the shop as a process of its own.

import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../', import.meta.url);
const TELEMETRY = new URL('telemetry.mjs', FOLDER).href;

const READY_MS = 30_000;
/** Longer than an exporter tries to send what is left. */
const STOP_MS = 20_000;
const FLUSH_MS = 20_000;

/** With the signal that ends each at once. */
const running = new Map();

/**
 * Emits `message` for what the process says, and `failed`, with a sentence,
 * where it ends before it is told to.
 */
export class ServiceProcess extends EventEmitter {
  /** Where it listens, once it has started; undefined where it does not. */
  address;
  #child;
  #ended;
  #stopping = false;
  #flushes = 0;

  /**
   * @param file in the folder of the example, as `gateway.mjs`
   * @param options `name`; `env`, all of its environment; `telemetry`, whether
   *   OpenTelemetry is set up in it; `verbose`, whether its output is shown;
   *   `killSignal`, what ends it at once
   */
  constructor(file, { name, env, telemetry, verbose, killSignal = 'SIGKILL' }) {
    super();
    this.name = name;
    this.hasTelemetry = telemetry;
    this.#child = fork(fileURLToPath(new URL(file, FOLDER)), {
      execArgv: telemetry ? ['--import', TELEMETRY] : [],
      env,
      stdio: ['ignore', verbose ? 'inherit' : 'ignore', 'inherit', 'ipc'],
    });
    running.set(this.#child, killSignal);
    this.#child.on('message', message => this.emit('message', message));
    this.#ended = new Promise(resolve => {
      this.#child.once('error', error => resolve(error.message));
      this.#child.once('exit', (code, signal) =>
        resolve(signal ? `signal ${signal}` : `exit code ${code}`),
      );
    });
    this.#ended.then(how => {
      running.delete(this.#child);
      if (!this.#stopping) this.emit('failed', `${name} ended with ${how}`);
    });
  }

  /**
   * Waits until it is ready.
   *
   * @throws Error where it does not get that far
   */
  async ready() {
    const { address } = await this.#answer(
      message => message.ready,
      READY_MS,
      'did not get ready',
    );
    this.address = address;
  }

  send(message) {
    if (this.#child.connected) this.#child.send(message);
  }

  /**
   * Has it send all the telemetry that it has so far.
   *
   * @throws Error where it cannot
   */
  async flush() {
    const id = ++this.#flushes;
    this.send({ flush: id });
    const { problem } = await this.#answer(
      ({ flushed }) => flushed === id,
      FLUSH_MS,
      'did not send its telemetry',
    );
    if (problem) throw new Error(`${this.name}: ${problem}`);
  }

  /** From now on its end is expected. */
  expectEnd() {
    this.#stopping = true;
  }

  /**
   * Has it send what is left and end.
   *
   * @throws Error where it ends otherwise, or not at all
   */
  async stop() {
    this.expectEnd();
    this.send({ stop: true });
    const how = await Promise.race([
      this.#ended,
      afterMilliseconds(STOP_MS, 'no end in sight'),
    ]);
    if (how !== 'exit code 0') {
      throw new Error(`${this.name} stopped with ${how}`);
    }
  }

  /** The next message that is the one; throws where it does not come. */
  async #answer(isIt, milliseconds, problem) {
    let listener;
    const answer = new Promise(resolve => {
      listener = message => isIt(message) && resolve(message);
      this.on('message', listener);
    });
    const result = await Promise.race([
      answer,
      this.#ended.then(how => ({ failure: `ended with ${how}` })),
      afterMilliseconds(milliseconds, { failure: problem }),
    ]);
    this.off('message', listener);
    if (result.failure) throw new Error(`${this.name} ${result.failure}`);
    return result;
  }
}

/** Ends at once what still runs; may be called when this process exits. */
export function killProcesses() {
  for (const [child, signal] of running) child.kill(signal);
}

function afterMilliseconds(milliseconds, value) {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds, value).unref();
  });
}
