import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A port that nobody listens on now. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}

/** So often somebody else may be faster. */
const TRIES = 3;

/**
 * Starts a program that cannot choose a port itself, on another one where somebody
 * else has taken the port in between.
 *
 * @param start throws where the program does not listen
 */
export async function onFreePort<T>(
  start: (port: string) => Promise<T>,
): Promise<T> {
  for (let tries = TRIES; ; tries--) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (tries === 1) throw error;
    }
  }
}
