import { setTimeout } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Locator } from 'playwright-core';
import { CHROMIUM, startBrowser } from '../support/chromium';
import { hasFocus, showsFocus, transitionOf, Window } from './browser';
import { Storefront } from './storefront';

const ROUTES = {
  overview: '#/',
  traces: '#/traces',
  logs: '#/logs',
  send: '#/send',
  egress: '#/egress',
};
const SERVICES = ['catalog', 'gateway', 'orders', 'payments', 'worker'];
/** The page reads no resource more often than twice a second. */
const READS_A_SECOND = 2;

jest.setTimeout(150_000);

if (CHROMIUM === undefined) {
  it.skip('the page in a browser (skipped: chromium is not installed)', () => {});
} else {
  describe('the page in a browser', testPage);
}

function testPage(): void {
  let shop: Storefront;
  let browser: Browser;
  let opened: Window[] = [];

  beforeAll(async () => {
    shop = new Storefront(['--queue=in-process', '--serve']);
    [browser] = await Promise.all([
      startBrowser(),
      shop.until(async () => shop.url),
    ]);
  });

  afterEach(async () => {
    const problems = opened.flatMap(window => window.problems);
    await Promise.all(opened.map(window => window.close()));
    opened = [];
    expect(problems).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await shop.cleanUp();
  });

  async function open(route = '#/', options?: BrowserContextOptions) {
    const window = await Window.open(browser, `${shop.url}/${route}`, options);
    opened.push(window);
    return window;
  }

  test('is live while the load runs, and does not ask too often', async () => {
    const begin = Date.now();
    const window = await open();
    const { page } = window;
    await page.getByText(/^[1-9]\d* of 240 requests sent/).waitFor();
    await page.getByRole('progressbar').waitFor();
    await page.getByRole('rowheader', { name: 'globex' }).waitFor();
    await window.screenshot('overview-load');
    await page.getByText('Round complete: 240 of 240').waitFor({
      timeout: 100_000,
    });

    const seconds = (Date.now() - begin) / 1000;
    const reads = window.requests.filter(path => path === '/api/state');
    expect(reads.length).toBeGreaterThan(3);
    expect(reads.length).toBeLessThanOrEqual(seconds * READS_A_SECOND + 2);
  });

  describe('when the round is complete', () => {
    beforeAll(() => shop.isDone());

    test('says at the top which tenant is slow and why', async () => {
      const window = await open();
      const first = window.page.locator('.findings li').first();
      await first.waitFor();
      const { findings } = await shop.state();
      expect(await first.innerText()).toBe(findings[0]);
      await window.screenshot('overview');
    });

    test.each(['Requests', 'Error rate', 'p95 latency'])(
      'draws a bar for each tenant: %s',
      async title => {
        const { page } = await open();
        const chart = page.getByRole('img', { name: `${title} by tenant.id` });
        await chart.locator('svg .recharts-bar-rectangle').first().waitFor();
        const { load } = await shop.state();
        expect(await chart.locator('svg .recharts-bar-rectangle').count()).toBe(
          Object.keys(load.byValue['tenant.id']).length,
        );
      },
    );

    test('M2 the table has as many requests as were sent, value by value, for each key', async () => {
      const { page } = await open();
      const { keys, load } = await shop.state();
      for (const key of keys) {
        await page.getByRole('radio', { name: key, exact: true }).click();
        const table = page.getByRole('table', { name: `Numbers by ${key}` });
        await table.waitFor();
        const sent = load.byValue[key];
        await untilColumn(table, 'Sent', sent);
        await untilColumn(table, 'Requests', sent);
        await untilColumn(table, 'Data points', sent);
        expect(await table.getByTitle('as many as sent').count()).toBe(
          Object.keys(sent).length,
        );
      }
    });

    test('the address keeps the dimension', async () => {
      const { page } = await open('#/?by=experiment.variant');
      const chosen = page.getByRole('radio', { name: 'experiment.variant' });
      expect(await chosen.isChecked()).toBe(true);
      await page.getByRole('rowheader', { name: 'A', exact: true }).waitFor();
      await page.getByRole('radio', { name: 'tenant.tier' }).click();
      await page.getByRole('rowheader', { name: 'gold' }).waitFor();
      expect(new URL(page.url()).hash).toBe('#/?by=tenant.tier');
    });

    test('A6 from a slow tenant to its trace: all services, copied attributes marked, the header at each hop', async () => {
      const window = await open();
      const { page } = window;
      await page.getByRole('link', { name: 'Traces of globex' }).click();
      await page.getByRole('radio', { name: 'slowest' }).click();
      // What made the very slowest wait may be the machine.
      await page.getByRole('radio', { name: 'newest' }).click();
      const trace = page
        .getByRole('list', { name: 'Traces' })
        .getByRole('listitem')
        .filter({ hasText: 'tenant.id=globex', hasNotText: 'error' });
      await trace.first().getByRole('link').click();

      const spans = page.getByRole('list', { name: 'Spans' }).locator('> li');
      await spans.first().waitFor();
      const services = await spans.locator('.span-name strong').allInnerTexts();
      expect([...new Set(services)].sort()).toEqual(SERVICES);
      for (const span of await spans.all()) {
        expect(await span.locator('.span-tags').innerText()).toContain(
          'globex',
        );
      }
      const busiest = spans.filter({ hasText: 'Most of the time goes here' });
      expect(await busiest.innerText()).toMatch(/payments\s+fraud check/);

      await busiest.getByRole('button').click();
      const attribute = busiest.getByRole('row', { name: 'tenant.id' });
      expect(await attribute.innerText()).toMatch(/globex\s+from baggage/);

      const hops = page.getByRole('list', { name: 'Hops' }).locator('> li');
      const toCatalog = hops.filter({ hasText: 'catalog' });
      expect(
        await toCatalog.getByRole('meter').getAttribute('aria-valuetext'),
      ).toMatch(/^\d+ of 8,192 bytes$/);
      await toCatalog.locator('summary').click();
      expect(await toCatalog.innerText()).toMatch(/user\.id=u-\d+/);
      const toProvider = hops.filter({ hasText: 'provider' });
      expect(await toProvider.innerText()).toMatch(/no baggage\s+\d+ dropped/);
      await window.screenshot('trace');
    });

    test('a log line of a tenant leads to its span in its trace', async () => {
      const window = await open('#/logs');
      const { page } = window;
      await page.getByLabel('Value').selectOption('umbrella');
      const lines = page
        .getByRole('list', { name: 'Log lines' })
        .locator('> li');
      await lines.filter({ hasNotText: 'umbrella' }).first().waitFor({
        state: 'detached',
      });
      await window.screenshot('logs');
      const body = lines.getByRole('link').first();
      const target = await body.getAttribute('href');
      await body.click();

      await page.getByRole('list', { name: 'Spans' }).waitFor();
      expect(new URL(page.url()).hash).toBe(target);
      const spans = page.locator('.span-row[aria-expanded=true]');
      await spans.first().waitFor();
      expect(await spans.count()).toBe(1);
      expect(await hasFocus(spans.first())).toBe(true);
    });

    test('T1 shows a hostile header as text, with what was dropped and why', async () => {
      const window = await open('#/send');
      const gateway = await send(window, 'hostile');
      const text = await gateway.innerText();
      expect(text).toMatch(/Dropped: not_allowed/);
      const dropped = await gateway.locator('.dropped li').allInnerTexts();
      expect(dropped.join()).toMatch(/tenant\.id.*user\.id/);
      expect(await gateway.locator('del').allInnerTexts()).toContain(
        'user.id=admin',
      );
      expect(await gateway.locator('.tags').innerText()).toContain(
        '<script>alert(1)</script>',
      );
      await window.screenshot('send-hostile');
    });

    test.each([
      ['valid', /^(?!.*Dropped)/s],
      ['broken', /Dropped: invalid_key.*Dropped: invalid_value/s],
      ['oversized', /Dropped: max_bytes/],
    ])(
      'shows what the gateway made of a %s header',
      async (preset, expected) => {
        const window = await open('#/send');
        const gateway = await send(window, preset);
        await gateway.locator('summary').click({ trial: true });
        expect(await gateway.innerText()).toMatch(expected);
        expect(await window.overhang()).toBe(0);
        await window.screenshot(`send-${preset}`);
      },
    );

    test('says so where HTTP cannot carry what was typed', async () => {
      const window = await open('#/send');
      const { page } = window;
      await page.getByLabel('baggage:').fill('a=1\r\nset-cookie: b=2');
      await page.getByRole('button', { name: 'Send a checkout' }).click();
      const alert = page.getByRole('alert');
      await alert.waitFor();
      expect(await alert.innerText()).toMatch(/CR, LF/);
      // The browser tells of each answer with an error status.
      expect(window.problems.splice(0)).toEqual([
        expect.stringContaining('400'),
      ]);
    });

    test('T3 switches the egress policy: no baggage leaves, baggage leaves', async () => {
      const window = await open('#/egress');
      const { page } = window;
      const policy = page.getByRole('switch', { name: 'Egress policy' });
      await page.getByText('No baggage left the shop').waitFor();
      expect(await policy.getAttribute('aria-checked')).toBe('true');

      await policy.click();
      await page.getByText('The provider received the baggage').waitFor();
      expect(await policy.getAttribute('aria-checked')).toBe('false');
      const off = page.getByRole('region', { name: 'Policy off' });
      expect(await off.innerText()).toMatch(/tenant\.id=\w+/);
      await window.screenshot('egress');

      await policy.click();
      await page.locator('[role=switch][aria-checked=true]').waitFor();
      await page.locator('[role=switch][aria-disabled=false]').waitFor();
      expect((await shop.state()).egress.policy).toBe('on');
    });

    test('is used with the keyboard alone', async () => {
      const window = await open();
      const { page } = window;
      const { keyboard } = page;
      const title = (name: string) =>
        page.getByRole('heading', { level: 1, name });
      await title('Overview').waitFor();

      await keyboard.press('Tab');
      const skip = page.getByRole('link', { name: 'Skip to the content' });
      expect(await hasFocus(skip)).toBe(true);
      expect(await showsFocus(skip)).toBe(true);
      await keyboard.press('Enter');
      expect(await hasFocus(page.getByRole('main'))).toBe(true);

      const tenant = page.getByRole('radio', { name: 'tenant.id' });
      await window.tabTo(tenant);
      expect(await showsFocus(tenant)).toBe(true);
      await keyboard.press('ArrowRight');
      await page.getByRole('rowheader', { name: 'gold' }).waitFor();

      await window.tabTo(page.getByRole('region', { name: 'Table' }));
      const traces = page.getByRole('link', { name: 'Traces of gold' });
      await window.tabTo(traces);
      expect(await showsFocus(traces)).toBe(true);
      await keyboard.press('Enter');
      await title('Traces').waitFor();
      expect(await hasFocus(title('Traces'))).toBe(true);

      await window.tabTo(page.locator('.trace-list a').first());
      await keyboard.press('Enter');
      await title('Trace').waitFor();
      const span = page.locator('.span-row').first();
      await window.tabTo(span);
      expect(await showsFocus(span)).toBe(true);
      await keyboard.press('Enter');
      expect(await span.getAttribute('aria-expanded')).toBe('true');
      await keyboard.press('Space');
      expect(await span.getAttribute('aria-expanded')).toBe('false');
      const hop = page.locator('.hop:not([open]) summary').first();
      await window.tabTo(hop);
      expect(await showsFocus(hop)).toBe(true);
      const closed = await page.locator('.hop:not([open])').count();
      await keyboard.press('Enter');
      expect(await page.locator('.hop:not([open])').count()).toBe(closed - 1);

      await page.goto(`${shop.url}/#/send`);
      const field = page.getByLabel('baggage:');
      await window.tabTo(field);
      expect(await showsFocus(field)).toBe(true);
      await keyboard.type('cart.id=typed');
      await window.tabTo(page.getByRole('button', { name: 'Send a checkout' }));
      await keyboard.press('Enter');
      await page.getByText('What each service made of it').waitFor();

      await page.goto(`${shop.url}/#/egress`);
      await window.tabTo(page.getByRole('switch'));
      await window.tabTo(page.getByRole('button', { name: 'Make a payment' }));
    });

    test.each(Object.entries(ROUTES))(
      'fits into a narrow window, light and dark: %s',
      async (name, route) => {
        for (const colorScheme of ['light', 'dark'] as const) {
          const window = await open(route, {
            colorScheme,
            viewport: { width: 360, height: 740 },
          });
          await window.page.locator('main h1').waitFor();
          await window.page.waitForLoadState('load');
          await window.page.locator('[aria-busy=false]').first().waitFor();
          expect(await window.overhang()).toBe(0);
          await window.screenshot(`${name}-narrow-${colorScheme}`);
        }
      },
    );

    test('is dark where the system is, and keeps what is chosen instead', async () => {
      const window = await open('#/', { colorScheme: 'dark' });
      const { page } = window;
      await page.locator('.recharts-bar-rectangle').first().waitFor();
      expect(await window.brightness()).toBeLessThan(60);
      await window.screenshot('overview-dark');

      await page.getByRole('radio', { name: 'light' }).click();
      expect(await window.brightness()).toBeGreaterThan(200);
      await page.reload();
      await page.locator('main h1').waitFor();
      expect(await window.brightness()).toBeGreaterThan(200);
    });

    test('moves nothing for who wants reduced motion', async () => {
      const duration = async (reducedMotion: 'reduce' | 'no-preference') => {
        const { page } = await open('#/send', { reducedMotion });
        const button = page.getByRole('button', { name: 'Send a checkout' });
        return transitionOf(button);
      };
      expect(await duration('no-preference')).not.toBe('0s');
      expect(await duration('reduce')).toBe('0s');
    });

    test('pauses where it is asked to', async () => {
      const window = await open();
      const { page } = window;
      await page.getByRole('button', { name: 'Pause live updates' }).click();
      await page.getByText('Paused').waitFor();
      const before = window.requests.length;
      await shop.send('cart.id=unseen');
      expect(window.requests.slice(before)).toEqual([]);
      await page.getByRole('button', { name: 'Resume live updates' }).click();
      await page.getByRole('rowheader', { name: 'visitor' }).waitFor();
      await window.page.getByText('Round complete').waitFor();
    });

    test('asks no other host', async () => {
      const { page } = await open();
      const hosts = new Set<string>();
      page.on('request', request => hosts.add(new URL(request.url()).origin));
      await page.reload();
      await page.locator('.recharts-bar-rectangle').first().waitFor();
      expect([...hosts]).toEqual([shop.url]);
    });
  });

  test('says that the storefront is gone, and keeps what it has', async () => {
    const window = await open();
    const { page } = window;
    await page.getByRole('rowheader', { name: 'globex' }).waitFor();
    shop.signal('SIGINT');
    expect(await shop.ended).toBe(0);
    await page.getByText('The storefront does not answer').waitFor();
    expect(
      await page.getByRole('rowheader', { name: 'globex' }).isVisible(),
    ).toBe(true);
    await window.screenshot('gone');
    for (const problem of window.problems.splice(0)) {
      expect(problem).toMatch(/Failed to load resource|ERR_/);
    }
  });
}

/** Sends one of the headers that the page offers; gives its first hop. */
async function send({ page }: Window, preset: string): Promise<Locator> {
  await page.getByRole('button', { name: preset }).click();
  await page.getByRole('button', { name: 'Send a checkout' }).click();
  const hop = page.getByRole('list', { name: 'Hops' }).locator('> li').first();
  await hop.waitFor();
  expect(await hop.innerText()).toMatch(/client\s+to\s+gateway/);
  return hop;
}

/** The page asks again by itself: its rows may be those of a moment before. */
async function untilColumn(
  table: Locator,
  name: string,
  numbers: Record<string, number>,
): Promise<void> {
  for (let tries = 100; ; tries--) {
    try {
      expect(await columnOf(table, name)).toEqual(numbers);
      return;
    } catch (error) {
      if (tries === 0) throw error;
      await setTimeout(100);
    }
  }
}

/** The part of the browser's type that is used here. */
interface TableElement {
  rows: Iterable<{ cells: Iterable<{ innerText: string }> }>;
}

/** The numbers of one column, by the value in the first. */
async function columnOf(
  table: Locator,
  name: string,
): Promise<Record<string, number>> {
  // At once: the page may draw it anew in between.
  const [head = [], ...body] = await table.evaluate(element =>
    [...(element as unknown as TableElement).rows].map(row =>
      [...row.cells].map(cell => cell.innerText),
    ),
  );
  const column = head.indexOf(name);
  return Object.fromEntries(
    body
      .map(cells => [cells[0], parseInt(cells[column] ?? '', 10)] as const)
      .filter(([value, count]) => value !== '(without)' && count > 0),
  );
}
