import { Server as GrpcServer, ServerCredentials } from '@grpc/grpc-js';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from './self-signed';

/** What one request brought. */
export interface Seen {
  /** The header `x-request`. */
  id: string;
  baggage?: string;
  traceparent?: string;
  tracestate?: string;
}

/** A host with a server for http, https and gRPC. */
export class TestHost {
  /** All requests so far. */
  readonly seen: Seen[] = [];
  readonly ports = { http: 0, https: 0, grpc: 0 };

  private readonly servers: Server[] = [];
  private readonly grpc = new GrpcServer();

  /** @param address to listen on, at ports of its own */
  static async start(address: string): Promise<TestHost> {
    const host = new TestHost();
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      host.see(name => request.headers[name] as string | undefined);
      const to = new URL(request.url!, 'http://x').searchParams.get('to');
      if (to !== null) response.writeHead(302, { location: to });
      response.end();
    };
    host.ports.http = await host.listen(createServer(answer), address);
    host.ports.https = await host.listen(
      createSecureServer(selfSigned(address), answer),
      address,
    );
    host.ports.grpc = await host.listenGrpc(address);
    return host;
  }

  /** What came since the last time. */
  take(): Seen[] {
    return this.seen.splice(0);
  }

  async stop(): Promise<void> {
    this.grpc.forceShutdown();
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
    }
  }

  private async listen(server: Server, address: string): Promise<number> {
    this.servers.push(server);
    await new Promise<void>((done, failed) => {
      server.on('error', failed).listen(0, address, done);
    });
    return (server.address() as AddressInfo).port;
  }

  private listenGrpc(address: string): Promise<number> {
    const same = (body: Buffer) => body;
    this.grpc.addService(
      {
        echo: {
          path: '/Test/Echo',
          requestStream: false,
          responseStream: false,
          requestSerialize: same,
          requestDeserialize: same,
          responseSerialize: same,
          responseDeserialize: same,
        },
      },
      {
        echo: (
          call: { metadata: { get(name: string): unknown[] } },
          reply: (error: null, body: Buffer) => void,
        ) => {
          this.see(name => call.metadata.get(name)[0] as string | undefined);
          reply(null, Buffer.alloc(0));
        },
      },
    );
    return new Promise((done, failed) => {
      this.grpc.bindAsync(
        `${address}:0`,
        ServerCredentials.createInsecure(),
        (error, port) => (error ? failed(error) : done(port)),
      );
    });
  }

  private see(header: (name: string) => string | undefined): void {
    this.seen.push({
      id: header('x-request')!,
      baggage: header('baggage'),
      traceparent: header('traceparent'),
      tracestate: header('tracestate'),
    });
  }
}
