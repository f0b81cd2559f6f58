import { ROOT_CONTEXT, type Context, type Counter } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { baggageViews } from '@otel-baggage/metrics';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { PROMETHEUS, Prometheus } from '../support/prometheus';

const needsPrometheus = PROMETHEUS ? test : test.skip;
const why = PROMETHEUS ? '' : ' (skipped: prometheus is not installed)';
const propagator = new BaggagePropagator();

jest.setTimeout(120_000);

/** The context of a request with this header. */
function requestWith(baggage: string): Context {
  return propagator.extract(
    ROOT_CONTEXT,
    { baggage },
    { get: (carrier: { baggage: string }) => carrier.baggage, keys: () => [] },
  );
}

needsPrometheus(
  `A10 one caller with an empty value does not stop a counter${why}`,
  async () => {
    const exporter = new PrometheusExporter({ host: '127.0.0.1', port: 0 });
    await exporter.startServer();
    const provider = new MeterProvider({
      readers: [exporter],
      views: baggageViews({ included: ['tenant.id'] }),
    });
    const counter: Counter = provider.getMeter('shop').createCounter('orders');
    const count = (header: string) =>
      counter.add(1, {}, header ? requestWith(header) : ROOT_CONTEXT);

    count('tenant.id=');
    const prometheus = await Prometheus.start([addressOf(exporter)]);
    try {
      for (let i = 0; i < 7; i++) count('');
      for (let i = 0; i < 3; i++) count('tenant.id=acme');
      for (let i = 0; i < 5; i++) count(i % 2 ? 'tenant.id=' : 'a=1');
      await prometheus.untilEqual('sum(orders_total)', { '': 16 });
      await prometheus.untilEqual('sum by (tenant_id) (orders_total)', {
        '': 13,
        acme: 3,
      });
    } finally {
      await prometheus.stop();
      await provider.shutdown();
    }
  },
);

/** It has no way to tell the port that it was given. */
function addressOf(exporter: PrometheusExporter): string {
  const { _server } = exporter as unknown as {
    _server: { address(): { port: number } };
  };
  return `127.0.0.1:${_server.address().port}`;
}
