import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { hasFocus, transitionOf, Window } from './browser';
import { CHROMIUM, startBrowser } from '../support/chromium';
import { ViewProcess } from './view-process';

declare const axe: {
  run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
};

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const APPLICATIONS = { express: 'shop', 'own-sdk': 'own-service' };
declare const scrollY: number;
declare const document: { activeElement: { blur(): void } };
declare const history: { state: { scroll?: number } | null };

const LOOKS: [string, BrowserContextOptions][] = [
  ['light-wide', { colorScheme: 'light' }],
  ['dark-wide', { colorScheme: 'dark' }],
  [
    'light-narrow',
    { colorScheme: 'light', viewport: { width: 390, height: 844 } },
  ],
  [
    'dark-narrow',
    { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  ],
];
const HEADER =
  'tenant.id=acme,user.token=a%40example.com,bad key=1,plan=gold;since=2020';

jest.setTimeout(180_000);

if (CHROMIUM === undefined) {
  it.skip('the page in a browser (skipped: chromium is not installed)', () => {});
} else {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  describe.each(Object.entries(APPLICATIONS))(
    'the page shows an application of %s',
    (folder, service) => testPage(folder, service, () => browser),
  );
}

function testPage(
  folder: string,
  service: string,
  getBrowser: () => Browser,
): void {
  let view: ViewProcess;
  let url: string;
  let app: string;
  let traceId: string;
  let opened: Window[] = [];
  // Sends no telemetry.
  const provider = createServer((_request, response) =>
    response.end('charged'),
  );
  let providerHost: string;

  beforeAll(async () => {
    await new Promise<void>(done => provider.listen(0, '127.0.0.1', done));
    providerHost = `127.0.0.1:${(provider.address() as AddressInfo).port}`;
    view = new ViewProcess(['--', 'node', 'app.cjs'], folder, {
      OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.id',
    });
    url = await view.url();
    app = await view.app();
    for (const path of [
      '',
      `?outside=http://${providerHost}/`,
      '',
      '?fails=1',
    ]) {
      const headers = { baggage: HEADER };
      await fetch(app + path, { headers }).then(answer => answer.text());
    }
    await fetch(app, { headers: { baggage: 'tenant.id=globex' } });
    traceId = await view.until(async () => {
      const { traces } = await view.get('/api/traces');
      return traces.length >= 5 ? traces.at(-1).traceId : undefined;
    });
  });
  afterEach(async () => {
    const problems = opened.flatMap(window => window.problems);
    await Promise.all(opened.map(window => window.close()));
    opened = [];
    // A trace that has not arrived yet is asked for until it has.
    expect(problems.filter(text => !/404/.test(text))).toEqual([]);
  });
  afterAll(async () => {
    provider.close();
    await view.stop();
  });

  async function open(route: string, options?: BrowserContextOptions) {
    const window = await Window.open(getBrowser(), `${url}/${route}`, options);
    opened.push(window);
    return window;
  }

  const routes = () => ({
    overview: ['#/', 'Overview'],
    traces: ['#/traces', 'Traces'],
    trace: [`#/traces/${traceId}`, 'Trace'],
    destinations: ['#/destinations', 'Destinations'],
    keys: ['#/keys', 'Keys'],
    logs: ['#/logs', 'Logs'],
    send: ['#/send', 'Send'],
  });

  test.each(LOOKS)(
    'every page: %s, nothing cut, axe finds no violation',
    async (look, options) => {
      for (const [name, [route, title]] of Object.entries(routes())) {
        const window = await open(route!, options);
        const { page } = window;
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        await page.getByText(/^Loading/).waitFor({ state: 'detached' });
        await window.screenshot(`viewer-${folder}-${name}-${look}`);
        expect([name, await window.overhang()]).toEqual([name, 0]);
        expect([name, await window.cutTables()]).toEqual([name, []]);
        const isDark = (await window.brightness()) < 128;
        expect(isDark).toBe(options.colorScheme === 'dark');
        // Behind the page's own policy, which lets no script in.
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => axe.run());
        expect(
          violations.map(({ id, nodes }) => [name, id, nodes[0]!.html]),
        ).toEqual([]);
      }
    },
  );

  test('every page with the keyboard alone: Tab reaches every control, and shows where it is', async () => {
    for (const [name, [route, title]] of Object.entries(routes())) {
      const window = await open(route!);
      const { page } = window;
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await page.getByText(/^Loading/).waitFor({ state: 'detached' });
      // What arrives meanwhile would change what there is to reach.
      await page.getByRole('button', { name: 'Pause live updates' }).click();
      await page.getByText('Paused').waitFor();
      await page.evaluate(() => document.activeElement.blur());
      const { count, missed, unseen } = await window.tabThrough();
      // Those of the head alone are ten.
      expect(count).toBeGreaterThanOrEqual(10);
      expect([name, missed, unseen]).toEqual([name, [], []]);
    }
  });

  test('the keyboard does what the mouse does', async () => {
    const window = await open('#/');
    const { page } = window;
    const { keyboard } = page;
    const title = (name: string) =>
      page.getByRole('heading', { level: 1, name });
    await title('Overview').waitFor();
    await keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    expect(await hasFocus(skip)).toBe(true);
    await keyboard.press('Enter');
    expect(await hasFocus(page.getByRole('main'))).toBe(true);

    const split = page.getByRole('group', { name: 'Split by' });
    await window.tabTo(split.getByRole('radio', { checked: true }));
    await keyboard.press('ArrowRight');
    await page.getByRole('table', { name: 'Numbers by tenant.id' }).waitFor();
    await window.tabTo(page.getByRole('link', { name: 'Traces of globex' }));
    await keyboard.press('Enter');
    await title('Traces').waitFor();
    expect(await hasFocus(title('Traces'))).toBe(true);
    await window.tabTo(
      page.getByRole('list', { name: 'Traces' }).getByRole('link').first(),
    );
    await keyboard.press('Enter');
    await title('Trace').waitFor();

    const span = page.locator('.span-row').first();
    await window.tabTo(span);
    await keyboard.press('Enter');
    expect(await span.getAttribute('aria-expanded')).toBe('true');
    await keyboard.press('Space');
    expect(await span.getAttribute('aria-expanded')).toBe('false');
    const hop = page.locator('.hop:not([open]) summary').first();
    await window.tabTo(hop);
    const closed = await page.locator('.hop:not([open])').count();
    await keyboard.press('Enter');
    expect(await page.locator('.hop:not([open])').count()).toBe(closed - 1);

    await page.goto(`${url}/#/destinations`);
    const allowed = page
      .getByRole('row', { name: /^localhost:/ })
      .getByRole('checkbox');
    await window.tabTo(allowed);
    await keyboard.press('Space');
    const line = page.getByRole('group', { name: 'environment variable' });
    expect(await line.innerText()).toBe('OTEL_BAGGAGE_EGRESS_HOSTS=,');

    await page.goto(`${url}/#/keys`);
    const accept = page
      .getByRole('row', { name: /^user\.token/ })
      .getByRole('checkbox', { name: 'Accept from outside' });
    await window.tabTo(accept);
    await keyboard.press('Space');
    const lines = page.getByRole('group', { name: 'environment variables' });
    expect(await lines.innerText()).toContain('OTEL_BAGGAGE_INGRESS_KEYS=');

    await page.goto(`${url}/#/send`);
    await window.tabTo(page.getByRole('button', { name: 'broken' }));
    await keyboard.press('Enter');
    expect(await page.getByLabel('baggage:').inputValue()).toContain('naïve=ü');
  });

  test('who gets our tenants: each host, its keys, and the line that stops the rest', async () => {
    const { page } = await open('#/destinations');
    const own = page.getByRole('row', { name: /^localhost:/ });
    await own.waitFor();
    if (folder === 'express') {
      await page.getByText('Baggage was sent to 1 host outside').waitFor();
      const outside = page.getByRole('row', { name: providerHost });
      expect(await outside.innerText()).toMatch(
        /sends no telemetry[^]*tenant.id/,
      );
    }
    expect(await own.innerText()).toContain('tenant.id');
    const line = page.getByRole('group', { name: 'environment variable' });
    const { host } = new URL(app);
    const port = host.split(':')[1];
    expect(await line.innerText()).toBe(
      `OTEL_BAGGAGE_EGRESS_HOSTS=localhost:${port}`,
    );
    await own.getByRole('checkbox').uncheck();
    expect(await line.innerText()).toBe('OTEL_BAGGAGE_EGRESS_HOSTS=,');
  });

  test('why a span has no tenant: what was dropped, and what was not copied', async () => {
    const { page } = await open(`#/traces/${traceId}`);
    const spans = page.getByRole('list', { name: 'Spans' });
    await spans.getByRole('button').first().waitFor();
    // An entry is shown where it is first there, and not on every span.
    expect(await spans.getByText('plan', { exact: true }).count()).toBe(1);
    await spans.getByRole('button').first().click();
    await spans.getByText(/plan was in the baggage and not copied/).waitFor();
    await spans.getByText(/tenant\.id was copied/).waitFor();
    const hops = page.getByRole('list', { name: 'Hops' });
    await hops
      .getByText('Dropped: invalid_key', { exact: false })
      .first()
      .waitFor();
  });

  test('keys: who set and forwards them, and the variables that follow', async () => {
    const { page } = await open('#/keys');
    const row = page.getByRole('row', { name: /^user\.token/ });
    await row.waitFor();
    const text = await row.innerText();
    expect(text).toContain('client');
    expect(text).toContain(service);
    expect(text).toContain('The name looks sensitive.');
    const lines = page.getByRole('group', { name: 'environment variables' });
    expect(await lines.innerText()).toContain(
      'OTEL_BAGGAGE_SPAN_ATTRIBUTE_KEYS=tenant.id',
    );
    await row.getByRole('checkbox', { name: 'Accept from outside' }).uncheck();
    expect(await lines.innerText()).toContain(
      'OTEL_BAGGAGE_INGRESS_KEYS=plan,tenant.id',
    );
  });

  test('send: Enter sends what was typed, in UTF-8, and shows what became of it', async () => {
    const { page } = await open('#/send');
    await page.getByLabel('URL on this machine').fill(app);
    await page.getByLabel('baggage:').fill('sent.by=hand,name=ü');
    await page.keyboard.press('Enter');
    await page.getByText(/^Answered with 200/).waitFor();
    const hops = page.getByRole('list', { name: 'Hops' });
    await hops.waitFor();
    await hops
      .getByText(/1 dropped/)
      .first()
      .waitFor();
    expect(await hops.innerText()).toContain('invalid_value');
  });

  test('with the keyboard alone: from the list to a trace, and back to the place', async () => {
    const window = await open('#/traces', {
      viewport: { width: 390, height: 300 },
    });
    const { page } = window;
    const last = page
      .getByRole('list', { name: 'Traces' })
      .getByRole('link')
      .last();
    await window.tabTo(last);
    expect(await hasFocus(last)).toBe(true);
    const scrolled = () => page.evaluate(() => scrollY);
    const kept = () => page.evaluate(() => history.state?.scroll);
    const before = await view.until(kept);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Trace' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Traces' }).waitFor();
    await view.until(async () => Math.abs((await scrolled()) - before) < 3);
  });

  test('moves nothing for who wants reduced motion', async () => {
    const duration = async (reducedMotion: 'reduce' | 'no-preference') => {
      const { page } = await open('#/send', { reducedMotion });
      return transitionOf(
        page.getByRole('button', { name: 'Send', exact: true }),
      );
    };
    expect(await duration('no-preference')).not.toBe('0s');
    expect(await duration('reduce')).toBe('0s');
  });

  test('pauses where it is asked to, and goes on', async () => {
    const window = await open('#/traces');
    const { page } = window;
    const traces = page.getByRole('list', { name: 'Traces' });
    await traces.waitFor();
    await page.getByRole('button', { name: 'Pause live updates' }).click();
    await page.getByText('Paused').waitFor();
    const before = window.requests.length;
    const { spans } = await view.get('/api/state');
    await fetch(app, { headers: { baggage: 'tenant.id=unseen' } });
    await view.until(async () => (await view.get('/api/state')).spans > spans);
    expect(window.requests.slice(before)).toEqual([]);
    await page.getByRole('button', { name: 'Resume live updates' }).click();
    await traces.getByText('unseen').first().waitFor();
  });

  test('asks no other host', async () => {
    const window = await open('#/');
    const hosts = new Set<string>();
    window.page.on('request', request =>
      hosts.add(new URL(request.url()).host),
    );
    await window.page.reload();
    await window.page.getByRole('heading', { level: 1 }).waitFor();
    expect([...hosts]).toEqual([new URL(url).host]);
  });
}
