import type { Attributes } from '../matrix/support/otlp-receiver';
import { VendorIngestion } from './vendor-ingestion';

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

/** An ingestion endpoint of Azure Monitor. */
export class AzureIngestion extends VendorIngestion {
  get environment(): Record<string, string> {
    const endpoint = `http://127.0.0.1:${this.port}`;
    return {
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${KEY};IngestionEndpoint=${endpoint};LiveEndpoint=${endpoint}`,
      // They would report on themselves to the vendor.
      APPLICATIONINSIGHTS_STATSBEAT_DISABLED: 'true',
      APPLICATIONINSIGHTS_SDKSTATS_DISABLED: 'true',
    };
  }

  protected receive(body: string): object {
    const envelopes: Envelope[] = JSON.parse(body);
    for (const envelope of envelopes) this.add(envelope);
    const count = envelopes.length;
    return { itemsReceived: count, itemsAccepted: count, errors: [] };
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
