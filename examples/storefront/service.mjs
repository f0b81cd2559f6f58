// The common part of all services of the shop: how they say that they are
// there, and how they are stopped.

/**
 * Listens on 127.0.0.1, on the port that the environment variable PORT names or
 * else one that the system chooses.
 *
 * @param server of `node:http`
 * @returns the address, as `127.0.0.1:8080`
 */
export async function listen(server) {
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', resolve);
  });
  return `127.0.0.1:${server.address().port}`;
}

/**
 * Says that a service is ready, to a person and to a parent process, and calls
 * `stop` on SIGTERM, and on SIGINT or when the parent says so. Where the parent
 * is gone, nobody wants to know what is left: it ends at once.
 *
 * @param name of the service
 * @param address where it listens; absent where it does not
 * @param stop closes all that keeps the process running
 */
export function announce(name, address, stop) {
  let stopping = false;
  const stopOnce = async () => {
    if (stopping) return;
    stopping = true;
    await stop();
    if (process.connected) process.disconnect();
  };
  process.on('SIGTERM', stopOnce);
  // Ctrl-C reaches all processes of a terminal; here the parent decides.
  process.on('SIGINT', () => process.connected || stopOnce());
  process.on('message', message => message.stop && stopOnce());
  process.on('disconnect', () => stopping || process.exit(1));
  // It may have gone before this was said.
  if (process.send && !process.connected) process.exit(1);

  const where = address ? `listens on ${address}` : 'is ready';
  console.log(`${name} ${where} (process ${process.pid})`);
  process.send?.({ ready: true, address });
}

/**
 * The value of an environment variable that a service cannot do without.
 *
 * @throws Error that names it where it is not set
 */
export function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`the environment variable ${name} is not set`);
  return value;
}
