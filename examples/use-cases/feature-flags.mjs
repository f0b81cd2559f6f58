// Decided once, known everywhere: the shop asks for a flag at the beginning of a
// request; the price behind it depends on the flag, and so do the numbers.

import { once } from 'node:events';
import { register } from 'node:module';
import { metrics as metricsApi } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { metrics, NodeSDK } from '@opentelemetry/sdk-node';
import { getBaggage, runWithBaggage } from '@otel-baggage/core';
import { withBaggage } from '@otel-baggage/node';

const FLAG = 'feature.spring-sale';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
const exporter = new metrics.InMemoryMetricExporter(
  metrics.AggregationTemporality.CUMULATIVE,
);
const reader = new metrics.PeriodicExportingMetricReader({ exporter });
const sdk = new NodeSDK(
  withBaggage(
    {
      instrumentations: [
        new HttpInstrumentation(),
        new UndiciInstrumentation(),
      ],
      spanProcessors: [],
      logRecordProcessors: [],
      metricReaders: [reader],
    },
    { included: ['feature.*'], metrics: { instruments: ['orders.*'] } },
  ),
);
sdk.start();
const { createServer } = await import('node:http');

// The service behind. It knows no flags of its own; the counter is a plain one.
const sold = metricsApi.getMeter('prices').createCounter('orders.value');
const prices = createServer((request, response) => {
  response.setHeader('x-content-type-options', 'nosniff');
  const sale = getBaggage().getEntry(FLAG)?.value === 'on';
  const price = sale ? 80 : 100;
  sold.add(price);
  response.end(`${price} EUR`);
}).listen(0, '127.0.0.1');
await once(prices, 'listening');

// The shop: every third customer takes part.
for (let customer = 1; customer <= 6; customer++) {
  const flag = customer % 3 === 0 ? 'on' : 'off';
  const answer = await runWithBaggage({ [FLAG]: flag }, () =>
    fetch(`http://127.0.0.1:${prices.address().port}`),
  );
  console.log(`customer ${customer} pays ${await answer.text()}`);
}

await reader.forceFlush();
const [{ scopeMetrics }] = exporter.getMetrics();
for (const { descriptor, dataPoints } of scopeMetrics.flatMap(
  scope => scope.metrics,
)) {
  if (descriptor.name !== 'orders.value') continue;
  for (const { attributes, value } of dataPoints) {
    console.log(`orders.value of ${FLAG}=${attributes[FLAG]}: ${value} EUR`);
  }
}

prices.close();
await sdk.shutdown();
