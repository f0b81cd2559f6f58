import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A span, a log record or a data point. */
export interface Item {
  service: unknown;
  signal: 'span' | 'log record' | 'data point';
  name: string;
  attributes: Record<string, unknown>;
  /** Of a data point: its sum, or the count of a histogram. */
  value: number;
}

/* eslint-disable @typescript-eslint/no-explicit-any */

/** Receives OTLP/HTTP in JSON and keeps everything. */
export class Collector {
  /** Each body as it came. */
  readonly bodies: string[] = [];
  /** Of each answer. */
  status = 200;
  private server: Server | undefined;
  private waiting: ServerResponse[] | undefined;

  /**
   * Listens on a port that the system chooses.
   *
   * @returns the environment variables that send telemetry here
   */
  async start(): Promise<Record<string, string>> {
    const server = createServer(async (request, response) => {
      this.bodies.push(await text(request));
      if (this.waiting) this.waiting.push(response);
      else this.answer(response);
    });
    this.server = server;
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    return {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    };
  }

  /** From now on answers nobody, until `release`. */
  hold(): void {
    this.waiting = [];
  }

  release(): void {
    for (const response of this.waiting ?? []) this.answer(response);
    this.waiting = undefined;
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  /** All that the service has sent. */
  itemsOf(service: string): Item[] {
    return this.bodies
      .flatMap(body => readItems(JSON.parse(body)))
      .filter(item => item.service === service);
  }

  /** The sum over the data points of each instrument of a service. */
  valuesOf(service: string): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const { signal, name, value } of this.itemsOf(service)) {
      if (signal === 'data point') sums[name] = (sums[name] ?? 0) + value;
    }
    return sums;
  }

  private answer(response: ServerResponse): void {
    response.writeHead(this.status, { 'content-type': 'application/json' });
    response.end('{}');
  }
}

/** What is in one request, of whichever signal. */
function readItems(body: any): Item[] {
  const resources =
    body.resourceSpans ?? body.resourceLogs ?? body.resourceMetrics;
  return resources.flatMap(
    ({ resource, scopeSpans, scopeLogs, scopeMetrics }: any) => {
      const service = toRecord(resource.attributes)['service.name'];
      return (scopeSpans ?? scopeLogs ?? scopeMetrics)
        .flatMap(readScope)
        .map((item: Item) => ({ ...item, service }));
    },
  );
}

function readScope({ spans = [], logRecords = [], metrics = [] }: any) {
  return [
    ...spans.map(({ name, kind, attributes }: any) => ({
      signal: 'span',
      name: `${name} ${['', 'internal', 'server', 'client'][kind]}`,
      attributes: toRecord(attributes),
    })),
    ...logRecords.map(({ body, attributes }: any) => ({
      signal: 'log record',
      name: body.stringValue,
      attributes: toRecord(attributes),
    })),
    ...metrics.flatMap(({ name, sum, histogram }: any) =>
      (sum ?? histogram).dataPoints.map(
        ({ attributes, asInt, asDouble, count }: any) => ({
          signal: 'data point',
          name,
          attributes: toRecord(attributes),
          value: Number(asInt ?? asDouble ?? count),
        }),
      ),
    ),
  ];
}

function toRecord(attributes: any[] = []): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, Object.values(value)[0]]),
  );
}
