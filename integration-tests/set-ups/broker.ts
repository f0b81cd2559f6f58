import { NATS, Nats } from '../support/nats';
import { RABBITMQ, RabbitMq } from '../support/rabbitmq';
import { REDIS, Redis } from '../support/redis';

/** The brokers of the table, and whether they are installed. */
export const BROKERS = {
  rabbitmq: RABBITMQ !== undefined,
  redis: REDIS !== undefined,
  nats: NATS !== undefined,
};

export interface Broker {
  /** Where it is, for an application: a URL, or a socket. */
  address: string;
  stop(): Promise<void>;
}

export async function startBroker(
  name: keyof typeof BROKERS | undefined,
): Promise<Broker | undefined> {
  switch (name) {
    case 'rabbitmq': {
      const broker = await RabbitMq.start();
      return { address: broker.url, stop: () => broker.stop() };
    }
    case 'redis': {
      const broker = await Redis.start();
      return { address: broker.socket, stop: () => broker.stop() };
    }
    case 'nats': {
      const broker = await Nats.start();
      return { address: broker.url, stop: () => broker.stop() };
    }
    default:
      return undefined;
  }
}
