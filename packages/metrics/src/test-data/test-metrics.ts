import type { Attributes, Meter } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type MetricData,
  type ResourceMetrics,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';

/** One data point: what was added up, or how many values a histogram has. */
export interface Series {
  attributes: Attributes;
  value: number;
}

/** The real SDK with in-memory exporters, one for each temporality given. */
export class TestMetrics {
  private readonly provider: MeterProvider;
  private readonly exporters: InMemoryMetricExporter[];
  readonly meter: Meter;

  constructor(
    views: ViewOptions[],
    temporalities = [AggregationTemporality.CUMULATIVE],
  ) {
    this.exporters = temporalities.map(
      temporality => new InMemoryMetricExporter(temporality),
    );
    this.provider = new MeterProvider({
      views,
      readers: this.exporters.map(
        exporter =>
          new PeriodicExportingMetricReader({
            exporter,
            exportIntervalMillis: 2 ** 31 - 1,
          }),
      ),
    });
    this.meter = this.provider.getMeter('test');
  }

  meterOf(name: string): Meter {
    return this.provider.getMeter(name);
  }

  /** What each exporter was given since the last call. */
  async export(): Promise<ResourceMetrics[]> {
    await this.provider.forceFlush();
    return this.exporters.map(exporter => {
      const [exported] = exporter.getMetrics();
      exporter.reset();
      return exported!;
    });
  }

  /** The metrics of all meters, as the first exporter was given them. */
  async metrics(): Promise<MetricData[]> {
    const [exported] = await this.export();
    return metricsOf(exported);
  }

  /** The data points of one metric, as the first exporter was given them. */
  async series(name: string): Promise<Series[]> {
    return seriesOf(await this.metrics(), name);
  }

  shutdown(): Promise<void> {
    return this.provider.shutdown();
  }
}

/** The metrics of all meters. */
export function metricsOf(exported: ResourceMetrics | undefined): MetricData[] {
  return (exported?.scopeMetrics ?? []).flatMap(({ metrics }) => metrics);
}

/** The data points of one metric. */
export function seriesOf(metrics: MetricData[], name: string): Series[] {
  return metrics
    .filter(({ descriptor }) => descriptor.name === name)
    .flatMap(({ dataPoints }) =>
      dataPoints.map(({ attributes, value }) => ({
        attributes,
        value: typeof value === 'number' ? value : value.count,
      })),
    );
}
