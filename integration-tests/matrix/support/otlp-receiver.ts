import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

export type Attributes = Record<string, unknown>;

export interface ReceivedSpan {
  scope: string;
  name: string;
  kind: 'internal' | 'server' | 'client' | 'other';
  traceId: string;
  attributes: Attributes;
}

export interface ReceivedLogRecord {
  scope: string;
  body: string;
  traceId: string;
  attributes: Attributes;
}

export interface ReceivedDataPoint {
  scope: string;
  /** Of the instrument. */
  name: string;
  attributes: Attributes;
  /** How many measurements a histogram has seen, else the sum. */
  count: number;
}

/** Read without checking: the tests look at what comes out. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Message = any;

const KINDS = ['other', 'internal', 'server', 'client'] as const;

/** Gives the body of a request in protobuf the form that it has in JSON. */
export type Decode = (path: string, body: Uint8Array) => unknown;

/**
 * Receives OTLP over HTTP, on a port of its own of 127.0.0.1: JSON, and protobuf
 * where it is told how that is decoded.
 */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  readonly logRecords: ReceivedLogRecord[] = [];
  /** By the resource that they are of. */
  private readonly dataPointsOf = new Map<string, ReceivedDataPoint[]>();

  private readonly server: Server = createServer((request, response) => {
    void this.receive(request).then(() =>
      response.setHeader('content-type', 'application/json').end('{}'),
    );
  });

  private constructor(private readonly decode?: Decode) {}

  static async start(decode?: Decode): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver(decode);
    await new Promise<void>(done =>
      receiver.server.listen(0, '127.0.0.1', done),
    );
    return receiver;
  }

  /** Of the last export of each resource: sums are cumulative. */
  get dataPoints(): ReceivedDataPoint[] {
    return [...this.dataPointsOf.values()].flat();
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(done => this.server.close(done));
  }

  private async receive(request: IncomingMessage): Promise<void> {
    const received = await buffer(request);
    const isZipped = request.headers['content-encoding'] === 'gzip';
    const body = isZipped ? gunzipSync(received) : received;
    const isJson = request.headers['content-type']?.includes('json') ?? true;
    const path = request.url!;
    const message: Message =
      isJson || this.decode === undefined
        ? JSON.parse(String(body))
        : this.decode(path, body);
    switch (path) {
      case '/v1/traces':
        for (const { name, scope, ...span } of spansOf(message)) {
          this.spans.push({
            scope,
            name,
            kind: KINDS[span.kind as number] ?? 'other',
            traceId: span.traceId,
            attributes: attributesOf(span.attributes),
          });
        }
        break;
      case '/v1/logs':
        for (const { scope, ...record } of recordsOf(message)) {
          this.logRecords.push({
            scope,
            body: record.body.stringValue,
            traceId: record.traceId,
            attributes: attributesOf(record.attributes),
          });
        }
        break;
      case '/v1/metrics':
        for (const metrics of list(message.resourceMetrics)) {
          const { attributes } = metrics.resource ?? {};
          this.dataPointsOf.set(
            JSON.stringify(attributes),
            dataPointsOf({ resourceMetrics: [metrics] }),
          );
        }
        break;
    }
  }
}

function spansOf({ resourceSpans }: Message): Message[] {
  return list(resourceSpans)
    .flatMap(({ scopeSpans }) => list(scopeSpans))
    .flatMap(({ scope, spans }) =>
      list(spans).map(span => ({ ...span, scope: scope.name })),
    );
}

function recordsOf({ resourceLogs }: Message): Message[] {
  return list(resourceLogs)
    .flatMap(({ scopeLogs }) => list(scopeLogs))
    .flatMap(({ scope, logRecords }) =>
      list(logRecords).map(record => ({ ...record, scope: scope.name })),
    );
}

function dataPointsOf({ resourceMetrics }: Message): ReceivedDataPoint[] {
  return list(resourceMetrics)
    .flatMap(({ scopeMetrics }) => list(scopeMetrics))
    .flatMap(({ scope, metrics }) =>
      list(metrics).flatMap(({ name, ...metric }) =>
        list((metric.sum ?? metric.gauge ?? metric.histogram)?.dataPoints).map(
          point => ({
            scope: scope.name,
            name,
            attributes: attributesOf(point.attributes),
            // 64-bit numbers are strings in JSON
            count: Number(point.count ?? point.asInt ?? point.asDouble),
          }),
        ),
      ),
    );
}

function attributesOf(attributes: Message[] | undefined): Attributes {
  return Object.fromEntries(
    list(attributes).map(({ key, value }) => [
      key,
      'intValue' in value ? Number(value.intValue) : Object.values(value)[0],
    ]),
  );
}

function list(items: Message[] | undefined): Message[] {
  return items ?? [];
}
