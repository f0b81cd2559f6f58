import {
  ROOT_CONTEXT,
  metrics,
  type Context,
  type Counter,
} from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { baggageViews } from '@otel-baggage/metrics';
import { attachBaggage } from '@otel-baggage/node';
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

/** What the exporter puts onto each metric, some of it found out later. */
const resource = resourceFromAttributes({
  'service.name': 'shop',
  'service.instance.id': 'shop-1',
  'host.name': Promise.resolve('host-1'),
  'k8s.pod.name': 'pod-1',
});
const named = resourceFromAttributes({
  team: 'payments',
  'cost.center': Promise.resolve('17'),
});
const included = ['*'];

/** How wildcards come to measurements, and of what resource. */
const ways: [
  string,
  (exporter: PrometheusExporter) => {
    provider: MeterProvider;
    hostile?: string[];
  },
][] = [
  [
    'in a view',
    exporter => ({
      provider: new MeterProvider({
        resource,
        readers: [exporter],
        views: baggageViews({ included }),
      }),
    }),
  ],
  [
    'at the API, where the names in the resource are known',
    exporter => {
      const provider = new MeterProvider({
        resource: resource.merge(named),
        readers: [exporter],
      });
      attachBaggage({ metrics: { included } });
      metrics.setGlobalMeterProvider(provider);
      return {
        provider,
        hostile: ['team=', 'team=x', 'team!=x', 'cost_center=1'],
      };
    },
  ],
];

const HOSTILE = [
  'job=x',
  'instance=x',
  'exported_job=x',
  'exported.instance=x',
  'exported_exported_job=x',
  'le=0.5',
  'quantile=0.5',
  '__name__=up',
  '1st=x',
  '...=x',
  'otel.scope.name=x',
  'otel_scope_version=x',
  'otel.metric.overflow=true',
  'service.name=x',
  'service_name=x',
  'service..instance-id=x',
  'telemetry.sdk.name=x',
  'host.name=x',
  'host_name=x',
  'k8s!pod!name=x',
  // One label, in turn and at once.
  'a.b=x',
  'a_b=x',
  'a-b=x,a.b=x,a_b=y',
  'a..b=x',
  // Those of the program itself.
  'http_route=/x',
  'http.route=/x,http-route=/x',
  // Empty, and what needs care in a text.
  'tenant.id=',
  'tenant.id=;p=1',
  'tenant.id=%00%0A%0D%22%5C%7D%FF%EF%BF%BE',
];

describe.each(ways)('wildcards %s', (_name, make) => {
  needsPrometheus(
    `M6a A10 nothing that a caller sends stops a scrape or makes two series one${why}`,
    async () => {
      const exporter = new PrometheusExporter({
        host: '127.0.0.1',
        port: 0,
        withResourceConstantLabels: /.*/,
      });
      await exporter.startServer();
      const { provider, hostile = [] } = make(exporter);
      const meter = provider.getMeter('shop', '1.0');
      const counter = meter.createCounter('orders');
      const durations = meter.createHistogram('durations');
      const own = { 'http.route': '/x', job: 'x' };
      const headers = [...HOSTILE, ...hostile];
      const rounds = [headers, [...headers].reverse()];

      counter.add(1, own, requestWith('http_route=/x'));
      durations.record(1, own, ROOT_CONTEXT);
      for (const header of rounds.flat()) {
        const request = requestWith(header);
        counter.add(1, {}, request);
        counter.add(1, own, request);
        durations.record(1, own, request);
      }
      const all = 2 * headers.length;
      const prometheus = await Prometheus.start([addressOf(exporter)]);
      try {
        counter.add(1, {}, requestWith('tenant.id=acme'));
        await prometheus.untilEqual('sum(orders_total)', { '': 2 * all + 2 });
        await prometheus.untilEqual('sum(durations_count)', { '': all + 1 });
        await prometheus.untilEqual('sum(up)', { '': 1 });
        await prometheus.untilEqual(
          'sum by (tenant_id) (orders_total{tenant_id="acme"})',
          { acme: 1 },
        );
        // The resource's and Prometheus' own labels have one value each.
        for (const label of [
          'service_name',
          'service_instance_id',
          'host_name',
          'k8s_pod_name',
          'telemetry_sdk_name',
          'otel_scope_name',
          'exported_job',
          'exported_instance',
        ]) {
          const series = await prometheus.query(
            `count by (${label}) (count by (${label}) (orders_total{${label}!=""}))`,
          );
          expect([label, Object.keys(series).filter(v => v === 'x')]).toEqual([
            label,
            label === 'exported_job' ? ['x'] : [],
          ]);
        }
        // As many series as the exporter has: none became another's.
        await prometheus.untilEqual('count(orders_total)', {
          '': await seriesOf(exporter, 'orders_total'),
        });
      } finally {
        await prometheus.stop();
        await provider.shutdown();
        metrics.disable();
      }
    },
  );
});

/** How many series of a metric are exported. */
async function seriesOf(
  exporter: PrometheusExporter,
  name: string,
): Promise<number> {
  const response = await fetch(`http://${addressOf(exporter)}/metrics`);
  const lines = (await response.text()).split('\n');
  return lines.filter(line => line.startsWith(`${name}{`)).length;
}

/** It has no way to tell the port that it was given. */
function addressOf(exporter: PrometheusExporter): string {
  const { _server } = exporter as unknown as {
    _server: { address(): { port: number } };
  };
  return `127.0.0.1:${_server.address().port}`;
}
