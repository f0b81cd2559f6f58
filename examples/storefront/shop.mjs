// The processes of the shop: starts them in the order in which they need each
// other, passes the messages of the queue on, ends them.

import { fork } from 'node:child_process';
import { EventEmitter, on, once } from 'node:events';
import { fileURLToPath } from 'node:url';

const TELEMETRY = new URL('telemetry.mjs', import.meta.url).href;

/** Emits `failed`, with a sentence, where a process ends by itself. */
export class Shop extends EventEmitter {
  #env;
  #verbose;
  #processes = new Map();

  /** @param env of all services; `verbose` shows their output */
  constructor(env, verbose) {
    super();
    this.#env = env;
    this.#verbose = verbose;
  }

  async start() {
    this.provider = await this.#start('provider', {}, []);
    // The stand-in has the host name of somebody else.
    const provider = `provider.example:${this.provider.split(':')[1]}`;
    const [catalog, payments] = await Promise.all([
      this.#start('catalog'),
      this.#start('payments', {
        PROVIDER: provider,
        OTEL_BAGGAGE_EGRESS_HOSTS:
          process.env.OTEL_BAGGAGE_EGRESS_HOSTS || 'localhost,127.0.0.1',
      }),
      this.#start('worker'),
    ]);
    const orders = await this.#start('orders', {
      PAYMENTS_URL: `http://${payments}`,
    });
    const gateway = await this.#start('gateway', {
      CATALOG_URL: `http://${catalog}`,
      ORDERS_ADDRESS: orders,
      // It sets tenant and user itself, and believes nobody about them.
      OTEL_BAGGAGE_INGRESS_KEYS: 'cart.*,client.*,campaign',
    });
    this.checkoutUrl = `http://${gateway}/checkout`;
  }

  /** Lets the load generator do its round. Resolves to what it has counted. */
  async runLoad(onProgress) {
    const load = this.#fork('load', { CHECKOUT_URL: this.checkoutUrl }, []);
    for await (const [message] of on(load, 'message')) {
      onProgress(message.load);
      if (!message.done) continue;
      this.#processes.delete('load');
      return message.load;
    }
  }

  /** Has all processes send what is left and end. */
  async stop() {
    const stopping = [...this.#processes];
    this.#processes.clear();
    await Promise.all(
      stopping.map(async ([name, child]) => {
        const ended = once(child, 'exit');
        child.send({ stop: true });
        const [code, signal] = await ended;
        if (code !== 0) throw new Error(`${name} stopped: ${code ?? signal}`);
      }),
    );
  }

  /** Resolves to the address where a service listens, once it is ready. */
  async #start(name, env, execArgv) {
    const [{ address }] = await once(
      this.#fork(name, env, execArgv),
      'message',
    );
    return address;
  }

  #fork(name, env, execArgv = ['--import', TELEMETRY]) {
    const file = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
    const child = fork(file, {
      execArgv,
      env: { ...this.#env, ...env },
      stdio: ['ignore', this.#verbose ? 'inherit' : 'ignore', 'inherit', 'ipc'],
    });
    this.#processes.set(name, child);
    process.once('exit', () => child.kill('SIGKILL'));
    child.on('message', ({ publish }) => {
      if (publish) this.#processes.get('worker')?.send({ consume: publish });
    });
    child.once('exit', (code, signal) => {
      if (this.#processes.get(name) !== child) return;
      const how = signal ? `signal ${signal}` : `exit code ${code}`;
      this.emit('failed', `${name} ended with ${how}`);
    });
    return child;
  }
}
