import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { CHROMIUM, startBrowser } from '../support/chromium';
import { INSTALL_TIMEOUT, InstalledProject } from './installed-project';
import { PageServer } from './page-server';

const bundlers: [string, string[]][] = [
  ['esbuild', ['node', 'esbuild.mjs']],
  ['webpack', ['npx', 'webpack', '--config', 'webpack.config.mjs']],
  ['rolldown', ['node', 'rolldown.mjs']],
  ['rollup', ['node', 'rollup.mjs']],
  ['vite', ['node', 'vite.mjs']],
];
/** Those that make the page and the small service, too. */
const FOR_BROWSERS = ['esbuild', 'webpack'];

/** `SpanKind.CLIENT`. */
const CLIENT = 2;

let project: InstalledProject;

beforeAll(() => {
  project = InstalledProject.install('bundles');
}, INSTALL_TIMEOUT);
afterAll(() => project?.remove());

describe.each(bundlers)('bundled by %s', (bundler, [command, ...args]) => {
  beforeAll(() => {
    project.run(command!, ...args);
  }, 240_000);

  describe.each([
    ['CommonJS', 'cjs'],
    ['an ES module', 'mjs'],
  ])('for Node, as %s', (_format, extension) => {
    test('A1 all packages beside an SDK with withBaggage: a request has the entry on each signal', () => {
      const file = `dist/${bundler}-everything.${extension}`;
      const attributes = [{ 'tenant.id': 'acme' }];
      expect(JSON.parse(project.run('node', file))).toMatchObject({
        header: 'a=1',
        spans: attributes,
        logs: attributes,
        metrics: attributes,
        headers: { baggage: 'step=one,tenant.id=acme,secret=1' },
      });
    });

    test('the command says what is kept of a header', () => {
      const file = `dist/${bundler}-command.${extension}`;
      const output = project.run('node', file, 'inspect', '--json', 'a=1');
      expect(JSON.parse(output)).toMatchObject([{ sent: 'a=1' }]);
    });
  });

  if (!FOR_BROWSERS.includes(bundler)) return;

  test('A1 I5 a service for Node: its span has the included entry, the header goes on', () => {
    const output = project.run('node', `dist/${bundler}-service.cjs`);
    expect(JSON.parse(output)).toEqual({
      attributes: [{ 'tenant.id': 'acme' }],
      baggage: 'tenant.id=acme,secret=1',
    });
  });

  const describeBrowser = CHROMIUM ? describe : describe.skip;

  describeBrowser('a page in Chromium', () => {
    let server: PageServer;
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      const script = project.path('dist', `${bundler}-page.js`);
      server = await PageServer.start(readFileSync(script, 'utf8'));
      browser = await startBrowser();
      page = await browser.newPage();
      await page.goto(server.url);
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      await server?.stop();
    });

    test('I4 fetch sends the baggage, with the trace context', async () => {
      const headers = await page.evaluate('ask()');
      expect(headers).toMatchObject({
        baggage: 'tenant.id=Z%C3%BCrich%20AG,secret=1',
        traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
      });
    }, 60_000);

    test('A1 the span of fetch has the included entry and no other', async () => {
      // It ends when the timing of the resource is there.
      await page.waitForFunction('recorded().length > 0');
      expect(await page.evaluate('recorded()')).toEqual([
        { kind: CLIENT, tenant: 'Zürich AG', hasSecret: false },
      ]);
    }, 60_000);
  });
});
