// The processes of the shop: starts them in the order in which they need each
// other, has them send their telemetry, restarts payments, ends them.

import { EventEmitter } from 'node:events';
import { ServiceProcess } from './service-process.mjs';
import { EGRESS_HOSTS, INGRESS_EXCLUDED, PROVIDER_HOST } from './settings.mjs';

/** Emits `change`, and `failed`, with a sentence, where a process ends by itself. */
export class Shop extends EventEmitter {
  /** The counts of the load generator so far. */
  load;
  /** Whether payments sends baggage to the named hosts only: `on` or `off`. */
  egress = 'on';
  #env;
  #verbose;
  #queue;
  #processes = new Map();
  #prometheus = new Map();
  #changing = Promise.resolve();

  /**
   * @param env the environment of all services
   * @param options `queue`, `redis` or `in-process`; `verbose`, whether the
   *   output of the services is shown
   */
  constructor(env, { queue, verbose }) {
    super();
    this.#env = env;
    this.#queue = queue;
    this.#verbose = verbose;
  }

  /** @throws Error where one of the services does not start */
  async start() {
    const [provider, redis] = await Promise.all([
      this.#start('provider', { telemetry: false }),
      this.#queue === 'redis'
        ? this.#start('redis', {
            file: 'console/redis-server.mjs',
            telemetry: false,
            // It has a process of its own to end.
            killSignal: 'SIGTERM',
          })
        : undefined,
    ]);
    this.provider = {
      url: `http://${provider.address}`,
      name: `${PROVIDER_HOST}:${provider.address.split(':')[1]}`,
    };
    const queue = { REDIS_SOCKET: redis?.address ?? '' };

    const [catalog, payments] = await Promise.all([
      this.#start('catalog'),
      this.#startPayments(),
      this.#start('worker', { env: queue }),
    ]);
    const orders = await this.#start('orders', {
      env: { ...queue, PAYMENTS_URL: `http://${payments.address}` },
    });
    const gateway = await this.#start('gateway', {
      env: {
        CATALOG_URL: `http://${catalog.address}`,
        ORDERS_ADDRESS: orders.address,
        STOREFRONT_INGRESS_EXCLUDED: INGRESS_EXCLUDED.join(','),
      },
    });
    this.gatewayUrl = `http://${gateway.address}`;
  }

  /** Where the metrics of the services can be scraped. */
  get prometheus() {
    return [...this.#prometheus.values()];
  }

  /** Resolves when no service is being restarted. */
  get settled() {
    return this.#changing;
  }

  /** Lets the load generator do its round. Resolves to what it has counted. */
  async runLoad() {
    const load = this.#fork('load', {
      telemetry: false,
      env: { GATEWAY_URL: this.gatewayUrl },
    });
    const done = new Promise(resolve => {
      load.on('message', message => {
        if (!message.load) return;
        this.load = message.load;
        this.emit('change');
        if (!message.done) return;
        load.expectEnd();
        this.#processes.delete('load');
        resolve(message.load);
      });
    });
    await load.ready();
    return done;
  }

  /** Has all services send the telemetry that they have so far. */
  async flush() {
    await this.#changing;
    const services = [...this.#processes.values()].filter(
      ({ hasTelemetry }) => hasTelemetry,
    );
    await Promise.all(services.map(service => service.flush()));
  }

  /**
   * Starts payments again, at the same address, with or without the hosts that
   * baggage is sent to.
   *
   * @param policy `on` or `off`
   */
  setEgress(policy) {
    const change = async () => {
      const payments = this.#processes.get('payments');
      this.egress = policy;
      this.#processes.delete('payments');
      await payments.stop();
      await this.#startPayments(payments.address.split(':')[1]);
      this.emit('change');
    };
    const changed = this.#changing.then(change);
    this.#changing = changed.catch(() => {});
    return changed;
  }

  /**
   * Ends all processes.
   *
   * @throws Error where one does not end as it should
   */
  async stop() {
    await this.#changing;
    const { redis, ...services } = Object.fromEntries(this.#processes);
    await Promise.all(Object.values(services).map(service => service.stop()));
    await redis?.stop();
  }

  #startPayments(port = '0') {
    return this.#start('payments', {
      env: {
        PORT: port,
        PROVIDER: this.provider.name,
        ...(this.egress === 'on' && {
          OTEL_BAGGAGE_EGRESS_HOSTS: EGRESS_HOSTS,
        }),
      },
    });
  }

  async #start(name, options) {
    const service = this.#fork(name, options);
    await service.ready();
    return service;
  }

  #fork(
    name,
    { file = `${name}.mjs`, telemetry = true, killSignal, env } = {},
  ) {
    const service = new ServiceProcess(file, {
      name,
      telemetry,
      killSignal,
      env: { ...this.#env, ...env },
      verbose: this.#verbose,
    });
    this.#processes.set(name, service);
    service.on('failed', problem => this.emit('failed', problem));
    service.on('message', ({ prometheus, publish }) => {
      if (prometheus) this.#prometheus.set(name, prometheus);
      // The queue where there is no Redis.
      if (publish) this.#processes.get('worker').send({ consume: publish });
    });
    return service;
  }
}
