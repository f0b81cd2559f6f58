import { createServer } from 'node:http';

/**
 * Starts an HTTP server on 127.0.0.1, on a port that the system chooses. It
 * answers requests to its own address alone: a web page can have a name of its
 * own point here.
 *
 * @param handle answers a request
 * @returns `url`, and `close()`
 */
export async function startLoopbackServer(handle) {
  const server = createServer((request, response) => {
    response.setHeader('x-content-type-options', 'nosniff');
    const { port } = server.address();
    if (
      [`127.0.0.1:${port}`, `localhost:${port}`].includes(request.headers.host)
    ) {
      handle(request, response);
    } else {
      response.writeHead(403, { 'content-type': 'application/json' });
      response.end('{"error":"this host name is not served"}');
    }
  });
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
