import type { Attributes, Context } from '@opentelemetry/api';
import {
  ROOT_CONTEXT,
  context,
  diag,
  metrics,
  propagation,
  trace,
} from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import {
  InMemoryLogRecordExporter,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  type MetricData,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';

/** One series of an instrument. */
export interface Series {
  attributes: Attributes;
  value: unknown;
}

/** A `NodeSDK` that keeps what it exports. */
export class TestSdk {
  private readonly spanExporter = new InMemorySpanExporter();
  private readonly logExporter = new InMemoryLogRecordExporter();
  private readonly metricExporter = new InMemoryMetricExporter(
    AggregationTemporality.CUMULATIVE,
  );
  private readonly reader = new PeriodicExportingMetricReader({
    exporter: this.metricExporter,
    exportIntervalMillis: 1_000_000,
  });

  readonly config: Partial<NodeSDKConfiguration> = {
    autoDetectResources: false,
    instrumentations: [],
    spanProcessors: [new SimpleSpanProcessor(this.spanExporter)],
    logRecordProcessors: [
      new SimpleLogRecordProcessor({ exporter: this.logExporter }),
    ],
    metricReaders: [this.reader],
  };
  private sdk: NodeSDK | undefined;

  start(config: Partial<NodeSDKConfiguration> = this.config): this {
    this.sdk = new NodeSDK(config);
    this.sdk.start();
    return this;
  }

  /** Records one of each in a context, and tells the attributes that they got. */
  async recordIn(request: Context): Promise<Record<string, Attributes[]>> {
    trace.getTracer('test').startSpan('span', {}, request).end();
    logs.getLogger('test').emit({ body: 'line', context: request });
    metrics.getMeter('test').createCounter('counter').add(1, {}, request);
    return {
      spans: this.spans(),
      logs: this.logs(),
      metrics: (await this.series('counter')).map(
        ({ attributes }) => attributes,
      ),
    };
  }

  spans(): Attributes[] {
    return this.spanExporter
      .getFinishedSpans()
      .map(({ attributes }) => attributes);
  }

  logs(): Attributes[] {
    return this.logExporter
      .getFinishedLogRecords()
      .map(({ attributes }) => attributes as Attributes);
  }

  /** The series of an instrument so far. */
  async series(name: string): Promise<Series[]> {
    const data = (await this.metrics()).filter(
      ({ descriptor }) => descriptor.name === name,
    );
    return data.flatMap(({ dataPoints }) =>
      dataPoints.map(({ attributes, value }) => ({
        attributes,
        value:
          typeof value === 'object' && 'count' in value ? value.count : value,
      })),
    );
  }

  async metrics(): Promise<MetricData[]> {
    await this.reader.forceFlush();
    const last = this.metricExporter.getMetrics().at(-1);
    return last?.scopeMetrics.flatMap(({ metrics }) => metrics) ?? [];
  }

  /** Ends it, and all that has been registered. */
  async stop(): Promise<void> {
    await this.sdk?.shutdown();
    resetApi();
  }
}

/** Nothing is registered, attached or warned of. */
export function resetApi(): void {
  for (const api of [trace, metrics, propagation, context, logs, diag]) {
    api.disable();
  }
  const globals = globalThis as Record<symbol, unknown>;
  delete globals[Symbol.for('@otel-baggage/node warnings')];
  const watch = globals[Symbol.for('@otel-baggage/node watch 1')];
  Object.assign(watch ?? {}, { wrapper: undefined, hasAttached: false });
}

/** The context of a request with this header. */
export function requestWith(baggage: string): Context {
  return propagation.extract(ROOT_CONTEXT, { baggage });
}

/** The headers that are sent in a context. */
export function sentIn(from: Context): Record<string, string> {
  const carrier = {};
  propagation.inject(from, carrier);
  return carrier;
}
