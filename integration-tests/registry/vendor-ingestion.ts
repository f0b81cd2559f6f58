import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type {
  ReceivedDataPoint,
  ReceivedLogRecord,
  ReceivedSpan,
} from '../matrix/support/otlp-receiver';

/** Where a vendor's SDK sends its telemetry, on a port of its own of 127.0.0.1. */
export abstract class VendorIngestion {
  readonly spans: ReceivedSpan[] = [];
  readonly logRecords: ReceivedLogRecord[] = [];
  /** Of all exports: sums are of the last interval. */
  readonly dataPoints: ReceivedDataPoint[] = [];

  private readonly server: Server = createServer((request, response) => {
    void buffer(request).then(body => {
      const isZipped = request.headers['content-encoding'] === 'gzip';
      const answer = this.receive(String(isZipped ? gunzipSync(body) : body));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
    });
  });

  /** The variables by which an SDK finds it. */
  abstract get environment(): Record<string, string>;

  /** @returns the answer, which is sent as JSON */
  protected abstract receive(body: string): object;

  static async start<T extends VendorIngestion>(this: new () => T): Promise<T> {
    const ingestion = new this();
    await new Promise<void>(done =>
      ingestion.server.listen(0, '127.0.0.1', done),
    );
    return ingestion;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(done => this.server.close(done));
  }

  protected get port(): number {
    return (this.server.address() as AddressInfo).port;
  }
}
