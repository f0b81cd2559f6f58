import { Server as GrpcServer, ServerCredentials } from '@grpc/grpc-js';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import {
  decode,
  itemsOf,
  type ReceivedItem,
  type Signal,
} from './otlp-messages';

/** How an export request came in. */
export interface ReceivedRequest {
  to: string;
  type?: string;
  encoding?: string;
  /** The header `x-test`, which a test may ask the exporter for. */
  test?: string;
}

export interface Received {
  requests: ReceivedRequest[];
  traces: ReceivedItem[];
  logs: ReceivedItem[];
  metrics: ReceivedItem[];
}

const SIGNAL_BY_PATH: Record<string, Signal> = {
  '/v1/traces': 'traces',
  '/v1/logs': 'logs',
  '/v1/metrics': 'metrics',
};

const GRPC_PATHS: Record<string, Signal> = {
  '/opentelemetry.proto.collector.trace.v1.TraceService/Export': 'traces',
  '/opentelemetry.proto.collector.logs.v1.LogsService/Export': 'logs',
  '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export': 'metrics',
};

/**
 * Receives OTLP over HTTP (JSON and protobuf) and gRPC, and spans of Zipkin,
 * on ports of its own of 127.0.0.1.
 */
export class OtlpReceiver {
  private received = nothing();

  private constructor(
    private readonly http: Server,
    private readonly grpc: GrpcServer,
    private readonly grpcPort: number,
  ) {}

  static async start(): Promise<OtlpReceiver> {
    const http = createServer((request, response) => {
      void buffer(request).then(body => {
        receiver.receiveHttp(request, body);
        const type = request.headers['content-type']!;
        response
          .setHeader('content-type', type)
          .end(type === 'application/json' ? '{}' : '');
      });
    });
    await new Promise<void>(done => http.listen(0, '127.0.0.1', done));

    const grpc = new GrpcServer();
    for (const [path, signal] of Object.entries(GRPC_PATHS)) {
      grpc.addService(
        {
          export: {
            path,
            requestStream: false,
            responseStream: false,
            requestSerialize: (body: Buffer) => body,
            requestDeserialize: (body: Buffer) => body,
            responseSerialize: (body: Buffer) => body,
            responseDeserialize: (body: Buffer) => body,
          },
        },
        {
          export: (
            call: { request: Buffer; metadata: { get(n: string): unknown[] } },
            reply: (error: null, body: Buffer) => void,
          ) => {
            receiver.add(signal, decode(signal, call.request), {
              to: path,
              test: call.metadata.get('x-test')[0] as string | undefined,
            });
            reply(null, Buffer.alloc(0));
          },
        },
      );
    }
    const grpcPort = await new Promise<number>((done, failed) =>
      grpc.bindAsync(
        '127.0.0.1:0',
        ServerCredentials.createInsecure(),
        (error, port) => (error ? failed(error) : done(port)),
      ),
    );
    const receiver = new OtlpReceiver(http, grpc, grpcPort);
    return receiver;
  }

  get httpEndpoint(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  get grpcEndpoint(): string {
    return `http://127.0.0.1:${this.grpcPort}`;
  }

  /** What came in since the last time, sorted. */
  take(): Received {
    const received = this.received;
    this.received = nothing();
    for (const items of Object.values(received)) items.sort(byJson);
    return received;
  }

  async stop(): Promise<void> {
    this.grpc.forceShutdown();
    this.http.closeAllConnections();
    await new Promise(done => this.http.close(done));
  }

  private receiveHttp(request: IncomingMessage, sent: Buffer): void {
    const encoding = request.headers['content-encoding'];
    const body = encoding === 'gzip' ? gunzipSync(sent) : sent;
    const type = request.headers['content-type'];
    const how: ReceivedRequest = {
      to: request.url!,
      type,
      encoding,
      test: request.headers['x-test'] as string | undefined,
    };
    const signal = SIGNAL_BY_PATH[request.url!];
    if (signal === undefined) {
      this.received.requests.push(how);
      if (request.url === '/zipkin') this.addZipkin(JSON.parse(`${body}`));
    } else {
      const json = type === 'application/json';
      this.add(
        signal,
        json ? JSON.parse(`${body}`) : decode(signal, body),
        how,
      );
    }
  }

  private add(signal: Signal, message: object, how: ReceivedRequest): void {
    this.received.requests.push(how);
    this.received[signal].push(...itemsOf(signal, message));
  }

  private addZipkin(
    spans: { name: string; tags: Record<string, string> }[],
  ): void {
    for (const { name, tags } of spans) {
      const { 'tenant.id': tenant } = tags;
      this.received.traces.push({
        scope: 'zipkin',
        name,
        attributes: tenant === undefined ? {} : { 'tenant.id': tenant },
      });
    }
  }
}

function nothing(): Received {
  return { requests: [], traces: [], logs: [], metrics: [] };
}

function byJson(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}
