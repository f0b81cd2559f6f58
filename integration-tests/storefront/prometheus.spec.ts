import { PROMETHEUS, Prometheus } from '../support/prometheus';
import { Storefront } from './storefront';

/* eslint-disable @typescript-eslint/no-explicit-any */

const needsPrometheus = PROMETHEUS ? test : test.skip;
const why = PROMETHEUS ? '' : ' (skipped: prometheus is not installed)';

/** What a tenant's share of the rates may differ from its share of the requests. */
const TOLERANCE = 0.1;

jest.setTimeout(150_000);

let shop: Storefront;
let prometheus: Prometheus;

beforeAll(async () => {
  if (!PROMETHEUS) return;
  shop = new Storefront(['--serve', '--queue=in-process']);
  const { prometheus: targets } = await shop.until(async () => {
    const state = await shop.state();
    return state?.phase === 'load' && state;
  });
  prometheus = await Prometheus.start(
    targets.map((url: string) => new URL(url).host),
  );
  await shop.isDone();
});

afterAll(async () => {
  await shop?.cleanUp();
  await prometheus?.stop();
});

needsPrometheus(
  `M2 the sum by tenant is what the load generator sent${why}`,
  async () => {
    const { load } = await shop.state();
    const sent = load.byValue['tenant.id'];

    await prometheus.untilEqual(
      'sum by (tenant_id) (shop_requests_total)',
      sent,
    );
    await prometheus.untilEqual(
      'sum by (experiment_variant) (shop_requests_total)',
      load.byValue['experiment.variant'],
    );
  },
);

needsPrometheus(
  `the rates of the tenants are to each other as what was sent${why}`,
  async () => {
    const { load } = await shop.state();
    const sent = load.byValue['tenant.id'];

    const rates = await prometheus.query(
      'sum by (tenant_id) (rate(shop_requests_total[2m]))',
    );
    expect(Object.keys(rates).sort()).toEqual(Object.keys(sent).sort());
    const all = Object.values(rates).reduce((sum, rate) => sum + rate, 0);
    for (const [tenant, rate] of Object.entries(rates)) {
      const difference = rate / all - sent[tenant] / load.sent;
      expect(Math.abs(difference)).toBeLessThan(TOLERANCE);
    }
  },
);

needsPrometheus(
  `M2 the instrumentations count each request once, by tenant${why}`,
  async () => {
    const { rows } = await shop.get('/api/stats?by=tenant.id');
    // Those of payments, and those of the gateway, which learns the tenant while
    // it answers (rule M9).
    await prometheus.untilEqual(
      'sum by (tenant_id) (http_server_request_duration_count{http_request_method="POST", tenant_id!=""})',
      Object.fromEntries(
        rows.map(({ value, requests }: any) => [value, 2 * requests]),
      ),
    );
  },
);

needsPrometheus(
  `A1 no metric has a key that is not copied, and being scraped leaves nothing${why}`,
  async () => {
    const labels = await prometheus.ask('/api/v1/labels');
    expect(labels).toContain('tenant_id');
    expect(labels).not.toContain('user_id');
    expect(labels).not.toContain('session_id');

    const { traces } = await shop.get('/api/traces?limit=1000');
    expect(traces).toHaveLength(240);
    const { rows } = await shop.get('/api/stats?by=tenant.id');
    expect(rows.map(({ value }: any) => value)).not.toContain(null);
  },
);
