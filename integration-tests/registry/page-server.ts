import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves a page with one script, and at `/headers` the headers of the request. */
export class PageServer {
  private constructor(private readonly server: Server) {}

  static async start(script: string): Promise<PageServer> {
    const server = createServer((request, response) => {
      if (request.url === '/headers') {
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify(request.headers));
      } else if (request.url === '/page.js') {
        response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
        response.end(script);
      } else {
        response.setHeader('Content-Type', 'text/html; charset=utf-8');
        response.end('<!doctype html><script src="/page.js"></script>');
      }
    });
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    return new PageServer(server);
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }
}
