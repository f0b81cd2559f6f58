import { Server as GrpcServer, ServerCredentials } from '@grpc/grpc-js';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned } from './self-signed';

/** The headers of one request, names and values in turn. */
export type RawHeaders = string[];

/** What one attack or control brought. */
export interface Received {
  ours: RawHeaders[];
  evil: RawHeaders[];
}
type Side = keyof Received;

/** Where the servers of one host listen. */
interface Listening {
  address: string;
  port: number;
  securePort: number;
  grpcPort: number;
  socket: string;
}

/** Attacks need no Host. */
const LENIENT = { requireHostHeader: false };

const ADDRESSES = { ours: '127.0.0.1', evil: '127.0.0.2' } as const;
const isOurs = (host: string) =>
  /^localhost$|\.internal\.example\.com$/i.test(host);

/**
 * A host that may have baggage and one that may not: http, which is a proxy too,
 * https, gRPC and a unix socket each. The header `x-mark` says to whom what
 * comes from then on belongs.
 */
export class Targets {
  readonly received = new Map<string, Received>();
  /** Tunnels too, which a server does not close. */
  private readonly sockets = new Set<Socket>();
  private readonly servers: (Server | GrpcServer)[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'attacks-'));
  private current: Received = { ours: [], evil: [] };

  private constructor(
    readonly ours: Listening = this.nowhere('ours'),
    readonly evil: Listening = this.nowhere('evil'),
  ) {}

  static async start(): Promise<Targets> {
    const targets = new Targets();
    await targets.listen('ours');
    await targets.listen('evil');
    return targets;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    for (const server of this.servers) {
      if (server instanceof GrpcServer) {
        server.forceShutdown();
      } else {
        await new Promise(done => server.close(done));
      }
    }
    rmSync(this.folder, { recursive: true });
  }

  /** Forgets, and gives what came. */
  take(): ReadonlyMap<string, Received> {
    const taken = new Map(this.received);
    this.received.clear();
    return taken;
  }

  private nowhere(side: Side): Listening {
    const socket = join(this.folder, `${side}.sock`);
    const address = ADDRESSES[side];
    return { address, port: 0, securePort: 0, grpcPort: 0, socket };
  }

  private async listen(side: Side): Promise<void> {
    const at = this[side];
    const secure = createSecureServer({
      ...LENIENT,
      ...selfSigned(at.address),
    });
    at.port = await this.listenHttp(createServer(LENIENT), side);
    at.securePort = await this.listenHttp(secure, side);
    await this.listenHttp(createServer(LENIENT), side, at.socket);
    at.grpcPort = await this.listenGrpc(side, `${at.address}:0`);
    await this.listenGrpc(side, `unix:${at.socket}.grpc`);
  }

  private async listenHttp(
    server: Server,
    side: Side,
    path?: string,
  ): Promise<number> {
    this.servers.push(server);
    const failed = new Set<string>();
    server.on(
      'request',
      (request: IncomingMessage, response: ServerResponse) => {
        const { 'x-mark': mark } = request.headers;
        if (mark !== undefined) {
          this.current = { ours: [], evil: [] };
          this.received.set(decodeURIComponent(String(mark)), this.current);
          response.end();
          return;
        }
        const url = request.url!;
        // To a proxy it says where the request goes on to.
        const host = /^https?:\/\/([^/:]*)/i.exec(url)?.[1] ?? 'localhost';
        this.see(isOurs(host) ? side : 'evil', request.rawHeaders);
        const query = new URL(url.replace(/^\/+/, '/'), 'http://x')
          .searchParams;
        const to = query.get('to');
        if (to !== null) {
          response.writeHead(Number(query.get('status') ?? 302), {
            location: to,
          });
        } else if (query.has('fail') && !failed.delete(url)) {
          failed.add(url);
          response.writeHead(503);
        }
        request.on('end', () => response.end()).resume();
      },
    );
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    server.on('upgrade', (request, socket) => {
      this.see(side, request.rawHeaders);
      const to = new URL(request.url!, 'http://x').searchParams.get('to');
      socket.on('error', () => undefined);
      socket.end(
        to === null
          ? 'HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n'
          : `HTTP/1.1 302 Found\r\nlocation: ${to}\r\nconnection: close\r\n\r\n`,
      );
    });
    server.on('connect', (request, socket) => {
      const [host, port] = request.url!.split(':') as [string, string];
      this.see(isOurs(host) ? side : 'evil', request.rawHeaders);
      const address = isOurs(host) ? ADDRESSES.ours : ADDRESSES.evil;
      const onward: Socket = connect(Number(port), address, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      this.sockets.add(onward);
      for (const end of [socket, onward]) end.on('error', () => end.destroy());
    });
    await new Promise<void>((done, failed) => {
      server.on('error', failed);
      if (path === undefined) server.listen(0, ADDRESSES[side], done);
      else server.listen(path, done);
    });
    return path === undefined ? (server.address() as AddressInfo).port : 0;
  }

  private listenGrpc(side: Side, at: string): Promise<number> {
    const server = new GrpcServer();
    this.servers.push(server);
    const same = (body: Buffer) => body;
    const echo = {
      path: '/Test/Echo',
      requestStream: false,
      responseStream: false,
      requestSerialize: same,
      requestDeserialize: same,
      responseSerialize: same,
      responseDeserialize: same,
    } as const;
    server.addService(
      { echo },
      {
        echo: (
          call: { metadata: { toJSON(): Record<string, unknown[]> } },
          reply: (error: null, body: Buffer) => void,
        ) => {
          const headers = Object.entries(call.metadata.toJSON());
          this.see(
            side,
            headers.flatMap(([name, values]) => [name, values.join()]),
          );
          reply(null, Buffer.alloc(0));
        },
      },
    );
    return new Promise((done, failed) => {
      server.bindAsync(at, ServerCredentials.createInsecure(), (error, port) =>
        error ? failed(error) : done(port),
      );
    });
  }

  private see(side: Side, headers: RawHeaders): void {
    this.current[side].push(headers);
  }
}
