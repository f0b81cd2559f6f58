/* eslint-disable @typescript-eslint/no-unused-vars -- for the block behind it */
import { inspect } from 'node:util';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';

process.env.OTEL_TRACES_EXPORTER = 'none';
process.env.OTEL_LOGS_EXPORTER = 'none';
const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter });
const config = { metricReaders: [reader] };

/** Prints each series of the counters, in the order of the attributes. */
const printMetrics = async () => {
  await reader.forceFlush();
  const lines = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .filter(({ scope }) => scope.name === 'shop')
    .flatMap(({ metrics: all }) => all)
    .flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(
        ({ attributes, value }) =>
          `${descriptor.name} ${inspect(attributes)} ${String(value)}`,
      ),
    );
  console.log(lines.sort().join('\n'));
  await reader.shutdown();
};
