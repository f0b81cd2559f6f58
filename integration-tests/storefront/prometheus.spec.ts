import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../support/find-program';
import { freePort } from '../support/free-port';
import { Storefront } from './storefront';

/* eslint-disable @typescript-eslint/no-explicit-any */

const PROMETHEUS = findProgram('prometheus');
const needsPrometheus = PROMETHEUS ? test : test.skip;
const why = PROMETHEUS ? '' : ' (skipped: prometheus is not installed)';

/** What a tenant's share of the rates may differ from its share of the requests. */
const TOLERANCE = 0.1;

jest.setTimeout(150_000);

let shop: Storefront;
let prometheus: ChildProcess | undefined;
let prometheusUrl: string;
const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));

beforeAll(async () => {
  if (!PROMETHEUS) return;
  shop = new Storefront(['--serve', '--queue=in-process']);
  const { prometheus: targets } = await shop.until(async () => {
    const state = await shop.state();
    return state?.phase === 'load' && state;
  });
  await startPrometheus(targets.map((url: string) => new URL(url).host));
  await shop.isDone();
});

afterAll(async () => {
  await shop?.cleanUp();
  if (prometheus) {
    const ended = new Promise(done => prometheus?.once('close', done));
    prometheus.kill('SIGKILL');
    await ended;
  }
  rmSync(folder, { recursive: true });
});

needsPrometheus(
  `M2 the sum by tenant is what the load generator sent${why}`,
  async () => {
    const { load } = await shop.state();
    const sent = load.byValue['tenant.id'];

    await untilEqual('sum by (tenant_id) (shop_requests_total)', sent);
    await untilEqual(
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

    const rates = await query(
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
    // Those of payments: the one of the gateway began before it knew the tenant.
    await untilEqual(
      'sum by (tenant_id) (http_server_request_duration_count{http_request_method="POST", tenant_id!=""})',
      Object.fromEntries(
        rows.map(({ value, requests }: any) => [value, requests]),
      ),
    );
  },
);

needsPrometheus(
  `A1 no metric has a key that is not copied, and being scraped leaves nothing${why}`,
  async () => {
    const labels = await ask('/api/v1/labels');
    expect(labels).toContain('tenant_id');
    expect(labels).not.toContain('user_id');
    expect(labels).not.toContain('session_id');

    const { traces } = await shop.get('/api/traces?limit=1000');
    expect(traces).toHaveLength(240);
    const { rows } = await shop.get('/api/stats?by=tenant.id');
    expect(rows.map(({ value }: any) => value)).not.toContain(null);
  },
);

/** Starts Prometheus on a free port, and waits until it has scraped all. */
async function startPrometheus(targets: string[]): Promise<void> {
  const config = join(folder, 'prometheus.yml');
  writeFileSync(
    config,
    JSON.stringify({
      global: { scrape_interval: '500ms', scrape_timeout: '500ms' },
      scrape_configs: [{ job_name: 'shop', static_configs: [{ targets }] }],
    }),
  );
  // Prometheus cannot choose one itself.
  const address = `127.0.0.1:${await freePort()}`;
  prometheusUrl = `http://${address}`;
  prometheus = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
    ],
    { stdio: 'ignore' },
  );
  await shop.until(async () => {
    const up = await query('sum(up)').catch(() => ({}));
    return Object.values(up)[0] === targets.length;
  });
}

/** Asks until the answer is what is expected; the last answer decides. */
async function untilEqual(
  promQl: string,
  expected: Record<string, number>,
): Promise<void> {
  let found: Record<string, number> = {};
  await shop
    .until(async () => {
      found = await query(promQl);
      return Object.entries(expected).every(
        ([value, count]) => found[value] === count,
      );
    }, 20_000)
    .catch(() => {});
  expect(found).toEqual(expected);
}

/** An instant query; gives the values by that of the one label. */
async function query(promQl: string): Promise<Record<string, number>> {
  const { result } = await ask(
    `/api/v1/query?query=${encodeURIComponent(promQl)}`,
  );
  return Object.fromEntries(
    result.map(({ metric, value }: any) => [
      Object.values(metric)[0] ?? '',
      Number(value[1]),
    ]),
  );
}

async function ask(path: string): Promise<any> {
  const { data } = (await (await fetch(prometheusUrl + path)).json()) as any;
  return data;
}
