import { createServer } from 'node:http';

/**
 * Starts an HTTP server on 127.0.0.1, on a port that the system chooses.
 *
 * @param handle answers a request
 * @returns `url`, and `close()`
 */
export async function startLoopbackServer(handle) {
  const server = createServer(handle);
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
