import { join, resolve } from 'node:path';
import type {
  Browser,
  BrowserContextOptions,
  Locator,
  Page,
} from 'playwright-core';

// What there is in the browser, where the functions given to `evaluate` run.
declare const document: {
  activeElement: unknown;
  body: object;
  documentElement: { scrollWidth: number };
};
declare const innerWidth: number;
declare function getComputedStyle(element: object): {
  backgroundColor: string;
  outlineStyle: string;
  transitionDuration: string;
};

const SCREENSHOTS = resolve(__dirname, '../../test-results/screenshots');
const WIDE = { width: 1280, height: 900 };
const MAX_TABS = 120;
/** What a person can do something with; of radios, the one that Tab goes to. */
const CONTROLS = [
  'a[href]',
  'button',
  'input:not([type=radio]:not(:checked))',
  'select',
  'textarea',
  'summary',
  '[tabindex="0"]',
].join();

/** A window of the browser, and all that went wrong in it. */
export class Window {
  /** Messages of errors and warnings, uncaught errors, dialogs. */
  readonly problems: string[] = [];
  /** The paths that were asked for. */
  readonly requests: string[] = [];

  private constructor(readonly page: Page) {
    page.on('console', message => {
      if (/error|warning/.test(message.type())) {
        this.problems.push(message.text());
      }
    });
    page.on('pageerror', error => this.problems.push(String(error)));
    page.on('dialog', dialog => {
      this.problems.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', request => {
      const { pathname, search } = new URL(request.url());
      this.requests.push(pathname + search);
    });
  }

  static async open(
    browser: Browser,
    url: string,
    options?: BrowserContextOptions,
  ): Promise<Window> {
    const context = await browser.newContext({ viewport: WIDE, ...options });
    const window = new Window(await context.newPage());
    await window.page.goto(url);
    return window;
  }

  close(): Promise<void> {
    return this.page.context().close();
  }

  /** Keeps a picture of the whole page among the results of the tests. */
  async screenshot(name: string): Promise<void> {
    const path = join(SCREENSHOTS, `${name}.png`);
    await this.page.screenshot({ path, fullPage: true });
  }

  /** Presses Tab until an element has the focus. Throws if it never gets it. */
  async tabTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let i = 0; i < MAX_TABS; i++) {
      if (await hasFocus(target)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`not reached by Tab: ${target}`);
  }

  /**
   * Presses Tab through the whole page.
   *
   * @returns how many controls there are; those that were never reached, and
   *   those of which one did not see that they had the focus, as HTML
   */
  async tabThrough(): Promise<{
    count: number;
    missed: string[];
    unseen: string[];
  }> {
    const controls = this.page.locator(CONTROLS).filter({ visible: true });
    const count = await controls.evaluateAll(elements => {
      elements.forEach((element, i) => (element.dataset.control = String(i)));
      return elements.length;
    });
    const reached = new Set<string>();
    const unseen: string[] = [];
    for (let i = 0; i < count + 5; i++) {
      await this.page.keyboard.press('Tab');
      const focused = this.page.locator(':focus');
      if ((await focused.count()) === 0) continue;
      const id = await focused.getAttribute('data-control');
      if (id === null || reached.has(id)) continue;
      reached.add(id);
      if (!(await showsFocus(focused))) unseen.push(await htmlOf(focused));
    }
    const missed: string[] = [];
    for (let i = 0; i < count; i++) {
      if (reached.has(String(i))) continue;
      missed.push(await htmlOf(this.page.locator(`[data-control="${i}"]`)));
    }
    return { count, missed, unseen };
  }

  /** By how many pixels the page is wider than its window. */
  overhang(): Promise<number> {
    return this.page.evaluate(
      () => document.documentElement.scrollWidth - innerWidth,
    );
  }

  /** The tables of which one sees a part only, by their labels. */
  cutTables(): Promise<string[]> {
    return this.page
      .locator('.scroll')
      .evaluateAll(elements =>
        elements
          .filter(element => element.scrollWidth > element.clientWidth)
          .map(element => String(element.getAttribute('aria-label'))),
      );
  }

  /** Of the page's background, from 0 to 255. */
  async brightness(): Promise<number> {
    const color = await this.page.evaluate(
      () => getComputedStyle(document.body).backgroundColor,
    );
    const parts = color.match(/\d+/g)?.slice(0, 3).map(Number) ?? [];
    return parts.reduce((sum, part) => sum + part, 0) / parts.length;
  }
}

function htmlOf(target: Locator): Promise<string> {
  return target.evaluate(element => element.outerHTML.slice(0, 200));
}

export function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate(element => element === document.activeElement);
}

/** Whether one sees that an element, or the one painted for it, has the focus. */
export function showsFocus(target: Locator): Promise<boolean> {
  return target.evaluate(element =>
    [element, element.nextElementSibling].some(
      one => one !== null && getComputedStyle(one).outlineStyle === 'solid',
    ),
  );
}

/** How long an element takes to change its looks, as CSS has it. */
export function transitionOf(target: Locator): Promise<string> {
  return target.evaluate(
    element => getComputedStyle(element).transitionDuration,
  );
}
