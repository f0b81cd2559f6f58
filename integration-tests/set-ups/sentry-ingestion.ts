import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type {
  Attributes,
  ReceivedDataPoint,
  ReceivedLogRecord,
  ReceivedSpan,
} from '../matrix/support/otlp-receiver';

interface SentSpan {
  trace_id: string;
  op?: string;
  description?: string;
  data?: Attributes;
}

/** A root span with its children, the item that is called a transaction. */
interface Transaction {
  transaction: string;
  contexts: { trace: SentSpan };
  spans?: SentSpan[];
}

/** Spans that are sent as they end. */
interface StreamedSpans {
  items: {
    trace_id: string;
    name: string;
    attributes: Record<string, { value: unknown }>;
  }[];
}

const KINDS: Record<string, ReceivedSpan['kind']> = {
  'http.server': 'server',
  'http.client': 'client',
  server: 'server',
  client: 'client',
};

/** Where Sentry's SDK sends its envelopes, on a port of its own of 127.0.0.1. */
export class SentryIngestion {
  readonly spans: ReceivedSpan[] = [];
  /** Its own API's, which OpenTelemetry does not reach. */
  readonly logRecords: ReceivedLogRecord[] = [];
  readonly dataPoints: ReceivedDataPoint[] = [];

  private readonly server: Server = createServer((request, response) => {
    void buffer(request).then(body => {
      const isZipped = request.headers['content-encoding'] === 'gzip';
      this.receive(String(isZipped ? gunzipSync(body) : body));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });

  static async start(): Promise<SentryIngestion> {
    const ingestion = new SentryIngestion();
    await new Promise<void>(done =>
      ingestion.server.listen(0, '127.0.0.1', done),
    );
    return ingestion;
  }

  get environment(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return { SENTRY_DSN: `http://key@127.0.0.1:${port}/1` };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(done => this.server.close(done));
  }

  /** An envelope: a header, then for each item a header and the item. */
  private receive(envelope: string): void {
    const [, ...lines] = envelope.split('\n').filter(line => line !== '');
    for (let i = 0; i + 1 < lines.length; i += 2) {
      const { type } = JSON.parse(lines[i]!);
      const item = lines[i + 1]!;
      if (type === 'transaction') this.addTransaction(JSON.parse(item));
      if (type === 'span') this.addStreamed(JSON.parse(item));
    }
  }

  private addTransaction(item: Transaction): void {
    const { trace } = item.contexts;
    this.add(trace, item.transaction);
    for (const span of item.spans ?? []) this.add(span, span.description ?? '');
  }

  private addStreamed({ items }: StreamedSpans): void {
    for (const { trace_id, name, attributes } of items) {
      const data = Object.fromEntries(
        Object.entries(attributes).map(([key, { value }]) => [key, value]),
      );
      this.add({ trace_id, data }, name);
    }
  }

  private add({ trace_id, op, data = {} }: SentSpan, name: string): void {
    const kind = op ?? data['sentry.op'] ?? data['sentry.kind'];
    this.spans.push({
      scope: '',
      name,
      kind: KINDS[String(kind)] ?? 'internal',
      traceId: trace_id,
      attributes: data,
    });
  }
}
