// A JSON server that a person or a parent process can stop.

import { createServer } from 'node:http';

/**
 * Answers every request on 127.0.0.1 with what `handle` returns, as JSON; with
 * 502 and the message where it throws. The port is that of the environment
 * variable PORT, else one that the system chooses. A parent process with an IPC
 * channel is told `{ url }`.
 *
 * SIGINT, SIGTERM, and the end of the IPC channel (so of the parent) close the
 * server, and with it the process. It ends with exit code 1 where it cannot listen.
 */
export function serve(name, handle) {
  const server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-content-type-options', 'nosniff');
    try {
      const answer = await handle(request);
      response.end(`${JSON.stringify(answer, null, 2)}\n`);
    } catch (error) {
      response.statusCode = 502;
      const message = error.cause?.message ?? error.message;
      response.end(`${JSON.stringify({ service: name, error: message })}\n`);
    }
  });

  const stop = () => {
    server.close();
    if (process.connected) process.disconnect();
  };
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect']) {
    process.once(event, stop);
  }

  const fail = error => {
    console.error(
      `${name} cannot listen on port ${process.env.PORT}: ${error.message}`,
    );
    process.exit(1);
  };
  server.once('error', fail);
  try {
    server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
      const url = `http://127.0.0.1:${server.address().port}`;
      console.log(`${name} listens on ${url} (process ${process.pid})`);
      process.send?.({ url });
    });
  } catch (error) {
    fail(error);
  }
}
