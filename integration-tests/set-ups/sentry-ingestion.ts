import type { Attributes, ReceivedSpan } from '../matrix/support/otlp-receiver';
import { VendorIngestion } from '../registry/vendor-ingestion';

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

/**
 * Where Sentry's SDK sends its envelopes. Log records and metrics are those of its
 * own API, which OpenTelemetry does not reach.
 */
export class SentryIngestion extends VendorIngestion {
  get environment(): Record<string, string> {
    return { SENTRY_DSN: `http://key@127.0.0.1:${this.port}/1` };
  }

  /** An envelope: a header, then for each item a header and the item. */
  protected receive(envelope: string): object {
    const [, ...lines] = envelope.split('\n').filter(line => line !== '');
    for (let i = 0; i + 1 < lines.length; i += 2) {
      const { type } = JSON.parse(lines[i]!);
      const item = lines[i + 1]!;
      if (type === 'transaction') this.addTransaction(JSON.parse(item));
      if (type === 'span') this.addStreamed(JSON.parse(item));
    }
    return {};
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
