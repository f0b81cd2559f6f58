import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The headers of a request, as they were sent. */
export interface SentHeaders {
  /** Each header of this name by itself. */
  baggage: string[];
  traceparent: string[];
}

/** A service without telemetry, which answers with the headers it was sent. */
export class Peer {
  private readonly server: Server = createServer(({ rawHeaders }, response) => {
    const all = (name: string) =>
      rawHeaders.filter((_, i) => rawHeaders[i - 1]?.toLowerCase() === name);
    const sent: SentHeaders = {
      baggage: all('baggage'),
      traceparent: all('traceparent'),
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(sent));
  });

  static async start(): Promise<Peer> {
    const peer = new Peer();
    await new Promise<void>(done => peer.server.listen(0, '127.0.0.1', done));
    return peer;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(done => this.server.close(done));
  }
}
