// Pages in Chromium, each as its users write it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { OtlpReceiver } from '../matrix/support/otlp-receiver';
import {
  INSTALL_TIMEOUT,
  InstalledProject,
  NEWER_NODE,
} from '../registry/installed-project';
import { PageServer } from '../registry/page-server';
import { startBrowser } from '../support/chromium';
import { recordResult } from './record';
import { pagesToRun } from './rows';

/** That ask at once. */
const TENANTS = Array.from({ length: 50 }, (_, i) => `tenant-${i}`);
/** Milliseconds until all telemetry must be there. */
const PATIENCE = 20_000;

const rows = pagesToRun();

test('pages are built', () => {
  for (const { build } of rows) expect(build).not.toEqual([]);
});

for (const row of rows) {
  describe(row.title, () => {
    let project: InstalledProject;
    let receiver: OtlpReceiver;
    let server: PageServer;
    let browser: Browser;
    let page: Page;
    let sent: Record<string, string>[];

    beforeAll(async () => {
      project = InstalledProject.install(row.name, {
        projects: join(__dirname, 'projects'),
        node: NEWER_NODE,
      });
      for (const [command, ...args] of row.build!) {
        project.run(command!, ...args);
      }
      receiver = await OtlpReceiver.start();
      const script = readFileSync(project.path('dist', 'page.js'), 'utf8');
      server = await PageServer.start(script);
      browser = await startBrowser();
      page = await browser.newPage();
      // Its collector is at the page's own origin.
      await page.route('**/v1/*', async route => {
        const request = route.request();
        await fetch(receiver.endpoint + new URL(request.url()).pathname, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: request.postDataBuffer(),
        });
        await route.fulfill({ json: {} });
      });
      await page.goto(server.url);
      sent = await page.evaluate(
        `Promise.all(${JSON.stringify(TENANTS)}.map(ask))`,
      );
      const end = Date.now() + PATIENCE;
      while (!isThere() && Date.now() < end) await sleep(100);
    }, INSTALL_TIMEOUT);
    afterAll(async () => {
      await browser?.close();
      await server?.stop();
      await receiver?.stop();
      project?.remove();
    });

    const isThere = () =>
      receiver.spans.length >= 2 * TENANTS.length &&
      receiver.logRecords.length >= TENANTS.length &&
      receiver.dataPoints.length >= TENANTS.length;
    const tenantsOf = (items: { attributes: Record<string, unknown> }[]) =>
      items.map(({ attributes }) => attributes['tenant.id']).sort();

    test('I4 R3 each request of fetch has its own tenant and one traceparent', () => {
      expect(sent.map(({ baggage }) => baggage)).toEqual(
        TENANTS.map(tenant => `tenant.id=${tenant},secret=1`),
      );
      for (const { traceparent } of sent) {
        expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      }
    });

    test('A1 A6 M2 spans of page and fetch, log records and a counter have it too, and nothing else', () => {
      const of = (name: RegExp) =>
        receiver.spans.filter(span => name.test(span.name));
      const all = [...TENANTS].sort();
      expect(tenantsOf(of(/^work$/))).toEqual(all);
      expect(tenantsOf(of(/GET/))).toEqual(all);
      expect(tenantsOf(receiver.logRecords)).toEqual(all);
      expect(tenantsOf(receiver.dataPoints)).toEqual(all);
      for (const { attributes } of receiver.spans) {
        expect(attributes).not.toHaveProperty('secret');
      }
      recordResult(row, project.folder);
    });
  });
}
