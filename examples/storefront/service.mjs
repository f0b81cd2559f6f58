// The common part of all services of the shop: how they say that they are
// there, and how they are stopped.

/**
 * Listens on 127.0.0.1, on a port that the system chooses.
 *
 * @returns the address, as `127.0.0.1:8080`
 */
export async function listen(server) {
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return `127.0.0.1:${server.address().port}`;
}

/**
 * Says that a service is ready, and calls `stop` when the parent process says
 * so. Where the parent is gone, it ends at once.
 *
 * @param name of the service
 * @param address where it listens; absent where it does not
 * @param stop closes all that keeps the process running
 */
export function announce(name, address, stop) {
  let stopping = false;
  process.on('message', message => {
    if (!message.stop) return;
    stopping = true;
    stop();
    process.disconnect();
  });
  process.on('disconnect', () => stopping || process.exit(1));
  // Ctrl-C reaches all processes of a terminal; here the parent decides.
  process.on('SIGINT', () => {});

  console.log(`${name} is ready at ${address} (process ${process.pid})`);
  process.send({ ready: true, address });
}

/** @throws Error where an environment variable is not set */
export function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`the environment variable ${name} is not set`);
  return value;
}
