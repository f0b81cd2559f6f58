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

/** What Azure Monitor's exporters send. */
interface Envelope {
  tags: { 'ai.operation.id'?: string };
  data: {
    baseType: string;
    baseData: {
      properties: Attributes;
      name?: string;
      message?: string;
      type?: string;
      metrics?: {
        name: string;
        value: number;
        count?: number;
        /** Of a histogram. */
        max?: number;
      }[];
    };
  };
}

/** An ingestion endpoint of Azure Monitor, on a port of its own of 127.0.0.1. */
export class AzureIngestion {
  readonly spans: ReceivedSpan[] = [];
  readonly logRecords: ReceivedLogRecord[] = [];
  /** Of all exports: sums are of the last interval. */
  readonly dataPoints: ReceivedDataPoint[] = [];

  private readonly server: Server = createServer((request, response) => {
    void buffer(request).then(body => {
      const isZipped = request.headers['content-encoding'] === 'gzip';
      const envelopes: Envelope[] = JSON.parse(
        String(isZipped ? gunzipSync(body) : body),
      );
      for (const envelope of envelopes) this.add(envelope);
      const count = envelopes.length;
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          itemsReceived: count,
          itemsAccepted: count,
          errors: [],
        }),
      );
    });
  });

  static async start(): Promise<AzureIngestion> {
    const ingestion = new AzureIngestion();
    await new Promise<void>(done =>
      ingestion.server.listen(0, '127.0.0.1', done),
    );
    return ingestion;
  }

  get environment(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    return {
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${KEY};IngestionEndpoint=${endpoint};LiveEndpoint=${endpoint}`,
      // They would report on themselves to the vendor.
      APPLICATIONINSIGHTS_STATSBEAT_DISABLED: 'true',
      APPLICATIONINSIGHTS_SDKSTATS_DISABLED: 'true',
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(done => this.server.close(done));
  }

  private add({ tags, data: { baseType, baseData } }: Envelope): void {
    const { properties: attributes, name = '', message = '' } = baseData;
    const traceId = tags['ai.operation.id'] ?? '';
    // The name of the scope is not sent.
    const scope = '';
    switch (baseType) {
      case 'RequestData':
        this.spans.push({ scope, name, kind: 'server', traceId, attributes });
        break;
      case 'RemoteDependencyData': {
        const kind = baseData.type === 'InProc' ? 'internal' : 'client';
        this.spans.push({ scope, name, kind, traceId, attributes });
        break;
      }
      case 'MessageData':
        this.logRecords.push({ scope, body: message, traceId, attributes });
        break;
      case 'MetricData':
        for (const { name, value, count, max } of baseData.metrics ?? []) {
          this.dataPoints.push({
            scope,
            name,
            attributes,
            count: (max === undefined ? undefined : count) ?? value,
          });
        }
        break;
    }
  }
}

const KEY = '00000000-0000-0000-0000-000000000000';
